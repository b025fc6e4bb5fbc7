package org.sgxra.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SigningChain;

/**
 * The certificates that came with every report of Intel's attestation service, for archives that left them out: the one leaf it ever
 * used, valid from 22 November 2016 to 20 November 2026, and the CA (docs/spec/ias-api.md section 4). They are validated like
 * any others.
 */
public final class IntelReportSigner {
    private static final String LEAF_RESOURCE = "intel-report-signing.pem";

    private IntelReportSigner() {}

    /** The leaf and the CA. */
    public static SigningChain chain() {
        try (InputStream in = IntelReportSigner.class.getResourceAsStream(LEAF_RESOURCE)) {
            List<X509Certificate> certificates =
                    new ArrayList<>(SigningChain.fromPem(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                            .certificates());
            certificates.addAll(ReportSigningCa.intel().certificates());
            return new SigningChain(certificates);
        } catch (IOException | InvalidReportException e) {
            throw new IllegalStateException(LEAF_RESOURCE + " cannot be read", e);
        }
    }
}
