package org.sgxra.client;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Quote;

/** ECDSA quotes of Intel's simulation SDKs, which are none (docs/spec/dcap.md section 8.5). */
public final class SimulationQuote {
    private static final String WORTHLESS = ": nobody can verify it, the service provider will refuse it";

    private SimulationQuote() {}

    /** What to tell users of a quote that was to be an ECDSA quote; empty if it looks like one. */
    public static Optional<String> notice(ByteString quote) {
        int version = quote.at(0) | quote.at(1) << 8;
        if (version < 3) {
            return Optional.of("note: this is an EPID quote of no group, which Intel's simulation SDK up to 2.27 makes "
                    + "where an ECDSA quote is asked for" + WORTHLESS);
        }
        if (version == 3 && quote.size() == Quote.FIXED_SIZE) {
            return Optional.of(
                    "note: this quote is without a signature, as Intel's simulation SDK from 2.28 on makes them"
                            + WORTHLESS);
        }
        return Optional.empty();
    }
}
