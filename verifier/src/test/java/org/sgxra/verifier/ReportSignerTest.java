package org.sgxra.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SigningChain;

/** Certificates as other attestation services than Intel's may have them, with the extensions that their names tell. */
class ReportSignerTest {
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static String pem(String name) throws Exception {
        try (InputStream in = ReportSignerTest.class.getResourceAsStream("/report-signers/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aSignerWithoutKeyUsageMaySign() throws Exception {
        ReportSigningCa ca = ReportSigningCa.fromPem(pem("ca.pem"));

        assertThat(ca.validate(SigningChain.fromPem(pem("without_extensions.pem")), NOW))
                .isIn(ca.certificates());
        assertThat(ca.validate(SigningChain.fromPem(pem("without_extensions.pem") + pem("ca.pem")), NOW))
                .isIn(ca.certificates());
    }

    @Test
    void aSignerMeantForSomethingElseMayNot() throws Exception {
        ReportSigningCa ca = ReportSigningCa.fromPem(pem("ca.pem"));

        assertThatThrownBy(() -> ca.validate(SigningChain.fromPem(pem("for_encipherment.pem")), NOW))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("is not meant for signatures");
    }

    @Test
    void theCertificateOfATlsServerMayNot() throws Exception {
        ReportSigningCa ca = ReportSigningCa.fromPem(pem("public_ca.pem"));

        assertThatThrownBy(() -> ca.validate(SigningChain.fromPem(pem("for_tls_servers.pem")), LATER))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("certificate \"CN=www.example.com\"")
                .hasMessageEndingWith("is for other purposes (extended key usage)");
        assertThatThrownBy(() -> ca.validate(SigningChain.fromPem(pem("under_a_ca_for_tls.pem")), LATER))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining("certificate \"CN=An intermediate CA for TLS\"")
                .hasMessageEndingWith("is for other purposes (extended key usage)");
    }

    @Test
    void aFileOfManyCasOrOfOneForOtherPurposesIsNotTheReportSigningCa() throws Exception {
        assertThatThrownBy(() -> ReportSigningCa.fromPem(pem("ca.pem") + pem("public_ca.pem")))
                .isInstanceOf(CertificateException.class)
                .hasMessage(
                        "it holds 2 CA certificates; only the one that the signers of reports have theirs from may be"
                                + " in it");
        assertThatThrownBy(() -> ReportSigningCa.fromPem(pem("tls_ca.pem")))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("\"CN=A CA for TLS\" is a CA for certain purposes (extended key usage)");
        assertThat(ReportSigningCa.fromPem(pem("ca.pem") + pem("ca.pem")).certificates())
                .isNotEmpty();
    }

    @Test
    void aCertificateHasOneEncoding() throws Exception {
        Pem block = Pem.blocks(pem("without_extensions.pem"), Pem.CERTIFICATE).get(0);
        byte[] der = block.der();
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        byte[] padded = der.clone();
        // Before the 256 bytes of the signature: how many bits of it count for nothing.
        assertThat(padded[der.length - 257]).isZero();
        padded[der.length - 257] = 1;

        refused(Pem.encode(Pem.CERTIFICATE, longer), "something follows the certificate");
        refused(Pem.encode(Pem.CERTIFICATE, padded), "not DER");
        refused(Pem.encode(Pem.CERTIFICATE, outerLengthIn4Bytes(der)), "not DER");
        String text =
                Pem.encode(Pem.CERTIFICATE, longer.length % 3 == 0 ? Arrays.copyOf(longer, longer.length + 1) : longer);
        int last = text.indexOf("=") - 1;
        String otherBits = text.substring(0, last) + (char) (text.charAt(last) + 1) + text.substring(last + 1);
        refused(otherBits, "is not base64");
    }

    /** The same certificate, in BER. */
    private static byte[] outerLengthIn4Bytes(byte[] der) {
        assertThat(der[1]).isEqualTo((byte) 0x82);
        ByteBuffer ber = ByteBuffer.allocate(der.length + 2);
        ber.put(der[0]).put((byte) 0x84).putInt(der.length - 4).put(der, 4, der.length - 4);
        return ber.array();
    }

    private static void refused(String pem, String reason) {
        assertThatThrownBy(() -> SigningChain.fromPem(pem))
                .isInstanceOf(InvalidReportException.class)
                .hasMessageContaining(reason);
    }
}
