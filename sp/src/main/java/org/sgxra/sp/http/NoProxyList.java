package org.sgxra.sp.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The targets that are reached without a proxy, as curl reads {@code no_proxy}: {@code *}, or names and addresses separated
 * by commas or blanks. A name covers its subdomains, a leading dot changes nothing, an address may be a block in CIDR form.
 */
final class NoProxyList {
    private final String list;

    NoProxyList(String list) {
        this.list = list.strip().toLowerCase(Locale.ROOT);
    }

    /** True if {@code host}, as it stands in a URL, is to be reached directly. */
    boolean covers(String host) {
        String name = withoutDots(host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""));
        if (list.equals("*")) {
            return true;
        }
        for (String entry : list.split("[,\\s]+")) {
            String pattern = withoutDots(entry.replaceAll("[\\[\\]]", ""));
            if (!pattern.isEmpty()
                    && (isAddress(name)
                            ? matchesAddress(pattern, name)
                            : name.equals(pattern) || name.endsWith("." + pattern))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutDots(String name) {
        return name.replaceAll("^\\.|\\.$", "");
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9]+(\\.[0-9]+){3}");
    }

    private static boolean matchesAddress(String pattern, String address) {
        int slash = pattern.indexOf('/');
        String network = slash < 0 ? pattern : pattern.substring(0, slash);
        if (!isAddress(network)) {
            return false;
        }
        try {
            byte[] wanted = InetAddress.getByName(network).getAddress();
            byte[] given = InetAddress.getByName(address).getAddress();
            int all = wanted.length * Byte.SIZE;
            int prefix = slash < 0 ? all : Integer.parseInt(pattern.substring(slash + 1));
            return wanted.length == given.length
                    && prefix >= 0
                    && prefix <= all
                    && new BigInteger(1, wanted)
                                    .xor(new BigInteger(1, given))
                                    .shiftRight(all - prefix)
                                    .signum()
                            == 0;
        } catch (UnknownHostException | NumberFormatException e) {
            return false;
        }
    }
}
