package org.sgxra.tool.archive;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.SigningChain;

/**
 * What was found of a report.
 *
 * @param body the bytes that should be those of the answer
 * @param signature absent if it was not there
 * @param chain absent if it was not there
 * @param carrier the certificate, of a key that the enclave made, that the report was in; absent for other forms
 */
public record StoredReport(
        ByteString body,
        Optional<ByteString> signature,
        Optional<SigningChain> chain,
        Optional<X509Certificate> carrier) {
    static StoredReport of(ByteString body) {
        return new StoredReport(body, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with another signature. */
    public StoredReport withSignature(ByteString other) {
        return new StoredReport(body, Optional.of(other), chain, carrier);
    }

    /** The same with another chain. */
    public StoredReport withChain(SigningChain other) {
        return new StoredReport(body, signature, Optional.of(other), carrier);
    }
}
