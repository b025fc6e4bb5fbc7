package org.sgxra.sp.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.runtime.net.HeaderFields;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers name and value each, as they came
 * @param body the exact bytes
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one exchange, in one thread
public record HttpAnswer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    public HttpAnswer {
        headers = List.copyOf(headers);
    }

    /** Value of the first header of that name, in any case. */
    public Optional<String> header(String name) {
        return HeaderFields.first(headers, name);
    }

    /** True if there are headers of that name, in any case, with different values: two readers might take different ones. */
    public boolean contradictsItself(String name) {
        Optional<String> first = header(name);
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name) && !header.getValue().equals(first.orElseThrow())) {
                return true;
            }
        }
        return false;
    }

    /** The status with its name, for people. */
    public String statusLine() {
        String name =
                switch (status) {
                    case 200 -> "OK";
                    case 201 -> "Created";
                    case 301, 302, 303, 307, 308 -> "Redirect";
                    case 400 -> "Bad Request";
                    case 401 -> "Unauthorized";
                    case 403 -> "Forbidden";
                    case 404 -> "Not Found";
                    case 407 -> "Proxy Authentication Required";
                    case 410 -> "Gone";
                    case 429 -> "Too Many Requests";
                    case 500 -> "Internal Server Error";
                    case 502 -> "Bad Gateway";
                    case 503 -> "Service Unavailable";
                    default -> "";
                };
        return (status + " " + name).strip();
    }
}
