package org.sgxra.common.crypto;

import java.nio.charset.StandardCharsets;
import org.sgxra.common.bytes.SecretBytes;

/**
 * The key derivation of the key exchange, kdf_id 1 (docs/spec/wire-hex.md, Keys). Keys are derived when they are asked
 * for, so that MK and SK do not exist before the enclave is trusted. All keys have 16 bytes.
 */
public final class SessionKeys implements AutoCloseable {
    private final SecretBytes kdk;
    private final SecretBytes smk;
    private final SecretBytes vk;

    private SessionKeys(SecretBytes kdk) {
        this.kdk = kdk;
        this.smk = derive("SMK");
        this.vk = derive("VK");
    }

    /**
     * Derives KDK from the x coordinate of the shared point.
     *
     * @param sharedX 32 bytes, little-endian; it stays the caller's to destroy
     * @throws IllegalArgumentException if it has another length
     */
    public static SessionKeys from(SecretBytes sharedX) {
        if (sharedX.size() != 32) {
            throw new IllegalArgumentException("a coordinate of P-256 has 32 bytes, not " + sharedX.size());
        }
        try (SecretBytes zero = SecretBytes.wrap(new byte[16])) {
            return new SessionKeys(sharedX.use(x -> AesCmac.derive(zero, x)));
        }
    }

    private SecretBytes derive(String label) {
        byte[] ascii = label.getBytes(StandardCharsets.US_ASCII);
        byte[] input = new byte[ascii.length + 4];
        input[0] = 1;
        System.arraycopy(ascii, 0, input, 1, ascii.length);
        input[ascii.length + 2] = (byte) 0x80;
        return AesCmac.derive(kdk, input);
    }

    /** Key derivation key, the root of the others. */
    public SecretBytes kdk() {
        return kdk;
    }

    /** SMK: authenticates msg2 and msg3. */
    public SecretBytes smk() {
        return smk;
    }

    /** VK: binds the enclave's report to this session. */
    public SecretBytes vk() {
        return vk;
    }

    /** MK, for authentication after the attestation; the caller destroys it. */
    public SecretBytes mk() {
        return derive("MK");
    }

    /** SK, for encryption after the attestation; the caller destroys it. */
    public SecretBytes sk() {
        return derive("SK");
    }

    /** Wipes KDK, SMK and VK. */
    @Override
    public void close() {
        kdk.close();
        smk.close();
        vk.close();
    }
}
