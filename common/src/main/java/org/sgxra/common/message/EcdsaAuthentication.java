package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/**
 * What stands after the signed part of a DCAP quote and its length (docs/spec/dcap.md sections 1 and 12). Offsets in bytes from the
 * start of the signature in version 3; versions 4 and 5 put what follows the attestation key into certification data of type 6
 * (type u16, length u32 before it).
 *
 * @param signature of the attestation key over the signed part at 0, 64 bytes r, s
 * @param attestationKey at 64, 64 bytes x, y; not known to be a point of the curve
 * @param qeReport report body of the quoting enclave at 128, 384 bytes
 * @param qeReportSignature of the PCK over {@code qeReport} at 512, 64 bytes r, s
 * @param qeAuthData of any length up to 65535; its length is the u16 at 576
 * @param certificationType u16: 1 to 3 PPID, 4 PCK certificate, 5 PCK certificate chain in PEM
 * @param certificationData of the length that the u32 before it says
 */
public record EcdsaAuthentication(
        ByteString signature,
        ByteString attestationKey,
        ByteString qeReport,
        ByteString qeReportSignature,
        ByteString qeAuthData,
        int certificationType,
        ByteString certificationData) {
    /** Certification data that is a PCK certificate chain in PEM. */
    public static final int PCK_CHAIN = 5;
    /** Certification data that holds QE report, its signature and more certification data. */
    public static final int QE_REPORT = 6;

    public EcdsaAuthentication {
        Sizes.require("signature", signature, 64);
        Sizes.require("attestation_key", attestationKey, 64);
        Sizes.require("qe_report", qeReport, ReportBody.SIZE);
        Sizes.require("qe_report_signature", qeReportSignature, 64);
    }

    /** Reads all that is left. */
    static EcdsaAuthentication read(FieldReader in, int version) throws MalformedMessageException {
        ByteString signature = in.bytes("signature", 64);
        ByteString attestationKey = in.bytes("attestation_key", 64);
        if (version > 3) {
            int at = in.offset();
            int type = in.u16("certification_data_type");
            if (type != QE_REPORT) {
                throw in.fault("certification_data_type", at, "is " + type + "; version " + version + " has 6 here");
            }
            requireRest(in, "QE report certification data");
        }
        ByteString qeReport = in.bytes("qe_report", ReportBody.SIZE);
        ByteString qeReportSignature = in.bytes("qe_report_signature", 64);
        ByteString qeAuthData = in.bytes("qe_auth_data", in.u16("qe_auth_data_size"));
        int certificationType = in.u16("certification_data_type");
        requireRest(in, "certification data");
        return new EcdsaAuthentication(
                signature, attestationKey, qeReport, qeReportSignature, qeAuthData, certificationType, in.rest());
    }

    /** Reads a length, u32, that must be that of all that is left. */
    private static void requireRest(FieldReader in, String what) throws MalformedMessageException {
        int at = in.offset();
        int length = in.u32("certification_data_size");
        if (length != in.remaining()) {
            throw in.fault(
                    "certification_data_size",
                    at,
                    "announces " + ByteCount.ofUnsigned(length) + " of " + what + ", " + in.remaining() + " follow");
        }
    }

    /** The bytes as a quote of the version has them. */
    ByteString encode(int version) {
        ByteString certified = new FieldWriter()
                .bytes(qeReport)
                .bytes(qeReportSignature)
                .u16(qeAuthData.size())
                .bytes(qeAuthData)
                .u16(certificationType)
                .u32(certificationData.size())
                .bytes(certificationData)
                .toByteString();
        FieldWriter out = new FieldWriter().bytes(signature).bytes(attestationKey);
        if (version > 3) {
            out.u16(QE_REPORT).u32(certified.size());
        }
        return out.bytes(certified).toByteString();
    }

    /** What the quoting enclave states of itself. */
    public ReportBody qeReportBody() {
        return ReportBody.ofSigned(qeReport);
    }
}
