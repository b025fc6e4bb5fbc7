package org.sgxra.tool.quote;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.QuoteFields;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.decode.Decoded;
import org.sgxra.tool.decode.Kind;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.decode.QuoteBytes;
import org.sgxra.tool.decode.Structure;
import org.sgxra.tool.decode.StructurePrinter;
import org.sgxra.tool.io.CheckText;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.tool.io.Outcome;

/** {@code sgx-ra verify-quote}: prints a quote, EPID or DCAP, and whether it is genuine and acceptable. */
public final class VerifyQuoteCommand {
    /** Its options. */
    public static final OptionTable TABLE = QuotePolicy.extend(
                    EpidAppraisal.extend(DcapAppraisal.extend(OptionTable.named("sgx-ra verify-quote")
                            .purpose(
                                    "Prints a quote and verifies it: a DCAP quote with stored collateral, an EPID quote with the"
                                            + " public key of its group. No network is used. Where collateral is missing, it says"
                                            + " what to fetch and from where; sgx-ra collateral fetch does that. Genuine and"
                                            + " acceptable are different things: without options, acceptable is a genuine quote"
                                            + " of an enclave without debugger on a platform that is UpToDate. The quote is binary,"
                                            + " hexadecimal digits, base64, a list of bytes as in C, or the JSON that client -q"
                                            + " prints. Of its first 432 bytes, or an attestation report, which has these, the"
                                            + " fields are printed. Keys and lists may be the like, the private key PEM.")
                            .group("The quote")
                            .options(CommandOption.value("quote", "FILE", "the quote; required")))))
            .group("Output")
            .options(CommandOption.flag("json", "print one JSON document"))
            .example(
                    "sgx-ra verify-quote --quote=quote.bin --collateral=collateral --verify-at=2025-06-15T01:27:46Z",
                    "every field, every check, the TCB level; the last line is the verdict")
            .example(
                    "sgx-ra verify-quote --quote=quote.hex --epid-group=group.hex --qsdk-key=qsdk.pem",
                    "the same for an EPID quote")
            .exitCode(0, "genuine and acceptable")
            .exitCode(1, "wrong usage, or a file cannot be read")
            .exitCode(
                    2, "not genuine; or collateral expired, missing or wrong; or the platform revoked or not supported")
            .exitCode(4, "genuine but not acceptable; or an EPID quote without the key of its group")
            .build();

    private VerifyQuoteCommand() {}

    /** Runs the command; the result is its exit code. */
    public static int run(GivenOptions options, ProcessStreams streams) throws UsageException {
        if (!options.operands().isEmpty()) {
            throw new UsageException(options.operands().get(0) + " is no option");
        }
        QuotePolicy policy = QuotePolicy.of(options);
        EpidAppraisal epid = EpidAppraisal.of(options, streams);
        InputFile input = InputFile.of(options.required("quote").value(), streams);
        Optional<QuoteBody> body = QuoteBody.of(input.content());
        if (body.isPresent()) {
            EpidAppraisal.Finding found = new EpidAppraisal.Finding(body.get().outcome(), List.of());
            print(options, streams.stdout(), found, body.get().structures());
            return found.outcome().conclusion().exitCode();
        }
        Optional<ByteString> dcap = QuoteBytes.of(input.content()).filter(EcdsaQuote::isMeant);
        return dcap.isPresent()
                ? runDcap(dcap.get(), options, policy, streams.stdout())
                : runEpid(input, options, policy, epid, streams.stdout());
    }

    private static int runDcap(ByteString quote, GivenOptions options, QuotePolicy policy, PrintStream out)
            throws UsageException {
        DcapAppraisal appraisal = DcapAppraisal.of(quote, options, policy);
        DcapAppraisalText text = new DcapAppraisalText(appraisal);
        List<Structure> structures = structures(quote);
        if (options.has("json")) {
            JsonDocument.print(out, document -> {
                text.write(document);
                StructurePrinter.write(structures, document);
            });
        } else {
            StructurePrinter.print(structures, out);
            text.print(out);
        }
        return appraisal.outcome().conclusion().exitCode();
    }

    /** None if the quote is malformed; then its verification says why. */
    private static List<Structure> structures(ByteString quote) {
        try {
            return Decoded.of(quote, Optional.of(Kind.DCAP_QUOTE)).structures();
        } catch (NotDecodableException e) {
            return List.of();
        }
    }

    private static int runEpid(
            InputFile input, GivenOptions options, QuotePolicy policy, EpidAppraisal epid, PrintStream out) {
        List<Structure> structures = new ArrayList<>();
        EpidAppraisal.Finding found;
        try {
            EpidQuote quote = quote(input.content(), structures);
            found = epid.verify(quote, policy);
            Optional<ByteString> signature = epid.decrypt(quote);
            if (signature.isPresent()) {
                structures.add(new Structure(
                        "EPID signature", "decrypted", Map.of(), QuoteFields.epidSignature(signature.get())));
            }
        } catch (NotDecodableException | MalformedMessageException e) {
            found = new EpidAppraisal.Finding(Outcome.notGenuine(input.name() + ": " + e.getMessage()), List.of());
        }
        print(options, out, found, structures);
        return found.outcome().conclusion().exitCode();
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

    private static void print(
            GivenOptions options, PrintStream out, EpidAppraisal.Finding found, List<Structure> structures) {
        Outcome outcome = found.outcome();
        if (options.has("json")) {
            JsonDocument.print(out, document -> {
                document.member("kind", "EPID")
                        .member("verified", outcome.genuine())
                        .member("acceptable", outcome.isAcceptable());
                outcome.write(document);
                CheckText.write(found.checks(), document);
                StructurePrinter.write(structures, document);
            });
        } else {
            StructurePrinter.print(structures, out);
            if (!found.checks().isEmpty()) {
                CheckText.print(found.checks(), out);
            }
            out.println();
            out.println(outcome);
        }
    }
}
