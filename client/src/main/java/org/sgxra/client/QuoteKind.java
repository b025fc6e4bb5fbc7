package org.sgxra.client;

import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;

/** What the enclave is proved with; {@code --attestation} of the commands that have an enclave. */
public enum QuoteKind {
    /** EPID quotes, which Intel's attestation service judges. */
    EPID("epid"),
    /** ECDSA quotes (DCAP), which are judged with published collateral; msg1 has group id 0 (docs/spec/dcap.md section 6.2). */
    ECDSA("dcap");

    private static final String OPTION = "attestation";

    private final String word;

    QuoteKind(String word) {
        this.word = word;
    }

    /** The option. */
    public static CommandOption option() {
        return CommandOption.value(OPTION, "KIND", "kind of quotes: epid, or dcap")
                .choices(EPID.word, ECDSA.word)
                .standard(EPID.word);
    }

    /** The kind that the option names. */
    public static QuoteKind of(GivenOptions options) throws UsageException {
        OptionValue given = options.get(OPTION, EPID.word);
        for (QuoteKind kind : values()) {
            if (kind.word.equals(given.value())) {
                return kind;
            }
        }
        throw given.fault("is no kind of quotes: " + EPID.word + " or " + ECDSA.word);
    }
}
