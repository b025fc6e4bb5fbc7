package org.sgxra.bench;

import java.io.IOException;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;

/** A command inside {@code run-bench}. */
interface Measurement {
    /** Its options; the name is {@code run-bench NAME}. */
    OptionTable table();

    /**
     * Measures.
     *
     * @throws IOException if what is measured does not do what it should, with what it said
     * @throws UsageException if the options cannot be used
     */
    Results measure(GivenOptions options, Progress progress) throws IOException, InterruptedException, UsageException;
}
