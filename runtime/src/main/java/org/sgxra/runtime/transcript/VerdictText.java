package org.sgxra.runtime.transcript;

import java.util.List;
import org.sgxra.common.message.TrustStatus;

/** A verdict in the words that people, and scripts, look for (docs/spec/cli.md, Streams). */
public final class VerdictText {
    private VerdictText() {}

    /**
     * As a service provider writes it, in one line with its reason.
     *
     * @param reasons what keeps the enclave from being trusted without reserve
     */
    public static String ofServiceProvider(TrustStatus status, List<String> reasons) {
        String verdict =
                switch (status) {
                    case NOT_TRUSTED -> "Enclave NOT TRUSTED";
                    case NOT_TRUSTED_ITS_COMPLICATED -> "Enclave NOT TRUSTED and COMPLICATED";
                    case TRUSTED_ITS_COMPLICATED -> "Enclave TRUSTED and COMPLICATED";
                    case TRUSTED -> "Enclave TRUSTED";
                };
        return status == TrustStatus.TRUSTED || reasons.isEmpty()
                ? verdict
                : verdict + " - Reason: " + String.join("; ", reasons);
    }

    /**
     * As the enclave's side writes it, which is told no reason: one or two lines. The original client has two blanks before
     * one word.
     */
    public static String ofClient(TrustStatus status) {
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
