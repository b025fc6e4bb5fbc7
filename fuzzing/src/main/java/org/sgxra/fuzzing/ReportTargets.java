package org.sgxra.fuzzing;

import static org.sgxra.fuzzing.FuzzTarget.require;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.common.report.InvalidEvidenceException;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SignedReport;
import org.sgxra.common.report.SigningChain;
import org.sgxra.common.report.UnverifiedBody;
import org.sgxra.testdata.TestData;
import org.sgxra.tool.archive.ChainForm;
import org.sgxra.tool.archive.ReportForm;
import org.sgxra.tool.archive.SignatureForm;
import org.sgxra.tool.archive.StorageChange;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** Reports of the attestation service, as they come and in all the forms in which people keep them. */
final class ReportTargets {
    private static final String REPORTS = "ias/reports";

    private ReportTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of(
                        "ias-report",
                        "attestation report",
                        ReportTargets::bodies,
                        b -> {
                            AttestationReport report = AttestationReport.parse(b);
                            require(
                                    report.timestamp()
                                            .equals(UnverifiedBody.read(b).timestamp()),
                                    "two times");
                            report.platformInfoBlob();
                        },
                        InvalidReportException.class),
                FuzzTarget.of(
                        "ias-headers",
                        "signature and chain of a report",
                        ReportTargets::headers,
                        ReportTargets::headers,
                        InvalidReportException.class),
                FuzzTarget.of(
                        "ias-chain",
                        "signing chain in PEM",
                        () -> Stream.of(Recorded.file("ias/chain.pem")),
                        b -> {
                            SigningChain chain = SigningChain.fromPem(new String(b, StandardCharsets.ISO_8859_1));
                            chain.requireSigningLeaf();
                            chain.requireNoOtherPurpose(chain.certificates());
                        },
                        InvalidReportException.class),
                FuzzTarget.of(
                        "report-signing-ca",
                        "file of a CA that signs reports",
                        () -> Stream.of(
                                Recorded.file("ias/AttestationReportSigningCACert.pem"),
                                Recorded.file("hex/report_ca.pem")),
                        b -> ReportSigningCa.fromPem(new String(b, StandardCharsets.ISO_8859_1)),
                        CertificateException.class),
                FuzzTarget.of(
                        "ias-evidence",
                        "what is posted to the attestation service",
                        ReportTargets::evidence,
                        b -> {
                            EvidencePayload payload = EvidencePayload.parse(b);
                            EvidencePayload again =
                                    EvidencePayload.parse(payload.toJson().getBytes(StandardCharsets.UTF_8));
                            require(again.equals(payload), "is written otherwise than it was read");
                        },
                        InvalidEvidenceException.class),
                FuzzTarget.of(
                        "report-forms",
                        "a stored report in any form",
                        ReportTargets::stored,
                        b -> {
                            require(!ReportForm.decode(ByteString.of(b)).body().isEmpty(), "an empty report");
                        },
                        NotDecodableException.class),
                FuzzTarget.of(
                        "chain-forms",
                        "a stored chain in any form",
                        ReportTargets::chains,
                        b -> ChainForm.decode(ByteString.of(b)),
                        NotDecodableException.class),
                FuzzTarget.of(
                        "signature-forms",
                        "a stored signature in any form",
                        ReportTargets::signatures,
                        b -> SignatureForm.decode(ByteString.of(b)),
                        NotDecodableException.class),
                FuzzTarget.of("storage-changes", "undoing what storing did to a report", ReportTargets::bodies, b -> {
                    ByteString stored = ByteString.of(b);
                    StorageChange.seen(stored);
                    require(StorageChange.undo(stored, body -> false).isEmpty(), "undone to what is not genuine");
                }),
                verification());
    }

    /** Whatever is changed in a report: not believed. */
    private static FuzzTarget verification() {
        ReportVerifier verifier = new ReportVerifier(ReportSigningCa.intel(), null);
        String signature = new String(first("signature.b64"), StandardCharsets.US_ASCII);
        String chain = TestData.text("ias/chain.pem");
        byte[] genuine = first("body.json");
        return FuzzTarget.of(
                "verify-report",
                "verification of a report",
                () -> Stream.of(genuine),
                b -> {
                    verifier.verify(SignedReport.fromArchive(b, signature, chain));
                    require(
                            ByteString.of(b).equals(ByteString.of(genuine)),
                            "another report than the genuine one is believed");
                },
                InvalidReportException.class);
    }

    private static byte[] first(String file) {
        return Recorded.ofEach(REPORTS, file).findFirst().orElseThrow();
    }

    private static Stream<byte[]> bodies() {
        return Recorded.ofEach(REPORTS, "body.json");
    }

    private static Stream<byte[]> signatures() {
        return Recorded.ofEach(REPORTS, "signature.b64");
    }

    private static Stream<byte[]> chains() {
        return Stream.of(
                Recorded.file("ias/chain.pem"), Recorded.file("ias/X-IASReport-Signing-Certificate.urlencoded.txt"));
    }

    /** The signature, a line feed, the chain. */
    private static Stream<byte[]> headers() {
        return signatures()
                .map(signature -> Recorded.concat(
                        Recorded.utf8(new String(signature, StandardCharsets.US_ASCII).strip() + "\n"),
                        Recorded.file("ias/X-IASReport-Signing-Certificate.urlencoded.txt")));
    }

    private static void headers(byte[] b) throws InvalidReportException {
        String[] lines = new String(b, StandardCharsets.ISO_8859_1).split("\n", 2);
        SignedReport report =
                SignedReport.fromAnswer(first("body.json"), lines[0], lines.length > 1 ? lines[1].strip() : null);
        report.chain().signed(report.body().toArray(), report.signature());
    }

    private static Stream<byte[]> evidence() {
        byte[] quote = Recorded.epidQuotes().findFirst().orElseThrow();
        return Stream.of(
                Recorded.utf8(
                        new EvidencePayload(ByteString.of(quote), Optional.empty(), Optional.of("0123")).toJson()),
                Recorded.utf8(
                        new EvidencePayload(ByteString.of(quote), Optional.of(ByteString.zeros(256)), Optional.empty())
                                .toJson()));
    }

    private static Stream<byte[]> stored() {
        byte[] body = first("body.json");
        String signature = new String(first("signature.b64"), StandardCharsets.US_ASCII).strip();
        String header = TestData.text("ias/X-IASReport-Signing-Certificate.urlencoded.txt")
                .strip();
        byte[] answer = Recorded.concat(
                Recorded.utf8("HTTP/1.1 200 OK\r\nX-IASReport-Signature: " + signature
                        + "\r\nX-IASReport-Signing-Certificate: " + header + "\r\n\r\n"),
                body);
        String text = new String(body, StandardCharsets.UTF_8).replace("\"", "\\\"");
        byte[] envelope =
                Recorded.utf8("{\"report\":\"" + text + "\",\"signature\":\"" + signature + "\",\"cert\":[1,2]}");
        Stream<byte[]> certificates = TestData.list("ias/ratls", "").stream().map(TestData::bytes);
        return Stream.concat(
                Stream.of(
                        body,
                        answer,
                        envelope,
                        Recorded.utf8(ByteString.of(body).hex())),
                certificates);
    }
}
