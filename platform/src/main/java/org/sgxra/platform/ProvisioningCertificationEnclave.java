package org.sgxra.platform;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.SecureRandom;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.RsaOaep;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.dcap.PckKeys;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.TargetInfo;

/**
 * The provisioning certification enclave, PCE (docs/spec/dcap.md section 8.2): has the keys that certificates of the platform are issued
 * for, and signs with them what quoting enclaves of this platform report.
 */
final class ProvisioningCertificationEnclave {
    /** The PCE as a target for reports. */
    static final TargetInfo TARGET = new TargetInfo(
            Sha256.of(ByteString.of(
                    "SOFT provisioning certification enclave".getBytes(java.nio.charset.StandardCharsets.US_ASCII))),
            new Attributes(Attributes.INIT | Attributes.MODE64 | Attributes.PROVISION_KEY, 0xe7),
            0);

    private final RootKeys keys;
    private final DeviceSecret secret;

    ProvisioningCertificationEnclave(RootKeys keys, DeviceSecret secret) {
        this.keys = keys;
        this.secret = secret;
    }

    /** The PPID under the key of the service that issues certificates: RSA-3072 OAEP, 384 bytes, other ones at each call. */
    ByteString encryptedPpid(PublicKey key, SecureRandom random) throws InvalidKeyException {
        try (SecretBytes ppid = secret.ppid()) {
            return RsaOaep.encrypt(key, ppid, random);
        }
    }

    /** The public key that a certificate of a TCB level is for. */
    P256PublicKey pck(PlatformTcb level) {
        try (SecretBytes seed = secret.pckSeed()) {
            return PckKeys.publicKey(seed, level.svns(), level.pceSvn());
        }
    }

    /**
     * The signature by the PCK of a TCB level over the 384 bytes of a quoting enclave's report.
     *
     * @param running what the platform is now; of a higher level it has no key
     */
    EcdsaP256Signature sign(Report report, PlatformTcb level, PlatformTcb running) throws PlatformException {
        if (!keys.verifies(report, TARGET, running.svns())) {
            throw refused("the quoting enclave's report was not made on this platform for the PCE");
        }
        if ((ReportBody.ofSigned(report.body()).attributes().flags() & Attributes.PROVISION_KEY) == 0) {
            throw refused("the quoting enclave may not use provisioning keys");
        }
        if (!level.isAtMost(running)) {
            throw refused("the platform is below the TCB level that its certificate is for");
        }
        try (SecretBytes seed = secret.pckSeed();
                P256PrivateKey key = PckKeys.privateKey(seed, level.svns(), level.pceSvn())) {
            return P256.instance().sign(key, report.body());
        }
    }

    private static PlatformException refused(String reason) {
        return new PlatformException(
                SgxStatus.SGX_ERROR_ATT_KEY_CERTIFICATION_FAILURE, "attestation key not certified: " + reason);
    }
}
