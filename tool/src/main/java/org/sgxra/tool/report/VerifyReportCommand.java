package org.sgxra.tool.report;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.decode.Decoded;
import org.sgxra.tool.decode.Kind;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.decode.Structure;
import org.sgxra.tool.decode.StructurePrinter;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.tool.io.Outcome;
import org.sgxra.verifier.ReportSigningCa;

/** {@code sgx-ra verify-report}: whether a stored attestation report is genuine, and whether it is acceptable. */
public final class VerifyReportCommand {
    /** Its options. */
    public static final OptionTable TABLE = Outcome.exitCodes(OptionTable.named("sgx-ra verify-report")
                    .purpose(
                            "Verifies an attestation report of any age under Intel's CA, or another one, at the time of the"
                                    + " report, and prints it. Genuine and acceptable are different things: without --max-age,"
                                    + " acceptable is a genuine report with the status OK.")
                    .group("The report")
                    .options(
                            CommandOption.value("body", "FILE", "the report, exactly as it came; required"),
                            CommandOption.value(
                                    "signature", "FILE", "X-IASReport-Signature: the signature in base64; required"),
                            CommandOption.value(
                                    "chain",
                                    "FILE",
                                    "X-IASReport-Signing-Certificate: certificates, PEM or percent-encoded; required"))
                    .group("What is expected")
                    .options(
                            CommandOption.value("ca", "FILE", "another CA, PEM").standard("Intel's"),
                            CommandOption.value("max-age", "SECONDS", "how old an acceptable report may be")
                                    .standard("any age"))
                    .group("Output")
                    .options(CommandOption.flag("json", "print one JSON document"))
                    .example(
                            "sgx-ra verify-report --body=body.json --signature=signature.b64 --chain=chain.pem",
                            "the last line says genuine or not, acceptable or not, and why"))
            .build();

    private VerifyReportCommand() {}

    /** Runs the command; the result is its exit code. */
    public static int run(GivenOptions options, ProcessStreams streams) throws UsageException {
        if (!options.operands().isEmpty()) {
            throw new UsageException(options.operands().get(0) + " is no option");
        }
        ByteString body = file(options, "body", streams);
        String signature = text(file(options, "signature", streams));
        String chain = text(file(options, "chain", streams));
        Optional<Duration> maxAge = options.has("max-age")
                ? Optional.of(options.required("max-age").seconds(Integer.MAX_VALUE))
                : Optional.empty();
        ReportAppraisal appraisal = new ReportAppraisal(ca(options, streams), maxAge, Instant.now());
        ReportAppraisal.Result result = appraisal.appraise(body, signature, chain);
        print(options, streams.stdout(), result, body);
        return result.outcome().conclusion().exitCode();
    }

    private static ByteString file(GivenOptions options, String option, ProcessStreams streams) throws UsageException {
        return InputFile.of(options.required(option).value(), streams).content();
    }

    private static String text(ByteString content) {
        return new String(content.toArray(), StandardCharsets.ISO_8859_1);
    }

    private static ReportSigningCa ca(GivenOptions options, ProcessStreams streams) throws UsageException {
        if (!options.has("ca")) {
            return ReportSigningCa.intel();
        }
        try {
            return ReportSigningCa.fromPem(text(file(options, "ca", streams)));
        } catch (CertificateException e) {
            throw new UsageException(options.required("ca").value() + ": " + e.getMessage(), e);
        }
    }

    /** What is not genuine is not shown: whoever reads it might believe it. */
    private static void print(GivenOptions options, PrintStream out, ReportAppraisal.Result result, ByteString body) {
        List<Structure> structures =
                result.outcome().conclusion() == Outcome.Conclusion.NOT_GENUINE ? List.of() : decode(body);
        List<String> advice = result.report().map(VerifyReportCommand::advice).orElse(List.of());
        if (options.has("json")) {
            JsonDocument.print(out, document -> {
                result.outcome().write(document);
                document.member("advice", advice);
                StructurePrinter.write(structures, document);
            });
            return;
        }
        StructurePrinter.print(structures, out);
        out.println();
        advice.forEach(out::println);
        out.println(result.outcome());
    }

    private static List<Structure> decode(ByteString body) {
        try {
            return Decoded.of(body, Optional.of(Kind.JSON)).structures();
        } catch (NotDecodableException e) {
            return List.of();
        }
    }

    private static List<String> advice(AttestationReport report) {
        return report.platformInfoBlob().map(PlatformInfoBlob::flags).stream()
                .flatMap(flags -> flags.stream().sorted())
                .map((PlatformFlag flag) -> flag.name() + ": " + flag.remedy())
                .toList();
    }
}
