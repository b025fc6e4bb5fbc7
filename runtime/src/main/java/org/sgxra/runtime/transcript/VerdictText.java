package org.sgxra.runtime.transcript;

import org.sgxra.common.message.TrustStatus;

/** A verdict in the words that people, and scripts, look for: one or two lines (docs/spec/cli.md, Streams). */
public final class VerdictText {
    private VerdictText() {}

    /** As a service provider writes it. */
    public static String ofServiceProvider(TrustStatus status) {
        return switch (status) {
            case NOT_TRUSTED -> "Enclave NOT TRUSTED";
            case NOT_TRUSTED_ITS_COMPLICATED ->
                "Enclave Trust is NOT TRUSTED and COMPLICATED. The client is out of date.";
            case TRUSTED_ITS_COMPLICATED -> """
                    Enclave Trust is TRUSTED and COMPLICATED. The client is out of date and
                    may not be trusted in the future depending on the service provider's policy.""";
            case TRUSTED -> "Enclave TRUSTED";
        };
    }

    /** As the enclave's side writes it: the original client has two blanks before one word. */
    public static String ofClient(TrustStatus status) {
        return ofServiceProvider(status).replace("provider's policy", "provider's  policy");
    }
}
