package org.sgxra.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SigningChain;

/** Certificates as other attestation services than Intel's may have them, with the extensions that their names tell. */
class ReportSignerTest {
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
}
