package org.sgxra.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.SigStruct;

/** The command {@code mrsigner CSSFILE}: MRSIGNER of a SIGSTRUCT dump, 64 hexadecimal digits (docs/spec/cli.md). */
public final class MrSigner {
    private MrSigner() {
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        if (args.length != 1 || args[0].startsWith("-")) {
            System.err.println("usage: mrsigner CSSFILE");
            return Client.USAGE;
        }
        try {
            System.out.println(SigStruct.parse(Files.readAllBytes(Path.of(args[0]))).mrSigner());
            return 0;
        } catch (NoSuchFileException e) {
            return failed("no such file: " + args[0]);
        } catch (IOException e) {
            return failed("cannot read " + args[0] + ": " + e.getMessage());
        } catch (MalformedMessageException e) {
            return failed(args[0] + ": " + e.getMessage());
        }
    }

    private static int failed(String message) {
        System.err.println("mrsigner: " + message);
        return Client.USAGE;
    }
}
