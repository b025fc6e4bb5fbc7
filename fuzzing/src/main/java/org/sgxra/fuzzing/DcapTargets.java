package org.sgxra.fuzzing;

import static org.sgxra.fuzzing.FuzzTarget.require;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.dcap.CertificateExtension;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.sp.pcs.CollateralFolder;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;
import org.sgxra.verifier.dcap.PreparedCollateral;

/** DCAP evidence and collateral: bytes are refused with the exception for that, or what is read fits them. */
final class DcapTargets {
    private static final Instant TIME = Instant.parse("2025-08-30T05:09:06Z");
    private static final int SIGNED = 432;

    private DcapTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                target("certificate", "X.509 certificates of SGX", DcapTargets::certificates, DcapTargets::certificate),
                target(
                        "certificate-extension",
                        "SGX extension of a certificate",
                        DcapTargets::extensions,
                        b -> CertificateExtension.read(b)),
                target("certificate-chain", "chain in PEM", DcapTargets::chains, b -> {
                    int length = PemChain.parse(ByteString.of(b)).size();
                    require(length >= 1 && length <= PemChain.MAX_LENGTH, length + " certificates");
                }),
                target("tcb-info", "TCB info, versions 2 and 3", () -> documents("tcbInfo.json", "report_data"), b -> {
                    TcbInfo info = TcbInfo.parse(b);
                    require(contains(b, info.signedBytes()), "signed is something else than was delivered");
                    require(!info.levels().isEmpty(), "no levels");
                }),
                target("qe-identity", "QE identity", () -> documents("qeIdentity.json", "qeidentity_data"), b -> {
                    QeIdentity identity = QeIdentity.parse(b);
                    require(contains(b, identity.signedBytes()), "signed is something else than was delivered");
                    require(
                            identity.attributes().size() == 16
                                    && identity.attributesMask().size() == 16,
                            "other sizes");
                }),
                target("crl", "revocation list", DcapTargets::revocationLists, b -> {
                    RevocationList list = RevocationList.parse(b);
                    require(list.serialNumbers().stream().allMatch(list::revokes), "an entry is not revoked");
                }),
                target(
                        "collateral",
                        "collateral as one document",
                        DcapTargets::collateralDocuments,
                        Collateral::ofJson),
                verification());
    }

    private static FuzzTarget target(String name, String purpose, FuzzTarget.Seeds seeds, FuzzTarget.Body body) {
        return FuzzTarget.of(name, purpose, seeds, body, DcapFormatException.class);
    }

    private static void certificate(byte[] b) throws DcapFormatException {
        SgxCertificate certificate = SgxCertificate.parse(b);
        require(certificate.encoded().equals(ByteString.of(b)), "a certificate of other bytes");
        require(
                certificate.faultOfCa(0).isPresent()
                        || certificate.faultOfEndEntity().isPresent(),
                "CA and none");
        certificate.pckExtension();
    }

    /** Whatever is changed in what is signed: not verified. */
    private static FuzzTarget verification() {
        byte[] genuine = Recorded.file(Recorded.DCAP + "quote.bin");
        DcapVerifier verifier = DcapVerifier.of(DcapRoot.intel());
        PreparedCollateral[] prepared = new PreparedCollateral[1];
        return FuzzTarget.of("verify-quote", "verification of a DCAP quote", () -> Stream.of(genuine), b -> {
            if (prepared[0] == null) {
                prepared[0] = verifier.prepare(CollateralFolder.read(TestData.path(Recorded.DCAP)));
            }
            if (verifier.verify(ByteString.of(b), prepared[0], TIME).verified()) {
                require(
                        Arrays.equals(b, 0, SIGNED, genuine, 0, SIGNED),
                        "another quote than the genuine one is verified");
            }
        });
    }

    private static boolean contains(byte[] data, ByteString part) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        return text.contains(new String(part.toArray(), StandardCharsets.ISO_8859_1));
    }

    private static Stream<byte[]> certificates() throws DcapFormatException, MalformedMessageException {
        EcdsaQuote quote = EcdsaQuote.parse(Recorded.file(Recorded.DCAP + "quote.bin"));
        return PemChain.parse(quote.authentication().certificationData()).stream()
                .map(certificate -> certificate.encoded().toArray());
    }

    private static Stream<byte[]> extensions() throws DcapFormatException, MalformedMessageException {
        return certificates().flatMap(CertificateExtension::find);
    }

    private static Stream<byte[]> chains() throws MalformedMessageException {
        EcdsaQuote quote = EcdsaQuote.parse(Recorded.file(Recorded.DCAP + "quote.bin"));
        return Stream.of(
                quote.authentication().certificationData().toArray(),
                Recorded.file(Recorded.DCAP + "tcbSignChain.pem"),
                Recorded.file(Recorded.DCAP + "pckCrlIssuerChain.pem"));
    }

    private static Stream<byte[]> documents(String published, String malformed) {
        Stream<byte[]> samples = TestData.list("dcap/_malformed", ".json").stream()
                .filter(file -> file.getFileName().toString().startsWith(malformed))
                .map(TestData::bytes);
        return Stream.concat(Recorded.ofEach("dcap", published), samples);
    }

    private static Stream<byte[]> revocationLists() {
        byte[] der = Recorded.file(Recorded.DCAP + "pckCrl.der");
        return Stream.of(
                der,
                Recorded.file(Recorded.DCAP + "rootCaCrl.der"),
                Recorded.utf8(ByteString.of(der).hex()),
                Recorded.utf8(Pem.encode(Pem.X509_CRL, der)));
    }

    private static Stream<byte[]> collateralDocuments() {
        return Stream.of(
                Recorded.utf8(
                        "{\"tcb_info\":\"{}\",\"tcb_info_issuer_chain\":\"\",\"qe_identity\":\"{}\","
                                + "\"qe_identity_issuer_chain\":\"\",\"root_ca_crl\":\"\",\"pck_crl\":\"\",\"pck_crl_issuer_chain\":\"\"}"));
    }
}
