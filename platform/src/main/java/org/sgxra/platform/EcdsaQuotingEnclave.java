package org.sgxra.platform;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.AttestationKeyId;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EcdsaQuoteCall.QeReportInfo;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.TargetInfo;

/**
 * The quoting enclave for ECDSA, QE3 (docs/spec/dcap.md sections 8.1 to 8.3): makes the platform's attestation key and signs quotes of
 * version 3 with it. Its identity is Intel's, so that verifiers need nothing but another root.
 */
final class EcdsaQuotingEnclave {
    /** The quoting enclave as a target for reports. */
    static final TargetInfo TARGET = new TargetInfo(
            Sha256.of(ByteString.of("SOFT quoting enclave for ECDSA".getBytes(StandardCharsets.US_ASCII))),
            new Attributes(Attributes.INIT | Attributes.MODE64 | Attributes.PROVISION_KEY, 0xe7),
            0);

    /** What Intel's quoting enclave has here always. */
    private static final ByteString AUTH_DATA = countingBytes(32);

    private static final int PROD_ID = 1;
    private static final int VERSION = 3;
    private static final int FIXED_AUTHENTICATION_SIZE = 584;

    private final RootKeys keys;
    private final DeviceSecret secret;
    private final PlatformSettings settings;
    private final EcdsaForgery forgery;

    EcdsaQuotingEnclave(RootKeys keys, DeviceSecret secret, PlatformSettings settings, SecureRandom random) {
        this.keys = keys;
        this.secret = secret;
        this.settings = settings;
        this.forgery = new EcdsaForgery(settings.misbehaviour(), random);
    }

    private static ByteString countingBytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return ByteString.of(bytes);
    }

    /** Makes the attestation key and has it certified under a PCK certificate. */
    CertifiedKey certify(ProvisioningCertificationEnclave pce, PckCertificate certificate) throws PlatformException {
        P256PublicKey key;
        try (P256PrivateKey privateKey = attestationKey()) {
            key = P256.publicKey(privateKey);
        }
        ByteString reportData = ByteString.concat(Sha256.of(key.bigEndian(), AUTH_DATA), ByteString.zeros(32));
        ByteString body = ByteString.of(forgery.qeReport(body(reportData)).encode());
        EcdsaP256Signature signature = pce.sign(
                keys.report(body, ProvisioningCertificationEnclave.TARGET, settings.cpuSvn()),
                certificate.level(),
                settings.tcb());
        return new CertifiedKey(settings, key, body, signature, certificate);
    }

    private P256PrivateKey attestationKey() {
        return secret.attestationKey(settings.cpuSvn(), settings.qe3Svn());
    }

    private ReportBody body(ByteString reportData) {
        return new ReportBody(
                settings.cpuSvn(),
                TARGET.miscSelect(),
                ByteString.zeros(16),
                TARGET.attributes(),
                TARGET.mrEnclave(),
                AttestationKeyId.QE3_SIGNER,
                ByteString.zeros(64),
                PROD_ID,
                settings.qe3Svn(),
                0,
                ByteString.zeros(16),
                reportData);
    }

    /** Bytes of a quote under the key. */
    int quoteSize(CertifiedKey certified) {
        int certificationData = certified.certificate().certificationData().size();
        return forgery.size(EcdsaQuote.FIXED_SIZE + FIXED_AUTHENTICATION_SIZE + AUTH_DATA.size(), certificationData);
    }

    /** Refuses a report that was not made on this platform for the quoting enclave. */
    void requireOwn(Report report) throws PlatformException {
        if (!keys.verifies(report, TARGET, settings.cpuSvn())) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_MAC_MISMATCH,
                    "quote refused: the enclave's report was not made on this platform for the quoting enclave");
        }
    }

    /** Signs the 384 bytes of an enclave's report. */
    ByteString quote(CertifiedKey certified, ByteString reportBody) {
        ByteString userData = ByteString.concat(secret.qeId(), ByteString.zeros(4));
        ByteString header =
                EcdsaQuote.header(VERSION, settings.qe3Svn(), settings.pceSvn(), EcdsaQuote.INTEL_VENDOR_ID, userData);
        ByteString signedPart = forgery.signedPart(ByteString.concat(header, reportBody));
        ByteString signature;
        try (P256PrivateKey key = attestationKey()) {
            signature = P256.instance().sign(key, signedPart).bigEndian();
        }
        EcdsaAuthentication authentication = new EcdsaAuthentication(
                signature,
                certified.key().bigEndian(),
                certified.qeReport(),
                certified.qeReportSignature().bigEndian(),
                AUTH_DATA,
                EcdsaAuthentication.PCK_CHAIN,
                certified.certificate().certificationData());
        return forgery.encode(
                new EcdsaQuote(signedPart, authentication, 0),
                certified.certificate().level());
    }

    /** The quoting enclave's report about a quote, by which the caller knows that nobody has exchanged it. */
    Report report(QeReportInfo info, ByteString quote) {
        ByteString reportData = ByteString.concat(Sha256.of(info.nonce(), quote), ByteString.zeros(32));
        return keys.report(ByteString.of(body(reportData).encode()), info.target(), settings.cpuSvn());
    }
}
