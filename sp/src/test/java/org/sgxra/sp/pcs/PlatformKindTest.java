package org.sgxra.sp.pcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakePckExtension;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.dcap.DcapRefusal;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

class PlatformKindTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private PlatformKind kind() throws Exception {
        return PlatformKind.of(EcdsaQuote.parse(evidence.quote().toArray()));
    }

    private void refuses(DcapRefusal refusal, String message) throws Exception {
        UndeterminedPlatformException unknown = catchThrowableOfType(UndeterminedPlatformException.class, this::kind);
        assertThat(unknown).hasMessageStartingWith(message);
        assertThat(unknown.refusal()).isEqualTo(refusal);
        assertThat(DcapVerifier.of(new DcapRoot(evidence.trustedKey()))
                        .verify(evidence.quote(), evidence.collateral(), evidence.now))
                .satisfies(verdict -> {
                    assertThat(verdict.refusal()).contains(refusal);
                    assertThat(verdict.checks().get(verdict.checks().size() - 1).name())
                            .isEqualTo(unknown.check());
                });
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

        evidence.pckChain = FakeCertificate.pem(evidence.ca(), evidence.root.sign(), evidence.signer.sign());
        refuses(DcapRefusal.CHAIN_NAMES, "the chain lacks an \"Intel SGX PCK Certificate\": [");
        evidence.pckChain = FakeCertificate.pem(evidence.pck(), evidence.root.sign(), evidence.signer.sign());
        refuses(DcapRefusal.CHAIN_NAMES, "the chain lacks a CA of PCK certificates: [");
        evidence.pckChain = ByteString.of("x".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refuses(
                DcapRefusal.CHAIN_FORMAT,
                "malformed certificate chain: certificate 1: no begin and end line at character 1");
        evidence.pck.extensions.remove(FakePckExtension.OID);
        evidence.pckChain = FakeCertificate.pem(evidence.pck.sign(), evidence.ca(), evidence.root.sign());
        refuses(DcapRefusal.SGX_EXTENSION, "malformed SGX extension: extension: is missing");
        evidence.quote.certificationType = 3;
        refuses(DcapRefusal.CERTIFICATION_TYPE, "certification data of type 3, not a PCK certificate chain");
    }
}
