package org.sgxra.services.command;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.PrintStream;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.RegistryFile;

/** Withdraws the documents of a TCB evaluation data number, or takes that back. */
final class Withdraw implements Command {
    private static final int MAX_NUMBER = Integer.MAX_VALUE;

    private final boolean gone;

    Withdraw(boolean gone) {
        this.gone = gone;
    }

    @Override
    public OptionTable table() {
        return Command.table(Command.named(gone ? "withdraw" : "unwithdraw")
                .purpose(
                        gone
                                ? "Withdraws TCB info and QE identity of a TCB evaluation data number: who asks for it gets status "
                                        + "410, and the next number takes its place."
                                : "Takes back that the documents of a number are withdrawn.")
                .options(value("number", "N", "TCB evaluation data number; required"))
                .example("run-ias " + (gone ? "withdraw" : "unwithdraw") + " --number=17", "One number."));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws CommandException, StateException {
        arguments.required("number");
        int number = arguments.number("number", MAX_NUMBER).orElseThrow();
        RegistryFile.existing(arguments.state()).change(registry -> registry.withdrawing(number, gone));
        out.println("TCB evaluation data number " + number + (gone ? " is withdrawn" : " is not withdrawn any more"));
        return 0;
    }
}
