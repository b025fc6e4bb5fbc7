package org.sgxra.tool;

import java.util.List;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.tool.collateral.CollateralCommand;
import org.sgxra.tool.decode.DecodeCommand;
import org.sgxra.tool.quote.VerifyQuoteCommand;
import org.sgxra.tool.replay.ReplayCommand;
import org.sgxra.tool.report.VerifyReportCommand;
import org.sgxra.tool.walkthrough.WalkthroughCommand;

/** The tables of {@code sgx-ra} and the commands inside it. */
public final class SgxRaTables implements CommandTables {
    /** {@code sgx-ra}. */
    static final OptionTable TABLE = OptionTable.named("sgx-ra")
            .purpose(
                    "For relying parties: what attestation data says, and whether it can be believed. No network is used but by"
                            + " collateral fetch.")
            .subcommand(DecodeCommand.TABLE)
            .subcommand(VerifyReportCommand.TABLE)
            .subcommand(VerifyQuoteCommand.TABLE)
            .subcommand(CollateralCommand.TABLE)
            .subcommand(WalkthroughCommand.TABLE)
            .subcommand(ReplayCommand.TABLE)
            .needsSubcommand()
            .example("sgx-ra decode sp.log", "Every message of a session, field by field.")
            .exitCode(0, "decoded; genuine and acceptable; stored; written; replayed")
            .exitCode(1, "wrong usage, or a file cannot be read")
            .exitCode(2, "not decodable; not genuine; no session that can be shown or replayed")
            .exitCode(3, "collateral: not fetched")
            .exitCode(4, "genuine but not acceptable; replay: a check fails, or none refuses the changed message")
            .build();

    @Override
    public List<OptionTable> tables() {
        return List.of(TABLE);
    }
}
