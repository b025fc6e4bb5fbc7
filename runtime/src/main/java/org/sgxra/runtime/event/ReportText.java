package org.sgxra.runtime.event;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.AttestationReport;

/** The fields of an attestation report as text, by the names that they have in it; empty where the report has none. */
public final class ReportText {
    /** As in the report: always six digits, no zone. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ReportText() {}

    /** Those that every report has. */
    public static List<Map.Entry<String, String>> required(AttestationReport report) {
        return List.of(
                field("version", report.version()),
                field("id", report.id()),
                field("timestamp", TIMESTAMP.format(report.timestamp())),
                field("isvEnclaveQuoteStatus", report.statusText()),
                field("isvEnclaveQuoteBody", base64(report.quoteBody())));
    }

    /** Those that depend on the platform, the request and the version. */
    public static List<Map.Entry<String, String>> optional(AttestationReport report) {
        return List.of(
                field("platformInfoBlob", report.platformInfo()),
                field("revocationReason", report.revocationReason()),
                field("pseManifestStatus", report.pseManifestStatus()),
                field("pseManifestHash", report.pseManifestHash()),
                field("nonce", report.nonce()),
                field("epidPseudonym", report.epidPseudonym() == null ? null : base64(report.epidPseudonym())),
                field("advisoryURL", report.advisoryUrl()),
                field("advisoryIDs", String.join(",", report.advisoryIds())),
                field("tcbEvaluationDataNumber", report.tcbEvaluationDataNumber()));
    }

    private static Map.Entry<String, String> field(String name, Object value) {
        return Map.entry(name, value == null ? "" : value.toString());
    }

    private static String base64(ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
