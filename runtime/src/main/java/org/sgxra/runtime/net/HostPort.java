package org.sgxra.runtime.net;

/**
 * Where a server listens: {@code host[:port]}, the host being a name, an IPv4 address or an IPv6 address in brackets
 * (docs/spec/cli.md).
 *
 * @param host without brackets
 * @param port 1..65535
 */
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 0xffff;

    /** A text that is no {@code host[:port]}. */
    public static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String wrongPort;

        private FormatException(String message, String wrongPort) {
            super(message);
            this.wrongPort = wrongPort;
        }

        /** What stands in the place of the port, if that is what is wrong; otherwise null. */
        public String wrongPort() {
            return wrongPort;
        }
    }

    /**
     * Reads {@code host[:port]}.
     *
     * @param defaultPort where the text names none
     * @throws FormatException saying what is wrong, without repeating the text
     */
    public static HostPort parse(String text, int defaultPort) throws FormatException {
        int afterHost = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (text.startsWith("[") && afterHost == 0) {
            throw new FormatException("the bracket is not closed", null);
        }
        if (!text.startsWith("[") && afterHost != text.lastIndexOf(':')) {
            throw new FormatException("write an IPv6 address in brackets, [::1]:" + defaultPort, null);
        }
        String host = afterHost < 0 ? text : text.substring(0, afterHost);
        String rest = afterHost < 0 ? "" : text.substring(afterHost);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
            if (!host.isEmpty() && !host.matches("[0-9A-Fa-f:.]+(%[0-9A-Za-z._~-]+)?")) {
                throw new FormatException("what stands in brackets is no IPv6 address", null);
            }
        }
        if (host.isEmpty()) {
            throw new FormatException("the host is missing", null);
        }
        if (!host.matches("[^\\[\\]/@\\s]+")) {
            throw new FormatException("the host is no name and no address", null);
        }
        if (rest.isEmpty()) {
            return new HostPort(host, defaultPort);
        }
        if (!rest.startsWith(":")) {
            throw new FormatException("only :port may follow the host", null);
        }
        return new HostPort(host, port(rest.substring(1)));
    }

    private static int port(String digits) throws FormatException {
        if (digits.matches("[0-9]{1,9}")) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        }
        throw new FormatException("the port is a number from 1 to " + MAX_PORT, digits);
    }

    /** By hand, as in {@link org.sgxra.common.message.EpidGroupId}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HostPort that && port == that.port && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    /** As the user writes it. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
