package org.sgxra.runtime.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.sgxra.common.bytes.ByteCount;

/**
 * What a balancer says before the first byte of its client: the PROXY protocol, version 1 (a line of text) and version 2 (binary),
 * as the HAProxy project specifies it. Takes nothing that stands behind the header, and nothing that is not exactly one.
 */
public final class ProxyHeader {
    /** How long a balancer may take, which sends it at once. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final byte[] WORD = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    /** Bytes that any header of either version has. */
    private static final int SAFE = 12;

    private static final int MAX_LINE = 107;
    private static final int FIXED = 16;
    /** Addresses of version 2 and what may follow them; the specification's own fit several times. */
    private static final int MAX_REST = 4096;

    private static final Pattern LINE = Pattern.compile(
            "PROXY (?:UNKNOWN(?: .*)?|TCP(?<family>[46]) (?<source>[0-9A-Fa-f:.]+) (?<target>[0-9A-Fa-f:.]+)"
                    + " (?<from>0|[1-9][0-9]{0,4}) (?<to>0|[1-9][0-9]{0,4}))");

    private static final int TYPE_CRC32C = 3;

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private Optional<InetAddress> client = Optional.empty();

    /** A header that is none. */
    public static final class FormatException extends IOException {
        private static final long serialVersionUID = 1L;

        FormatException(String reason) {
            super("no PROXY protocol header: " + reason);
        }
    }

    /**
     * Reads a header, and nothing else, from a connection.
     *
     * @throws IOException if there is none, or it does not come in time
     */
    public static ProxyHeader read(Connection connection) throws IOException {
        ProxyHeader header = new ProxyHeader();
        Deadline limit = connection.limit(LIMIT, late());
        try (limit) {
            InputStream in = connection.in();
            boolean whole = false;
            while (!whole) {
                byte[] part = in.readNBytes(header.wanted());
                if (part.length == 0) {
                    throw header.closed();
                }
                whole = header.take(ByteBuffer.wrap(part));
            }
            return header;
        }
    }

    /** What is said when the header does not come in time. */
    public static String late() {
        return "no PROXY protocol header within " + Deadline.inWords(LIMIT);
    }

    /** What it means that the connection has ended here. */
    public IOException closed() {
        return new FormatException("the connection was closed after " + ByteCount.of(taken.size()));
    }

    /** How many bytes are certainly part of the header and not taken yet. */
    int wanted() {
        int size = taken.size();
        if (size < SAFE) {
            return SAFE - size;
        }
        byte[] bytes = taken.toByteArray();
        if (bytes[0] == WORD[0]) {
            return 1;
        }
        return size < FIXED ? FIXED - size : FIXED + u16(bytes, 14) - size;
    }

