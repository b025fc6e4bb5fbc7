package org.sgxra.services.pcs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Certificates in headers: PEM, percent-encoded. */
final class Chains {
    private Chains() {}

    /** Spaces and plus signs are encoded like everything else that is no letter, digit, hyphen or dot. */
    static String percentEncoded(String pem) {
        return URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");
    }
}
