package org.sgxra.sp.http;

import java.net.URI;
import java.util.Optional;

/**
 * A request.
 *
 * @param uri https
 * @param key subscription key to send
 * @param json body; with one the method is POST, without it GET
 * @param limit bytes that the body of the answer may have
 */
public record HttpCall(URI uri, Optional<SubscriptionKey> key, Optional<String> json, int limit) {
    static final String KEY_HEADER = "Ocp-Apim-Subscription-Key";

    /** POST with a body, GET without. */
    public String method() {
        return json.isPresent() ? "POST" : "GET";
    }
}
