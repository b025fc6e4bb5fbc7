package org.sgxra.services.command;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.PrintStream;
import java.util.Optional;
import org.sgxra.common.field.QuoteFields;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.report.EpidQuoteVerification;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.GroupStore;
import org.sgxra.services.state.Groups;
import org.sgxra.services.state.KeyRing;

/** Prints a quote and, where the emulator has the group, what EPID verification says of it. */
final class VerifyQuote implements Command {
    private static final int REFUSED = 2;

    @Override
    public OptionTable table() {
        return Command.table(Command.named("verify-quote")
                .purpose("Prints an EPID quote, and verifies it if its group is one of the emulator's.")
                .options(value("quote", "FILE", "the quote: binary, hex, base64 or JSON; required"))
                .example("run-ias verify-quote --quote=evidence.json", "What client -q printed.")
                .exitCode(2, "the quote is refused; 0: valid, or of another group"));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws CommandException, StateException {
        EpidQuote quote = QuoteFile.read(arguments.required("quote"));
        QuotePrinter printer = new QuotePrinter(out);
        printer.fields(QuoteFields.quote(quote));
        return verify(quote, arguments, printer);
    }

    private static int verify(EpidQuote quote, Arguments arguments, QuotePrinter printer) throws StateException {
        Groups groups =
                arguments.hasState() ? GroupStore.existing(arguments.state()).groups() : null;
        Optional<Group> group =
                groups == null ? Optional.empty() : groups.find(quote.body().gid());
        if (group.isEmpty()) {
            printer.field(
                    "EPID verification",
                    "not possible: group " + quote.body().gid() + " is none of an emulator in "
                            + arguments.statePath());
            return 0;
        }
        EpidQuoteVerification verification =
                new EpidQuoteVerification(new EpidQuoteDecryption(KeyRing.qsdkKey(arguments.state())));
        EpidQuoteVerification.Finding finding = verification.verify(quote, group.get(), groups);
        printer.field("EPID pseudonym (B, K)", finding.pseudonym());
        printer.field("EPID verification", finding.status());
        return finding.status() == QuoteStatus.OK ? 0 : REFUSED;
    }
}
