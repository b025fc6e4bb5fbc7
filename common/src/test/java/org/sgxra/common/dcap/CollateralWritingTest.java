package org.sgxra.common.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;

/** What is written for DCAP is read back as it was meant, and is signed. */
class CollateralWritingTest {
    private static final P256KeyPair KEY = P256.instance().generateKeyPair();
    private static final Instant ISSUED = Instant.parse("2026-01-02T03:04:00Z");
    private static final Instant NEXT = Instant.parse("2026-02-01T03:04:00Z");
    private static final ByteString KEY_ID = bytes("c4d5000102030405060708090a0b0c0d0e0f1011");
    private static final ByteString ISSUER_ID = bytes("00d5000102030405060708090a0b0c0d0e0f1011");

    private static ByteString bytes(String hex) {
        return ByteString.of(java.util.HexFormat.of().parseHex(hex));
    }

    private static TcbLevel level(String components, int pceSvn, TcbStatus status, String... advisories) {
        return new TcbLevel(
                bytes(components + "0".repeat(32 - components.length())),
                pceSvn,
                Optional.empty(),
                Instant.parse("2025-05-14T00:00:00Z"),
                status,
                List.of(advisories));
    }

    private static TcbInfoContent tcbInfo(int version) {
        return new TcbInfoContent(
                Tee.SGX,
                version,
                ISSUED,
                NEXT,
                "00534F465400",
                "0000",
                17,
                List.of(new TcbInfoContent.Component("BIOS", "Early Microcode Update")),
                List.of(),
                List.of(
                        level("0aff", 13, TcbStatus.UP_TO_DATE),
                        level("0aff", 5, TcbStatus.OUT_OF_DATE, "INTEL-SA-00828", "INTEL-SA-00219")));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void writesTcbInfo(int version) throws Exception {
        ByteString text = tcbInfo(version).sign(KEY.privateKey());

        TcbInfo read = TcbInfo.parse(text.toArray());

        assertThat(read.version()).isEqualTo(version);
        assertThat(read.issueDate()).isEqualTo(ISSUED);
        assertThat(read.nextUpdate()).isEqualTo(NEXT);
        assertThat(read.fmspc()).isEqualTo(bytes("00534f465400"));
        assertThat(read.tcbEvaluationDataNumber()).isEqualTo(17);
        assertThat(read.levels().get(0)).isEqualTo(tcbInfo(3).levels().get(0));
        assertThat(read.levels().get(1).pceSvn()).isEqualTo(5);
        assertThat(read.levels().get(1).advisories())
                .isEqualTo(version == 2 ? List.of() : List.of("INTEL-SA-00828", "INTEL-SA-00219"));
        assertThat(P256.instance()
                        .verify(
                                KEY.publicKey(),
                                read.signedBytes(),
                                read.signature().orElseThrow()))
                .isTrue();
    }

    /** The same bytes as in Intel's documents, but for the values. */
    @Test
    void hasTheMembersInIntelsOrder() {
        String v3 = new String(tcbInfo(3).sign(KEY.privateKey()).toArray(), StandardCharsets.UTF_8);

        assertThat(v3)
                .startsWith("{\"tcbInfo\":{\"id\":\"SGX\",\"version\":3,\"issueDate\":\"2026-01-02T03:04:00Z\","
                        + "\"nextUpdate\":\"2026-02-01T03:04:00Z\",\"fmspc\":\"00534F465400\",\"pceId\":\"0000\","
                        + "\"tcbType\":0,\"tcbEvaluationDataNumber\":17,\"tcbLevels\":[{\"tcb\":{\"sgxtcbcomponents\":["
                        + "{\"svn\":10,\"category\":\"BIOS\",\"type\":\"Early Microcode Update\"},{\"svn\":255},"
                        + "{\"svn\":0},")
                .contains("],\"pcesvn\":13},\"tcbDate\":\"2025-05-14T00:00:00Z\",\"tcbStatus\":\"UpToDate\"},{\"tcb\":")
                .containsPattern(
                        "\"tcbStatus\":\"OutOfDate\","
                                + "\"advisoryIDs\":\\[\"INTEL-SA-00828\",\"INTEL-SA-00219\"]}]},\"signature\":\"[0-9a-f]{128}\"}$");
        assertThat(new String(tcbInfo(2).sign(KEY.privateKey()).toArray(), StandardCharsets.UTF_8))
                .startsWith("{\"tcbInfo\":{\"version\":2,\"issueDate\":")
                .contains(
                        "[{\"tcb\":{\"sgxtcbcomp01svn\":10,\"sgxtcbcomp02svn\":255,",
                        "\"sgxtcbcomp16svn\":0,\"pcesvn\":13}")
                .doesNotContain("advisoryIDs");
    }

    @Test
    void writesTcbInfoOfTrustDomains() throws Exception {
        ByteString zeros = ByteString.zeros(48);
        EnclaveTcbLevel module = new EnclaveTcbLevel(
                5, Instant.parse("2025-05-14T00:00:00Z"), TcbStatus.UP_TO_DATE, List.of("INTEL-SA-01099"));
        ByteString none = ByteString.zeros(8);
        ByteString all = bytes("ff".repeat(8));
        TcbLevel sgx = level("0aff", 13, TcbStatus.UP_TO_DATE);
        TcbLevel level = new TcbLevel(
                sgx.components(),
                sgx.pceSvn(),
                Optional.of(bytes("050002" + "0".repeat(26))),
                sgx.tcbDate(),
                sgx.status(),
                sgx.advisories());
        List<TdxModuleIdentity> modules = List.of(
                new TdxModuleIdentity("", zeros, none, all, List.of()),
                new TdxModuleIdentity("TDX_01", zeros, none, all, List.of(module)));
        ByteString text = new TcbInfoContent(
                        Tee.TDX, 3, ISSUED, NEXT, "00534F465400", "0000", 17, List.of(), modules, List.of(level))
                .sign(KEY.privateKey());

        TcbInfo read = TcbInfo.parse(text.toArray());

        assertThat(read.tee()).isEqualTo(Tee.TDX);
        assertThat(read.tdxModule()).contains(modules.get(0));
        assertThat(read.tdxModuleIdentities()).containsExactly(modules.get(1));
        assertThat(read.levels()).containsExactly(level);
        // In the order of Intel's.
        assertThat(new String(text.toArray(), StandardCharsets.UTF_8))
                .startsWith("{\"tcbInfo\":{\"id\":\"TDX\",\"version\":3,")
                .contains(
                        "\"tcbEvaluationDataNumber\":17,\"tdxModule\":{\"mrsigner\":\"" + "0".repeat(96)
                                + "\",\"attributes\":\"0000000000000000\",\"attributesMask\":\"FFFFFFFFFFFFFFFF\"},"
                                + "\"tdxModuleIdentities\":[{\"id\":\"TDX_01\",\"mrsigner\":",
                        "\"tcbLevels\":[{\"tcb\":{\"isvsvn\":5},",
                        "}]}],\"tcbLevels\":[{\"tcb\":{\"sgxtcbcomponents\":[{\"svn\":10}",
                        "\"pcesvn\":13,\"tdxtcbcomponents\":[{\"svn\":5},{\"svn\":0},{\"svn\":2},");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesIdentities(boolean hasAdvisories) throws Exception {
        EnclaveTcbLevel level = new EnclaveTcbLevel(
                6, Instant.parse("2021-11-10T00:00:00Z"), TcbStatus.OUT_OF_DATE, List.of("INTEL-SA-00477"));
        ByteString text = new EnclaveIdentityContent(
                        "QE",
                        ISSUED,
                        NEXT,
                        17,
                        bytes("11" + "0".repeat(30)),
                        bytes("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff"),
                        1,
                        List.of(level),
                        hasAdvisories)
                .sign(KEY.privateKey());

        QeIdentity read = QeIdentity.parse(text.toArray());

        assertThat(new String(text.toArray(), StandardCharsets.UTF_8))
                .startsWith("{\"enclaveIdentity\":{\"id\":\"QE\",\"version\":2,\"issueDate\":\"2026-01-02T03:04:00Z\","
                        + "\"nextUpdate\":\"2026-02-01T03:04:00Z\",\"tcbEvaluationDataNumber\":17,"
                        + "\"miscselect\":\"00000000\",\"miscselectMask\":\"FFFFFFFF\","
                        + "\"attributes\":\"11000000000000000000000000000000\","
                        + "\"attributesMask\":\"FBFFFFFFFFFFFFFF0000000000000000\",\"mrsigner\":\"8C4F57");
        assertThat(read.levels().get(0).isvSvn()).isEqualTo(6);
        assertThat(read.levels().get(0).advisories()).isEqualTo(hasAdvisories ? List.of("INTEL-SA-00477") : List.of());
        assertThat(P256.instance()
                        .verify(
                                KEY.publicKey(),
                                read.signedBytes(),
                                read.signature().orElseThrow()))
                .isTrue();
    }

    @Test
    void writesCertificates() throws Exception {
        PckExtension extension = new PckExtension(
                bytes("d0".repeat(16)),
                bytes("0a02ff" + "0".repeat(24) + "80"),
                0x8001,
                bytes("0a02ff" + "0".repeat(24) + "80"),
                ByteString.zeros(2),
                bytes("00534f465400"),
                1,
                Optional.of(new PckExtension.Platform(bytes("1d".repeat(16)), true, true, false)));

        SgxCertificate certificate = certificate(SgxCertificate.PCK, Optional.empty(), Optional.of(extension));

        assertThat(certificate.pckExtension()).isEqualTo(extension);
        assertThat(certificate.faultOfEndEntity()).isEmpty();
        assertThat(certificate.serialNumber()).isEqualTo(new BigInteger(1, KEY_ID.toArray()));
        assertThat(certificate.notBefore()).isEqualTo(ISSUED);
        assertThat(certificate.notAfter()).isEqualTo(Instant.parse("2049-12-31T23:59:59Z"));
        assertThat(certificate.key()).contains(KEY.publicKey());
        assertThat(P256.instance()
                        .verify(
                                KEY.publicKey(),
                                certificate.signedBytes(),
                                certificate.signature().orElseThrow()))
                .isTrue();
        assertThat(PemChain.parse(ByteString.of(
                        PemChain.write(List.of(certificate, certificate)).getBytes(StandardCharsets.US_ASCII))))
                .containsExactly(certificate, certificate);
    }

    @Test
    void writesCertificatesOfCas() {
        SgxCertificate root = certificate(SgxCertificate.ROOT_CA, Optional.of(1), Optional.empty());
        SgxCertificate ca = certificate(SgxCertificate.PLATFORM_CA, Optional.of(0), Optional.empty());

        assertThat(root.faultOfCa(1)).isEmpty();
        assertThat(ca.faultOfCa(0)).isEmpty();
        assertThat(ca.faultOfCa(1))
                .hasValueSatisfying(fault -> assertThat(fault).contains("path length"));
        assertThat(ca.issuer()).isEqualTo(root.subject());
        assertThat(ca.commonName()).isEqualTo(SgxCertificate.PLATFORM_CA);
    }

    private static SgxCertificate certificate(
            String name, Optional<Integer> pathLength, Optional<PckExtension> extension) {
        return new CertificateContent(
                        name,
                        SgxCertificate.ROOT_CA,
                        new BigInteger(1, KEY_ID.toArray()),
                        ISSUED,
                        Instant.parse("2049-12-31T23:59:59Z"),
                        KEY.publicKey(),
                        KEY_ID,
                        ISSUER_ID,
                        "https://localhost/IntelSGXRootCA.der",
                        pathLength,
                        extension)
                .sign(KEY.privateKey());
    }

    @Test
    void writesRevocationLists() throws Exception {
        BigInteger revoked = new BigInteger(1, KEY_ID.toArray());
        RevocationListContent content = new RevocationListContent(
                SgxCertificate.PLATFORM_CA,
                ISSUER_ID,
                ISSUED,
                NEXT,
                List.of(new RevocationListContent.Entry(revoked, 1)));

        RevocationList read =
                RevocationList.parse(content.sign(KEY.privateKey()).toArray());

        assertThat(read.revokes(revoked)).isTrue();
        assertThat(read.revokes(revoked.add(BigInteger.ONE))).isFalse();
        assertThat(read.thisUpdate()).isEqualTo(ISSUED);
        assertThat(read.nextUpdate()).isEqualTo(NEXT);
        assertThat(read.issuer())
                .isEqualTo(certificate(SgxCertificate.PLATFORM_CA, Optional.of(0), Optional.empty())
                        .subject());
        assertThat(P256.instance()
                        .verify(
                                KEY.publicKey(),
                                read.signedBytes(),
                                read.signature().orElseThrow()))
                .isTrue();
    }

    @Test
    void writesEvaluationNumbers() {
        Instant event = Instant.parse("2025-05-13T00:00:00Z");
        ByteString text = new EvaluationNumbersContent(
                        Tee.TDX,
                        ISSUED,
                        NEXT,
                        List.of(new EvaluationNumbersContent.Entry(19, event, event.plusSeconds(86400))))
                .sign(KEY.privateKey());

        assertThat(new String(text.toArray(), StandardCharsets.UTF_8))
                .startsWith("{\"tcbEvaluationDataNumbers\":{\"id\":\"TDX\",\"version\":1,"
                        + "\"issueDate\":\"2026-01-02T03:04:00Z\",\"nextUpdate\":\"2026-02-01T03:04:00Z\","
                        + "\"tcbEvalNumbers\":[{\"tcbEvaluationDataNumber\":19,"
                        + "\"tcbRecoveryEventDate\":\"2025-05-13T00:00:00Z\",\"tcbDate\":\"2025-05-14T00:00:00Z\"}]},"
                        + "\"signature\":\"");
    }
}
