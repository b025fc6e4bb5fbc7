package org.sgxra.client;

import org.sgxra.runtime.cli.UsageException;

/**
 * Where the service provider listens: {@code host[:port]}, the host being a name, an IPv4 address or an IPv6 address in
 * brackets (docs/spec/cli.md).
 *
 * @param host without brackets
 * @param port 1..65535
 */
record ServerAddress(String host, int port) {
    /** What the client connects to when it is not told otherwise. */
    static final ServerAddress DEFAULT = new ServerAddress("localhost", 7777);

    /**
     * Reads {@code host[:port]}.
     *
     * @throws UsageException saying what is wrong with the text
     */
    static ServerAddress parse(String text) throws UsageException {
        int afterHost = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (text.startsWith("[") && afterHost == 0) {
            throw new UsageException("'" + text + "': the bracket is not closed");
        }
        if (!text.startsWith("[") && afterHost != text.lastIndexOf(':')) {
            throw new UsageException("'" + text + "': write an IPv6 address in brackets, [::1]:7777");
        }
        String host = afterHost < 0 ? text : text.substring(0, afterHost);
        String rest = afterHost < 0 ? "" : text.substring(afterHost);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new UsageException("'" + text + "': the host is missing");
        }
        if (rest.isEmpty()) {
            return new ServerAddress(host, DEFAULT.port);
        }
        if (!rest.startsWith(":")) {
            throw new UsageException("'" + text + "': only :port may follow the host");
        }
        return new ServerAddress(host, port(text, rest.substring(1)));
    }

    private static int port(String text, String digits) throws UsageException {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, in the words for a number out of range.
        }
        throw new UsageException("'" + text + "': the port is a number from 1 to 65535");
    }

    /** As the user writes it. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
