package org.sgxra.tool.report;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.archive.StoredReport;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.tool.io.Outcome;
import org.sgxra.verifier.ReportSigningCa;

/** {@code sgx-ra verify-report}: whether stored attestation reports are genuine, and whether they are acceptable. */
public final class VerifyReportCommand {
    /** Its options. */
    public static final OptionTable TABLE = Outcome.exitCodes(ReportExpectation.extend(OptionTable.named(
                            "sgx-ra verify-report")
                    .operands("[ FILE | DIR ]...")
                    .purpose(
                            "Verifies an attestation report of any age under Intel's CA, or another one, at the time of the"
                                    + " report, and prints it. Genuine and acceptable are different things: without"
                                    + " options, acceptable is a genuine report with the status OK. Parts may be in any"
                                    + " form that people keep them in: the signature in base64, hexadecimal digits or"
                                    + " binary, certificates as PEM, DER, percent- or form-encoded, either as the header"
                                    + " line. A FILE may hold all of it: an answer with its headers, a JSON document with"
                                    + " members for body, signature and certificates, or an X.509 certificate with the"
                                    + " report in an extension (RA-TLS). Of several files, or a folder, a line each is"
                                    + " printed, and a summary.")
                    .group("The report")
                    .options(
                            CommandOption.value(
                                    "body", "FILE", "the report, exactly as it came; required without operands"),
                            CommandOption.value(
                                    "signature",
                                    "FILE",
                                    "X-IASReport-Signature; required if the body's file does not have it"),
                            CommandOption.value("chain", "FILE", "X-IASReport-Signing-Certificate: certificates")
                                    .standard("in the body's file, or else Intel's"),
                            CommandOption.value("ca", "FILE", "another CA, PEM").standard("Intel's"),
                            CommandOption.flag(
                                    "repair",
                                    "judge a report that was altered in storage (a line end, CR LF, white space,"
                                            + " escapes, order of members) as it was before"))))
            .group("Output")
            .options(CommandOption.flag("json", "print one JSON document"))
            .example(
                    "sgx-ra verify-report --body=body.json --signature=signature.b64 --chain=chain.pem",
                    "the last line says genuine or not, acceptable or not, and why")
            .example("sgx-ra verify-report --policy=policy/policy archive/", "a line for each report in a folder")
            .build();

    private VerifyReportCommand() {}

    /** Reads and judges a report. */
    interface Reader {
        ReportText judge(ReportSource source) throws UsageException;
    }

    /** Runs the command; the result is its exit code. */
    public static int run(GivenOptions options, ProcessStreams streams) throws UsageException {
        List<String> operands = options.operands();
        if (options.has("body") && !operands.isEmpty()) {
            throw new UsageException(operands.get(0) + " is no option; --body names the one report");
        }
        if (operands.isEmpty()) {
            options.required("body");
        }
        ReportExpectation wanted = ReportExpectation.of(options, Instant.now());
        ReportAppraisal appraisal = new ReportAppraisal(ca(options, streams), wanted, options.has("repair"));
        List<ReportSource> sources = operands.isEmpty() ? List.of(parts(options)) : ReportSource.of(operands);
        Reader reader = source -> judge(source, appraisal, streams);
        if (sources.size() == 1 && operands.size() <= 1) {
            ReportSource source = withParts(sources.get(0), options);
            return print(reader.judge(source), options, streams);
        }
        if (options.has("signature") || options.has("chain")) {
            throw new UsageException("--signature and --chain are for one report, not for " + sources.size());
        }
        return new ReportBatch().run(sources, reader, options.has("json"), streams);
    }

    private static ReportSource parts(GivenOptions options) throws UsageException {
        String body = options.required("body").value();
        return new ReportSource(body, body, Optional.empty(), Optional.empty(), true);
    }

    private static ReportSource withParts(ReportSource source, GivenOptions options) {
        return new ReportSource(
                source.name(),
                source.body(),
                options.get("signature").map(OptionValue::value).or(source::signature),
                options.get("chain").map(OptionValue::value).or(source::chain),
                true);
    }

    private static ReportText judge(ReportSource source, ReportAppraisal appraisal, ProcessStreams streams)
            throws UsageException {
        Optional<StoredReport> stored = Optional.empty();
        try {
            stored = Optional.of(source.read(streams));
            return new ReportText(appraisal.appraise(stored.get()), stored);
        } catch (NotDecodableException e) {
            ByteString body = stored.map(StoredReport::body).orElse(ByteString.EMPTY);
            return new ReportText(ReportAppraisal.Result.notGenuine(e.getMessage(), body), stored);
        }
    }

    private static int print(ReportText text, GivenOptions options, ProcessStreams streams) {
        if (options.has("json")) {
            JsonDocument.print(streams.stdout(), text::write);
        } else {
            text.print(streams.stdout());
        }
        return text.result().outcome().conclusion().exitCode();
    }

    private static ReportSigningCa ca(GivenOptions options, ProcessStreams streams) throws UsageException {
        if (!options.has("ca")) {
            return ReportSigningCa.intel();
        }
        OptionValue file = options.required("ca");
        try {
            ByteString content = InputFile.of(file.value(), streams).content();
            return ReportSigningCa.fromPem(new String(content.toArray(), StandardCharsets.ISO_8859_1));
        } catch (CertificateException e) {
            throw new UsageException(file.value() + ": " + e.getMessage(), e);
        }
    }
}
