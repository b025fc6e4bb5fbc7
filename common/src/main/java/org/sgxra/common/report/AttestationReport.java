package org.sgxra.common.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.InvalidReportException.Step;

/**
 * The content of an attestation report, API v2 to v5 (docs/spec/ias-api.md section 5). What is optional is null, or an
 * empty list, when it is absent.
 *
 * @param id decimal number of the report, as written
 * @param timestamp when the service made the report
 * @param version of the API, 3 or more; null in reports of v2, which have no such field
 * @param status what the service says of the quote
 * @param statusText the same in the service's own word
 * @param quoteBody the first 432 bytes of the quote that was sent
 * @param nonce as it was sent with the quote, optional
 * @param epidPseudonym B and K of a linkable quote, 128 bytes, optional
 * @param advisoryUrl where advisories are explained, optional
 * @param advisoryIds advisories that apply to the platform; may be empty
 * @param revocationReason RFC 5280 CRLReason with {@code GROUP_REVOKED}, optional
 * @param pseManifestStatus what the service says of the platform services, optional
 * @param pseManifestHash SHA-256 of the manifest in base 16, optional
 * @param platformInfo the platform info blob with its header, usually 105 bytes, optional; see {@link #platformInfoBlob}
 * @param tcbEvaluationDataNumber which data the platform was measured by, v5, optional
 * @param attestationType {@code EPID}, v5, optional
 * @param docIds documents that say more, v5; may be empty
 */
public record AttestationReport(
        String id,
        Instant timestamp,
        Integer version,
        QuoteStatus status,
        String statusText,
        ByteString quoteBody,
        String nonce,
        ByteString epidPseudonym,
        String advisoryUrl,
        List<String> advisoryIds,
        Integer revocationReason,
        String pseManifestStatus,
        String pseManifestHash,
        ByteString platformInfo,
        Integer tcbEvaluationDataNumber,
        String attestationType,
        List<String> docIds) {
    private static final Pattern TIMESTAMP =
            Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]{1,9}))?");
    private static final int NANO_DIGITS = 9;
    private static final int PSEUDONYM_SIZE = 128;

    public AttestationReport {
        advisoryIds = List.copyOf(advisoryIds);
        docIds = List.copyOf(docIds);
    }

    /** Reads a whole body; unknown fields are ignored. */
    public static AttestationReport parse(byte[] body) throws InvalidReportException {
        ReportFields fields = ReportFields.read(Step.CONTENT, body);
        return from(fields, timestamp(fields));
    }

    /** The content of a body whose fields are known, and its time stamp. */
    static AttestationReport from(ReportFields fields, Instant timestamp) throws InvalidReportException {
        return new AttestationReport(
                fields.text(ReportFields.ID),
                timestamp,
                fields.optionalNumber(ReportFields.VERSION),
                status(fields.text(ReportFields.ISV_ENCLAVE_QUOTE_STATUS)),
                fields.text(ReportFields.ISV_ENCLAVE_QUOTE_STATUS),
                base64(
                        fields,
                        ReportFields.ISV_ENCLAVE_QUOTE_BODY,
                        fields.text(ReportFields.ISV_ENCLAVE_QUOTE_BODY),
                        EpidQuoteBody.SIZE),
                fields.optionalText(ReportFields.NONCE),
                base64(
                        fields,
                        ReportFields.EPID_PSEUDONYM,
                        fields.optionalText(ReportFields.EPID_PSEUDONYM),
                        PSEUDONYM_SIZE),
                fields.optionalText(ReportFields.ADVISORY_URL),
                fields.strings(ReportFields.ADVISORY_IDS),
                fields.optionalNumber(ReportFields.REVOCATION_REASON),
                fields.optionalText(ReportFields.PSE_MANIFEST_STATUS),
                fields.optionalText(ReportFields.PSE_MANIFEST_HASH),
                platformInfo(fields),
                fields.optionalNumber(ReportFields.TCB_EVALUATION_DATA_NUMBER),
                fields.optionalText(ReportFields.ATTESTATION_TYPE),
                fields.strings(ReportFields.DOC_IDS));
    }

    /** The time stamp in those fields. */
    static Instant timestamp(ReportFields fields) throws InvalidReportException {
        String text = fields.text(ReportFields.TIMESTAMP);
        try {
            Matcher digits = TIMESTAMP.matcher(text);
            if (digits.matches()) {
                return LocalDateTime.of(
                                number(digits, 1),
                                number(digits, 2),
                                number(digits, 3),
                                number(digits, 4),
                                number(digits, 5),
                                number(digits, 6),
                                nanoseconds(digits.group(7)))
                        .toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException e) {
            // A month 13 or the like: the same answer as for other text.
        }
        throw fields.fault(ReportFields.TIMESTAMP, "not a time like 2026-11-21T18:56:03.844317");
    }

    private static int number(Matcher digits, int group) {
        return Integer.parseInt(digits.group(group));
    }

    /** @param fraction digits after the point, or null */
    private static int nanoseconds(String fraction) {
        return fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
    }

    private static QuoteStatus status(String text) {
        for (QuoteStatus status : QuoteStatus.values()) {
            if (status.name().equals(text)) {
                return status;
            }
        }
        return QuoteStatus.UNKNOWN;
    }

    private static ByteString base64(ReportFields fields, String name, String text, int size)
            throws InvalidReportException {
        if (text == null) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw fields.fault(name, "not base64");
        }
        if (bytes.length != size) {
            throw fields.fault(name, ByteCount.of(bytes.length) + " instead of " + size);
        }
        return ByteString.of(bytes);
    }

    private static ByteString platformInfo(ReportFields fields) throws InvalidReportException {
        String text = fields.optionalText(ReportFields.PLATFORM_INFO_BLOB);
        try {
            return text == null ? null : ByteString.fromHex(text);
        } catch (HexFormatException e) {
            throw fields.fault(ReportFields.PLATFORM_INFO_BLOB, e.getMessage());
        }
    }

    /**
     * The platform info blob if there is one of the known form, type 21, version 2, size 101. Whether one of another form
     * is present tells {@link #platformInfo}.
     */
    public Optional<PlatformInfoBlob> platformInfoBlob() {
        try {
            return platformInfo == null
                    ? Optional.empty()
                    : Optional.of(PlatformInfoBlob.parseTlv(platformInfo.toArray()));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }
}
