package org.sgxra.platform;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256PublicKey;

/**
 * The attestation key of the quoting enclave with what vouches for it; kept in memory only. The private key is derived anew for each
 * quote.
 *
 * @param settings what the platform was when the key was made
 * @param key the public key
 * @param qeReport report body of the quoting enclave, which states the key's hash, 384 bytes
 * @param qeReportSignature of the PCK
 * @param certificate of the PCK
 */
record CertifiedKey(
        PlatformSettings settings,
        P256PublicKey key,
        ByteString qeReport,
        EcdsaP256Signature qeReportSignature,
        PckCertificate certificate) {}
