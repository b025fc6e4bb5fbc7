package org.sgxra.client;

import org.sgxra.common.message.TrustStatus;

/** A verdict in words, as the client's people and scripts know them. */
public final class VerdictText {
    private VerdictText() {}

    /** One or two lines. */
    public static String of(TrustStatus status) {
        return switch (status) {
            case NOT_TRUSTED -> "Enclave NOT TRUSTED";
            case NOT_TRUSTED_ITS_COMPLICATED ->
                "Enclave Trust is NOT TRUSTED and COMPLICATED. The client is out of date.";
            case TRUSTED_ITS_COMPLICATED -> """
                    Enclave Trust is TRUSTED and COMPLICATED. The client is out of date and
                    may not be trusted in the future depending on the service provider's  policy.""";
            case TRUSTED -> "Enclave TRUSTED";
        };
    }
}
