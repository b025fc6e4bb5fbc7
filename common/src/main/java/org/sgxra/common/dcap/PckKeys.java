package org.sgxra.common.dcap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.HkdfSha256;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;

/**
 * Provisioning certification keys (PCK) of a SOFT platform (docs/spec/dcap.md section 15): a key for each TCB level, all from one seed,
 * which the platform and the service that issues its certificates share.
 */
public final class PckKeys {
    /** Bytes of a seed. */
    public static final int SEED_SIZE = 32;

    private static final byte[] LABEL = "sgxra pck".getBytes(StandardCharsets.US_ASCII);

    private PckKeys() {}

    /**
     * The private key of a TCB level, which the caller closes.
     *
     * @param seed 32 bytes; it stays the caller's
     * @param components security versions of the 16 TCB components, a byte each
     * @param pceSvn security version of the provisioning certification enclave, 0 to 65535
     * @throws IllegalArgumentException if a size is another one
     */
    public static P256PrivateKey privateKey(SecretBytes seed, ByteString components, int pceSvn) {
        if (seed.size() != SEED_SIZE || components.size() != TcbLevel.COMPONENTS || pceSvn >>> 16 != 0) {
            throw new IllegalArgumentException(
                    "a PCK comes from a seed of 32 bytes, 16 components and a PCE SVN of 16 bits," + " not "
                            + seed.size() + ", " + components.size() + " and " + pceSvn);
        }
        byte[] info = ByteBuffer.allocate(LABEL.length + TcbLevel.COMPONENTS + Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(LABEL)
                .put(components.toArray())
                .putShort((short) pceSvn)
                .array();
        try (SecretBytes wide = HkdfSha256.derive(seed, ByteString.of(info), P256PrivateKey.WIDE_SIZE)) {
            return P256PrivateKey.fromWide(wide);
        }
    }

    /** The public key that belongs to {@link #privateKey}. */
    public static P256PublicKey publicKey(SecretBytes seed, ByteString components, int pceSvn) {
        try (P256PrivateKey key = privateKey(seed, components, pceSvn)) {
            return P256.publicKey(key);
        }
    }
}
