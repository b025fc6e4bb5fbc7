package org.sgxra.runtime.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Single addresses and ranges of addresses, IPv4 and IPv6: {@code 192.0.2.7}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}. */
public final class AddressRanges {
    /** No address. */
    public static final AddressRanges NONE = new AddressRanges(List.of());

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Range(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((address[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Range> ranges;

    private AddressRanges(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /**
     * Reads addresses and ranges.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static AddressRanges parse(List<String> texts) {
        List<Range> ranges = new ArrayList<>();
        for (String text : texts) {
            ranges.add(range(text));
        }
        return ranges.isEmpty() ? NONE : new AddressRanges(ranges);
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        byte[] address = literal(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int all = 8 * address.length;
        if (slash < 0) {
            return new Range(address, all);
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > all) {
            throw new IllegalArgumentException("what follows / must be a number of bits, 0 to " + all);
        }
        return new Range(address, Integer.parseInt(bits));
    }

    /**
     * An address as it is written, without asking name servers.
     *
     * @throws IllegalArgumentException for anything else
     */
    static InetAddress literal(String text) {
        boolean ipv4 = text.matches("(?:(?:0|[1-9][0-9]{0,2})(?:\\.(?!$)|$)){4}");
        boolean ipv6 = text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]{2,45}");
        try {
            if (ipv4 || ipv6) {
                return InetAddress.getByName(ipv4 ? text : "[" + text + "]");
            }
        } catch (UnknownHostException e) {
            // The same answer as for a text of another form.
        }
        throw new IllegalArgumentException("must be an IPv4 or IPv6 address, or a range such as 192.0.2.0/24");
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** True if the address is one of them. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }
}
