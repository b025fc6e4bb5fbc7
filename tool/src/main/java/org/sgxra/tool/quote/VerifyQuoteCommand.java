package org.sgxra.tool.quote;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.QuoteFields;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.decode.Decoded;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.decode.Structure;
import org.sgxra.tool.decode.StructurePrinter;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.tool.io.Outcome;

/** {@code sgx-ra verify-quote}: prints an EPID quote, and whether a member of the group signed it. */
public final class VerifyQuoteCommand {
    /** Its options. */
    public static final OptionTable TABLE = Outcome.exitCodes(OptionTable.named("sgx-ra verify-quote")
                    .purpose(
                            "Prints an EPID quote, decrypts its signature, and verifies it with the public key of its group."
                                    + " Without --epid-group and --qsdk-key nothing can be verified: the quote is printed, and"
                                    + " counts as not genuine. Files are binary, hexadecimal digits or base64; the quote may also"
                                    + " be the JSON that is posted to the attestation service, and the private key PEM.")
                    .group("The quote")
                    .options(CommandOption.value("quote", "FILE", "the quote; required"))
                    .group("What it is verified with")
                    .options(
                            CommandOption.value(
                                    "epid-group", "FILE", "public key of the group, 260 bytes: gid, h1, h2, w"),
                            CommandOption.value(
                                    "qsdk-key",
                                    "FILE",
                                    "RSA private key (PKCS #8) that signatures of quotes are encrypted for"),
                            CommandOption.value("sig-rl", "FILE", "signature revocation list, as in msg2"),
                            CommandOption.value(
                                    "priv-rl",
                                    "FILE",
                                    "key revocation list: gid 4, version 4, number 4, keys of 32 bytes"),
                            CommandOption.value(
                                    "group-rl", "FILE", "group revocation list: version 4, number 4, gids of 4 bytes"))
                    .group("Output")
                    .options(CommandOption.flag("json", "print one JSON document"))
                    .example(
                            "sgx-ra verify-quote --quote=quote.hex --epid-group=group.hex --qsdk-key=qsdk.pem",
                            "the last line says genuine or not, acceptable or not, and why"))
            .build();

    private VerifyQuoteCommand() {}

    /** Runs the command; the result is its exit code. */
    public static int run(GivenOptions options, ProcessStreams streams) throws UsageException {
        if (!options.operands().isEmpty()) {
            throw new UsageException(options.operands().get(0) + " is no option");
        }
        QuoteVerification verification = QuoteVerification.of(options, streams);
        InputFile input = InputFile.of(options.required("quote").value(), streams);
        List<Structure> structures = new ArrayList<>();
        Outcome outcome;
        try {
            EpidQuote quote = quote(input.content(), structures);
            outcome = verification.verify(quote);
            Optional<ByteString> signature = verification.decrypt(quote);
            if (signature.isPresent()) {
                structures.add(new Structure(
                        "EPID signature", "decrypted", java.util.Map.of(), QuoteFields.epidSignature(signature.get())));
            }
        } catch (NotDecodableException | MalformedMessageException e) {
            outcome = Outcome.notGenuine(input.name() + ": " + e.getMessage());
        }
        print(options, streams.stdout(), outcome, structures);
        return outcome.verdict().exitCode();
    }

    /** The one quote in a file; what is around it is shown too. */
    private static EpidQuote quote(ByteString content, List<Structure> structures)
            throws NotDecodableException, MalformedMessageException {
        structures.addAll(Decoded.of(content, Optional.empty()).structures());
        List<Structure> quotes = structures.stream()
                .filter(structure -> structure.fields().has("quote.signature"))
                .toList();
        if (quotes.size() != 1) {
            throw new NotDecodableException(
                    quotes.isEmpty()
                            ? "there is no quote in it, but "
                                    + structures.get(0).kind()
                            : "there are " + quotes.size() + " quotes in it");
        }
        return EpidQuote.parse(quotes.get(0).fields().bytes("quote").toArray());
    }

    private static void print(GivenOptions options, PrintStream out, Outcome outcome, List<Structure> structures) {
        if (options.has("json")) {
            JsonDocument.print(out, document -> {
                outcome.write(document);
                StructurePrinter.write(structures, document);
            });
        } else {
            StructurePrinter.print(structures, out);
            out.println();
            out.println(outcome);
        }
    }
}
