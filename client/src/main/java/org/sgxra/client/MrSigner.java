package org.sgxra.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.SigStruct;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.ErrorText;
import org.sgxra.runtime.cli.FileName;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;

/** The command {@code mrsigner CSSFILE}: MRSIGNER of a SIGSTRUCT dump, 64 hexadecimal digits (docs/spec/cli.md). */
public final class MrSigner {
    /** All its options. */
    static final OptionTable TABLE = OptionTable.named("mrsigner")
            .operands("CSSFILE")
            .purpose("Prints the MRSIGNER of a SIGSTRUCT dump (enclave/Enclave.css, sgx_sign dump -cssfile) as 64 "
                    + "hexadecimal digits.")
            .example("mrsigner enclave/Enclave.css", "The MRSIGNER of the enclave that was built here.")
            .exitCode(0, "it is printed")
            .exitCode(1, "usage, or the file is no SIGSTRUCT")
            .build();

    private final ProcessStreams streams;

    private MrSigner(ProcessStreams streams) {
        this.streams = streams;
    }

    /** The process. */
    public static void main(String[] args) {
        System.exit(run(ProcessStreams.ofProcess(), args));
    }

    static int run(ProcessStreams streams, String... args) {
        return CommandRunner.run(TABLE, streams, new MrSigner(streams)::run, args);
    }

    private int run(GivenOptions options) throws UsageException {
        if (options.operands().size() != 1) {
            streams.stderr().println("usage: mrsigner CSSFILE");
            return CommandRunner.USAGE;
        }
        String file = options.operands().get(0);
        Path path = FileName.operand(file);
        try {
            streams.stdout().println(SigStruct.parse(Files.readAllBytes(path)).mrSigner());
            return 0;
        } catch (NoSuchFileException e) {
            return failed("no such file: " + file);
        } catch (IOException e) {
            return failed("cannot read " + file + ": " + Reason.of(e));
        } catch (MalformedMessageException e) {
            return failed(file + ": " + e.getMessage());
        }
    }

    private int failed(String message) {
        streams.stderr().println(ErrorText.of("mrsigner: " + message));
        return CommandRunner.USAGE;
    }
}
