package org.sgxra.tool.decode;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.ErrorText;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.io.JsonDocument;

/** {@code sgx-ra decode}: says what bytes are and prints their fields. */
public final class DecodeCommand {
    /** Its options. */
    public static final OptionTable TABLE = OptionTable.named("sgx-ra decode")
            .operands("[ FILE ]")
            .purpose(
                    "Says what a file, or standard input, holds, and prints every field with its offset: messages of both"
                            + " systems, quotes and their parts, SIGSTRUCT, platform info blobs, revocation lists, attestation"
                            + " reports; in binary, hexadecimal digits, base64 or JSON. Of a log file such as sp.log it shows all"
                            + " messages.")
            .group("What and how")
            .options(
                    CommandOption.value(
                                    "as",
                                    "KIND",
                                    "take the bytes for this kind, and say what is wrong with them if they"
                                            + " are not")
                            .choices(Arrays.stream(Kind.values())
                                    .map(Kind::option)
                                    .toArray(String[]::new)),
                    CommandOption.flag("json", "print one JSON document"))
            .example("sgx-ra decode sp.log", "every message of a session")
            .example("sgx-ra decode --as=quote quote.hex", "why a file is no quote")
            .exitCode(0, "decoded")
            .exitCode(1, "wrong usage, or the file cannot be read")
            .exitCode(2, "not decodable; the message says what is wrong and where")
            .build();

    private static final int NOT_DECODABLE = 2;

    private DecodeCommand() {}

    /** Runs the command; the result is its exit code. */
    public static int run(GivenOptions options, ProcessStreams streams) throws UsageException {
        if (options.operands().size() > 1) {
            throw new UsageException(
                    "one file at a time, not " + options.operands().size());
        }
        InputFile input = InputFile.of(
                options.operands().isEmpty() ? "-" : options.operands().get(0), streams);
        Optional<Kind> as = kind(options);
        try {
            Decoded decoded = Decoded.of(input.content(), as);
            if (options.has("json")) {
                printJson(input, decoded, streams);
            } else {
                print(input, decoded, streams);
            }
            return 0;
        } catch (NotDecodableException e) {
            streams.stderr().println(ErrorText.of("sgx-ra decode: " + input.name() + ": " + e.getMessage()));
            if (options.has("json")) {
                JsonDocument.print(streams.stdout(), out -> out.member("input", input.name())
                        .member("error", e.getMessage()));
            }
            return NOT_DECODABLE;
        }
    }

    private static Optional<Kind> kind(GivenOptions options) throws UsageException {
        if (!options.has("as")) {
            return Optional.empty();
        }
        Optional<Kind> kind = Kind.named(options.required("as").value());
        if (kind.isEmpty()) {
            List<String> names = Arrays.stream(Kind.values()).map(Kind::option).toList();
            throw options.required("as").fault("is no kind that is known: " + String.join(", ", names));
        }
        return kind;
    }

    private static void print(InputFile input, Decoded decoded, ProcessStreams streams) {
        PrintStream out = streams.stdout();
        out.println(input.name() + ": " + decoded.form());
        StructurePrinter.print(decoded.structures(), out);
        if (!decoded.passedOver().isEmpty()) {
            out.println();
            decoded.passedOver().forEach(line -> out.println("passed over " + line));
        }
    }

    private static void printJson(InputFile input, Decoded decoded, ProcessStreams streams) {
        JsonDocument.print(streams.stdout(), out -> {
            out.member("input", input.name()).member("form", decoded.form());
            StructurePrinter.write(decoded.structures(), out);
            out.member("passedOver", decoded.passedOver());
        });
    }
}
