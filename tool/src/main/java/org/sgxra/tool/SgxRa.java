package org.sgxra.tool;

import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.collateral.CollateralCommand;
import org.sgxra.tool.decode.DecodeCommand;
import org.sgxra.tool.quote.VerifyQuoteCommand;
import org.sgxra.tool.replay.ReplayCommand;
import org.sgxra.tool.report.VerifyReportCommand;
import org.sgxra.tool.walkthrough.WalkthroughCommand;

/** The command {@code sgx-ra} (docs/tools.md). */
public final class SgxRa {
    private SgxRa() {}

    /** Ends with the exit code of the command that the first operand names. */
    public static void main(String[] args) {
        System.exit(run(ProcessStreams.ofProcess(), args));
    }

    static int run(ProcessStreams streams, String... args) {
        return CommandRunner.run(SgxRaTables.TABLE, streams, options -> dispatch(options, streams), args);
    }

    private static int dispatch(GivenOptions options, ProcessStreams streams) throws UsageException {
        return switch (options.table().command()) {
            case "sgx-ra decode" -> DecodeCommand.run(options, streams);
            case "sgx-ra collateral" -> CollateralCommand.run(options, streams, System.getenv());
            case "sgx-ra verify-quote" -> VerifyQuoteCommand.run(options, streams);
            case "sgx-ra verify-report" -> VerifyReportCommand.run(options, streams);
            case "sgx-ra replay" -> ReplayCommand.run(options, streams);
            case "sgx-ra walkthrough" -> WalkthroughCommand.run(options, streams);
            default ->
                throw new IllegalStateException(
                        "no such command: " + options.table().command());
        };
    }
}
