package org.sgxra.services.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP answer. Date, Content-Length and Request-ID are added by the server.
 *
 * @param status HTTP status code
 * @param headers in the order in which they are sent, names in the case in which they are sent
 * @param body may be empty
 * @param reason why a request was refused, for the emulator's own output; never sent
 * @param lowerCase true if the names of all headers are sent in lower case, those that the server adds too
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one exchange, in one thread
public record Answer(int status, Map<String, String> headers, byte[] body, String reason, boolean lowerCase) {
    /** An answer with header names as they are. */
    public Answer(int status, Map<String, String> headers, byte[] body, String reason) {
        this(status, headers, body, reason, false);
    }

    /** An answer with a body. */
    public static Answer ok(String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (body.length > 0) {
            headers.put("Content-Type", contentType);
        }
        return new Answer(200, headers, body, "");
    }

    /** A refusal with an empty body, as the attestation service gives it. */
    public static Answer refused(int status, String reason) {
        return new Answer(status, Map.of(), new byte[0], reason);
    }

    /** A refusal that tells the client why, in one line of text. */
    public static Answer explained(int status, String reason) {
        return new Answer(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8"),
                (reason + "\n").getBytes(StandardCharsets.UTF_8),
                reason);
    }

    /** The same answer with one header more. */
    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, reason, lowerCase);
    }

    /** The same answer with another status. */
    public Answer withStatus(int other) {
        return new Answer(other, headers, body, reason, lowerCase);
    }

    /** The same answer with the names of all headers in lower case. */
    public Answer inLowerCase() {
        return new Answer(status, headers, body, reason, true);
    }
}
