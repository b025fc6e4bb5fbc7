package org.sgxra.services.http;

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
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one exchange, in one thread
public record Request(String method, String path, String query, Map<String, String> headers, byte[] body) {
    public Request {
        headers = Map.copyOf(headers);
    }

    /** The value of a header; names are compared without case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
    }
}
