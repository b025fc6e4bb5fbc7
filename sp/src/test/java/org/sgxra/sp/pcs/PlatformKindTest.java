package org.sgxra.sp.pcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakePckExtension;
import org.sgxra.testdata.TestData;

class PlatformKindTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private PlatformKind kind() throws Exception {
        return PlatformKind.of(EcdsaQuote.parse(evidence.quote().toArray()));
    }

    private void refuses(String message) {
        assertThatThrownBy(this::kind).isInstanceOf(DcapFormatException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            uptodate-v2-00606a000000-202207-054f36       | SGX, FMSPC 00606a000000, platform CA
            outofdate-v3-00906ed50000-202501-0b5bc7      | SGX, FMSPC 00906ed50000, processor CA
            tdx-uptodate-v4-b0c06f000000-202506          | TDX, FMSPC b0c06f000000, platform CA
            """)
    void comesFromTheChainOfGenuineQuotes(String name, String kind) throws Exception {
        byte[] quote = TestData.bytes("dcap/" + name + "/quote.bin");

        assertThat(PlatformKind.of(EcdsaQuote.parse(quote))).hasToString(kind);
    }

    @Test
    void needsAChainThatSays() throws Exception {
        assertThat(kind()).hasToString("SGX, FMSPC 00534f465400, platform CA");

        evidence.pckChain = FakeCertificate.pem(evidence.ca(), evidence.root.sign());
        refuses("malformed certificate chain: names: there is no \"Intel SGX PCK Certificate\"");
        evidence.pckChain = FakeCertificate.pem(evidence.pck(), evidence.root.sign());
        refuses("malformed certificate chain: names: there is no CA of PCK certificates");
        evidence.pckChain = ByteString.of("x".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refuses("malformed certificate chain: certificate 1: no begin and end line at character 1");
        evidence.pck.extensions.remove(FakePckExtension.OID);
        evidence.pckChain = FakeCertificate.pem(evidence.pck.sign(), evidence.ca(), evidence.root.sign());
        assertThatThrownBy(this::kind).hasMessage("malformed SGX extension: extension: is missing");
        evidence.quote.certificationType = 3;
        refuses("malformed quote: certification data: is of type 3, not a PCK certificate chain");
        assertThat(evidence.ca.commonName).isEqualTo(SgxCertificate.PLATFORM_CA);
    }
}
