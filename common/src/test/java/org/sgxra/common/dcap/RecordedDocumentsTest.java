package org.sgxra.common.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.testdata.TestData;

/** Every recorded document, list and certificate is read; every malformed one is refused. */
class RecordedDocumentsTest {
    /** Documents of _malformed that are well-formed, and what of them has to be seen before they are refused. */
    private static final Set<String> WELL_FORMED = Set.of(
            "qeidentity_data_v2_qe_identity_ok.json",
            "qeidentity_data_v2_qe_identity_with_advisoryids.json",
            "qeidentity_data_v2_qve_identity_ok.json",
            "report_data_v2_tcbInfo_with_pceid.json",
            "report_data_v3_tcbinfo_sgx.json",
            "report_data_v3_tcbinfo_tdx.json");

    static List<Path> malformed() {
        return TestData.list("dcap/_malformed", ".json");
    }

    static List<Path> cases() {
        return TestData.list("dcap", "").stream()
                .filter(folder -> Files.exists(folder.resolve("tcbInfo.json")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesMalformedDocuments(Path file) {
        assertWellFormed(
                file,
                TestData.bytes(file),
                WELL_FORMED.contains(file.getFileName().toString()));
    }

    /** Many of these samples lack pceId, which would hide what else is wrong with them. */
    @ParameterizedTest
    @MethodSource("malformed")
    void refusesThemForMoreThanAMissingPceId(Path file) {
        String name = file.getFileName().toString();
        String text = new String(TestData.bytes(file), StandardCharsets.UTF_8);
        if (name.startsWith("report_data_v2") && !text.contains("pceId")) {
            byte[] whole = text.replaceFirst("\"tcbType\"", "\"pceId\":\"0000\",\"tcbType\"")
                    .getBytes(StandardCharsets.UTF_8);
            assertWellFormed(
                    file,
                    whole,
                    Set.of("report_data_v2_tcbInfo.json", "report_data_v2_tcbInfoAdvisoryIds.json")
                            .contains(name));
        }
    }

    private static void assertWellFormed(Path file, byte[] bytes, boolean expected) {
        boolean isIdentity = file.getFileName().toString().startsWith("qe");
        boolean[] signed = new boolean[1];
        DcapFormatException fault = catchThrowableOfType(DcapFormatException.class, () -> {
            signed[0] = isIdentity
                    ? QeIdentity.parse(bytes).signature().isPresent()
                    : TcbInfo.parse(bytes).signature().isPresent();
        });
        assertThat(fault == null && signed[0]).as("%s: %s", file, fault).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatWasPublished(Path folder) throws DcapFormatException {
        String text = TestData.text("dcap/" + folder.getFileName() + "/tcbInfo.json");
        TcbInfo info = TcbInfo.parse(text.getBytes(StandardCharsets.UTF_8));

        assertThat(text).contains(new String(info.signedBytes().toArray(), StandardCharsets.UTF_8));
        assertThat(info.signature()).isPresent();
        assertThat(info.levels()).isSortedAccordingTo(TcbLevel.HIGHEST_FIRST);
        assertThat(info.nextUpdate()).isAfter(info.issueDate());
        assertThat(info.tee()).isEqualTo(Tee.SGX);
        assertThat(info.tdxModule()).isEmpty();
        assertThat(QeIdentity.parse(TestData.bytes(folder.resolve("qeIdentity.json")))
                        .signature())
                .isPresent();
        assertThat(RevocationList.parse(TestData.bytes(folder.resolve("rootCaCrl.der")))
                        .signature())
                .isPresent();
        assertThat(RevocationList.parse(TestData.bytes(folder.resolve("pckCrl.der")))
                        .signature())
                .isPresent();
        List<SgxCertificate> chain = PemChain.parse(ByteString.of(TestData.bytes(folder.resolve("tcbSignChain.pem"))));
        assertThat(chain)
                .extracting(SgxCertificate::commonName)
                .containsExactly(SgxCertificate.TCB_SIGNING, SgxCertificate.ROOT_CA);
    }

    @Test
    void readsATcbInfoForTdx() throws DcapFormatException, java.io.IOException {
        Collateral collateral = Collateral.ofFiles(
                "the folder",
                (name, maxSize) ->
                        Optional.of(ByteString.of(TestData.bytes("dcap/tdx-uptodate-v4-b0c06f000000-202506/" + name))));
        TcbInfo info = TcbInfo.parse(collateral.tcbInfo().toArray());

        assertThat(info.tee()).isEqualTo(Tee.TDX);
        assertThat(info.fmspc().hex()).isEqualTo("b0c06f000000");
        assertThat(info.tdxModule()).isPresent();
        assertThat(info.tdxModuleIdentities()).extracting(TdxModuleIdentity::id).containsExactly("TDX_03", "TDX_01");
        assertThat(info.tdxModuleOf(1).orElseThrow().levels())
                .extracting(EnclaveTcbLevel::isvSvn)
                .containsExactly(4, 2);
        assertThat(info.tdxModuleOf(2)).isEmpty();
        assertThat(info.levels().get(0).tdxComponents().orElseThrow().hex())
                .isEqualTo("05000200000000000000000000000000");
        assertThat(QeIdentity.parse(collateral.qeIdentity().toArray()).id()).isEqualTo("TD_QE");
    }

    @Test
    void readsTheSgxExtension() throws DcapFormatException {
        ByteString pem = ByteString.of(TestData.bytes("dcap/swhardening-v3-00606a000000-202508-c81a90/pckChain.pem"));
        List<SgxCertificate> chain = PemChain.parse(pem);
        PckExtension pck = chain.get(0).pckExtension();

        assertThat(chain.get(0).serialNumber().toString(16)).isEqualTo("d52864cbb1cefa9de768485947ebdc026799b496");
        assertThat(pck.fmspc().hex()).isEqualTo("00606a000000");
        assertThat(pck.components().hex()).isEqualTo("0e0e0303ffff01000000000000000000");
        assertThat(pck.pceSvn()).isEqualTo(13);
        assertThat(pck.sgxType()).isEqualTo(1);
        assertThat(pck.platform().orElseThrow().dynamic()).isTrue();
        assertThat(pck.platform().orElseThrow().cachedKeys()).isFalse();
        assertThat(pck.toString()).doesNotContain(pck.ppid().hex());
        assertThat(chain.get(2).notAfter()).isEqualTo(Instant.parse("2049-12-31T23:59:59Z"));
        assertThat(catchThrowableOfType(
                        DcapFormatException.class, () -> chain.get(1).pckExtension()))
                .hasMessage("malformed SGX extension: extension: is missing");
    }
}