    /**
     * Takes bytes up to the end of the header, and no more.
     *
     * @return true at the end of the header
     * @throws FormatException as soon as it cannot become a header any more
     */
    public boolean take(ByteBuffer in) throws FormatException {
        while (in.hasRemaining()) {
            byte[] part = new byte[Math.min(wanted(), in.remaining())];
            in.get(part);
            taken.writeBytes(part);
            byte[] bytes = taken.toByteArray();
            if (bytes[0] == WORD[0] ? isLine(bytes) : isBinary(bytes)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLine(byte[] bytes) throws FormatException {
        require(startsLike(bytes, WORD), "it is neither of version 1 nor of version 2");
        int last = bytes.length - 1;
        boolean afterReturn = last > 0 && bytes[last - 1] == '\r';
        require(afterReturn == (bytes[last] == '\n'), "the line does not end with CR and LF");
        if (!afterReturn) {
            require(bytes.length < MAX_LINE, "the line is longer than " + MAX_LINE + " bytes");
            return false;
        }
        readLine(new String(bytes, 0, last - 1, StandardCharsets.ISO_8859_1));
        return true;
    }

    private void readLine(String line) throws FormatException {
        Matcher matcher = LINE.matcher(line);
        require(matcher.matches(), "the line is malformed");
        if (matcher.group("family") == null) {
            return;
        }
        require(isPort(matcher.group("from")) && isPort(matcher.group("to")), "a port is above 65535");
        boolean four = matcher.group("family").equals("4");
        client = Optional.of(address(matcher.group("source"), four));
        address(matcher.group("target"), four);
    }

    private static boolean isPort(String digits) {
        return Integer.parseInt(digits) <= 0xffff;
    }

    private static InetAddress address(String text, boolean four) throws FormatException {
        require(four == (text.indexOf(':') < 0), "an address is not of the family that is named");
        try {
            return AddressRanges.literal(text);
        } catch (IllegalArgumentException e) {
            throw new FormatException("an address is malformed");
        }
    }

    private boolean isBinary(byte[] bytes) throws FormatException {
        require(startsLike(bytes, SIGNATURE), "it is neither of version 1 nor of version 2");
        if (bytes.length < FIXED) {
            return false;
        }
        int rest = u16(bytes, 14);
        require(rest <= MAX_REST, "it is longer than " + (FIXED + MAX_REST) + " bytes");
        require((bytes[12] & 0xff) >> 4 == 2, "the version is unknown");
        require((bytes[12] & 15) <= 1, "the command is unknown");
        require((bytes[13] & 0xff) >> 4 <= 3 && (bytes[13] & 15) <= 2, "the family or protocol is unknown");
        if (bytes.length < FIXED + rest) {
            return false;
        }
        // LOCAL is the balancer itself, whatever it says of addresses.
        if ((bytes[12] & 15) == 1) {
            readAddresses(bytes);
        }
        return true;
    }

    private void readAddresses(byte[] bytes) throws FormatException {
        int size =
                switch (bytes[13] >> 4) {
                    case 1 -> 4;
                    case 2 -> 16;
                    default -> 0;
                };
        int addresses = size > 0 ? 2 * size + 4 : bytes[13] >> 4 == 3 ? 216 : 0;
        require(bytes.length >= FIXED + addresses, "it is too short for its addresses");
        boolean unspecified = bytes[13] == 0;
        if (!unspecified) {
            checkExtensions(bytes, FIXED + addresses);
        }
        if (size > 0 && (bytes[13] & 15) == 1) {
            client = Optional.of(address(bytes, size));
        }
    }

    private static InetAddress address(byte[] bytes, int size) throws FormatException {
        byte[] source = new byte[size];
        System.arraycopy(bytes, FIXED, source, 0, size);
        try {
            return InetAddress.getByAddress(source);
        } catch (IOException e) {
            throw new FormatException("an address is malformed");
        }
    }

    /** Type, length and value each; a checksum over the header, where there is one, must be right. */
    private static void checkExtensions(byte[] bytes, int start) throws FormatException {
        for (int at = start; at < bytes.length; ) {
            require(bytes.length - at >= 3, "an extension is cut off");
            int length = u16(bytes, at + 1);
            require(bytes.length - at - 3 >= length, "an extension is longer than the header");
            if (bytes[at] == TYPE_CRC32C) {
                require(length == 4 && isChecksum(bytes, at + 3), "the checksum is wrong");
            }
            at += 3 + length;
        }
    }

    private static boolean isChecksum(byte[] bytes, int at) {
        byte[] zeroed = bytes.clone();
        int given = ByteBuffer.wrap(bytes).getInt(at);
        ByteBuffer.wrap(zeroed).putInt(at, 0);
        CRC32C checksum = new CRC32C();
        checksum.update(zeroed);
        return (int) checksum.getValue() == given;
    }

    private static boolean startsLike(byte[] bytes, byte[] beginning) {
        int count = Math.min(bytes.length, beginning.length);
        for (int i = 0; i < count; i++) {
            if (bytes[i] != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private static void require(boolean condition, String otherwise) throws FormatException {
        if (!condition) {
            throw new FormatException(otherwise);
        }
    }

    /** For whom the balancer has made the connection; empty if for itself, or for somebody without an address. */
    public Optional<InetAddress> client() {
        return client;
    }
}
