package org.sgxra.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.SigStruct;

/** The command {@code mrsigner CSSFILE}: MRSIGNER of a SIGSTRUCT dump, 64 hexadecimal digits (docs/spec/cli.md). */
public final class MrSigner {
    private MrSigner() {}

    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    static int run(PrintStream out, PrintStream people, String... args) {
        if (args.length != 1 || args[0].startsWith("-")) {
            people.println("usage: mrsigner CSSFILE");
            return Client.USAGE;
        }
        try {
            out.println(SigStruct.parse(Files.readAllBytes(Path.of(args[0]))).mrSigner());
            return 0;
        } catch (NoSuchFileException e) {
            return failed(people, "no such file: " + args[0]);
        } catch (IOException e) {
            return failed(people, "cannot read " + args[0] + ": " + e.getMessage());
        } catch (MalformedMessageException e) {
            return failed(people, args[0] + ": " + e.getMessage());
        }
    }

    private static int failed(PrintStream people, String message) {
        people.println("mrsigner: " + message);
        return Client.USAGE;
    }
}
