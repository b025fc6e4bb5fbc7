package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;

class PckCertificateTest {
    private static final PlatformTcb RUNNING = new PlatformTcb(ByteString.zeros(16), 15);
    private static final ByteString ISSUER = ByteString.zeros(32);

    private static ByteString spaces(int count) {
        return ByteString.of(" ".repeat(count).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsWhatItWrote() throws Exception {
        FakeEvidence evidence = new FakeEvidence();
        PckCertificate certificate = PckCertificate.of(RUNNING, ISSUER, evidence.pckChain());

        assertThat(PckCertificate.parse(certificate.encode())).isEqualTo(certificate);
        assertThat(certificate.level()).isEqualTo(new PlatformTcb(evidence.extension.componentBytes(), 13));
        assertThat(certificate.key()).isEqualTo(evidence.pckKey.publicKey());
        assertThat(certificate.notAfter()).isEqualTo(evidence.pck.notAfter);
        assertThat(certificate.certificationData())
                .isEqualTo(ByteString.concat(evidence.pckChain(), ByteString.zeros(1)));
    }

    /** 500 to 12294 bytes with the zero byte at the end (docs/spec/dcap.md section 8.3). */
    @Test
    void theChainMustFitAQuote() throws Exception {
        ByteString chain = new FakeEvidence().pckChain();
        ByteString longest = ByteString.concat(chain, spaces(12293 - chain.size()));

        assertThat(PckCertificate.of(RUNNING, ISSUER, longest).pem()).isEqualTo(longest);
        for (ByteString wrong : new ByteString[] {ByteString.concat(longest, spaces(1)), spaces(498)}) {
            assertThatThrownBy(() -> PckCertificate.of(RUNNING, ISSUER, wrong))
                    .isInstanceOf(DcapFormatException.class)
                    .hasMessageContaining(wrong.size() + " bytes with its chain; 500 to 12294 fit a quote");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theChainHasThreeCertificatesOfWhichTheFirstIsThePck(boolean turned) {
        FakeEvidence evidence = new FakeEvidence();
        byte[] root = evidence.root.sign();
        ByteString chain = turned
                ? FakeCertificate.pem(root, evidence.ca(), evidence.pck())
                : FakeCertificate.pem(evidence.pck(), evidence.ca());

        assertThatThrownBy(() -> PckCertificate.of(RUNNING, ISSUER, chain))
                .isInstanceOf(DcapFormatException.class)
                .hasMessageContaining("is not \"Intel SGX PCK Certificate\" with the two certificates above it");
    }
}
