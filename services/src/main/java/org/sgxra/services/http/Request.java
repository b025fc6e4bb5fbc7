package org.sgxra.services.http;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request, read completely.
 *
 * @param method in upper case
 * @param path without query
 * @param query without the question mark; empty if there is none
 * @param headers last value of each header; names in lower case
 * @param body at most as long as the server allows; empty if there is none
 * @param clientCertificates with which the client has proven in the handshake that it has the key of the first one; empty if there is
 *     none. Who vouches for them, nobody has looked at
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one exchange, in one thread
public record Request(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        List<X509Certificate> clientCertificates) {
    public Request {
        headers = Map.copyOf(headers);
        clientCertificates = List.copyOf(clientCertificates);
    }

    /** A request of a client without a certificate. */
    public Request(String method, String path, String query, Map<String, String> headers, byte[] body) {
        this(method, path, query, headers, body, List.of());
    }

    /** The value of a header; names are compared without case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }
}
