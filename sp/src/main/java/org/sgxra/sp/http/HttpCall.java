package org.sgxra.sp.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.sgxra.runtime.net.Expiry;

/**
 * A request.
 *
 * @param uri https
 * @param key subscription key to send
 * @param json body; with one the method is POST, without it GET
 * @param limit bytes that the body of the answer may have
 * @param end of the session that needs the answer, which nobody wants after it
 */
public record HttpCall(URI uri, Optional<SubscriptionKey> key, Optional<String> json, int limit, Expiry end) {
    static final String KEY_HEADER = "Ocp-Apim-Subscription-Key";

    /** POST with a body, GET without. */
    public String method() {
        return json.isPresent() ? "POST" : "GET";
    }

    /**
     * Why there is no answer when the time is up.
     *
     * @param timeout for a whole exchange, unless the session ends before
     */
    TransientException late(Duration timeout, Exception cause) {
        return new TransientException(
                uri.getAuthority() + ": no whole answer "
                        + (end.isOver()
                                ? "in the time of the session (--session-timeout)"
                                : "within " + timeout.toSeconds() + " s"),
                cause);
    }
}
