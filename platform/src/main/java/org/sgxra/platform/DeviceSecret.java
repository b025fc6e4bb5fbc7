package org.sgxra.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.HkdfSha256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.dcap.PckKeys;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.StateLock;

/**
 * What a real processor has fused in and everything of DCAP comes from: 32 random bytes in the file {@code device_secret}
 * (docs/spec/dcap.md sections 8.1, 8.2 and 15). Immutable; what is derived is the same as long as the file is.
 */
final class DeviceSecret {
    static final String FILE = "device_secret";
    static final int SIZE = 32;

    private static final int KEY_SIZE = 16;
    private static final int ID_SIZE = 16;
    private static final int ATTESTATION_BLOCKS = 3;

    private final SecretBytes secret;

    DeviceSecret(SecretBytes secret) {
        this.secret = secret;
    }

    /** Reads the secret, and makes it where there is none. */
    @SuppressWarnings("try") // the lock is held, not used
    static DeviceSecret load(StateDirectory state, SecureRandom random) throws StateException {
        byte[] bytes = state.read(FILE).orElse(null);
        if (bytes == null) {
            try (StateLock lock = state.lock("lock")) {
                bytes = state.read(FILE).orElse(null);
                if (bytes == null) {
                    bytes = new byte[SIZE];
                    random.nextBytes(bytes);
                    state.writePrivate(FILE, bytes);
                }
            }
        }
        if (bytes.length != SIZE) {
            throw new StateException(state.file(FILE) + " is damaged: " + ByteCount.of(bytes.length) + " instead of "
                    + SIZE + "; remove it, and this is another platform, which joins anew");
        }
        return new DeviceSecret(SecretBytes.wrap(bytes));
    }

    /** The seal key of an enclave of the platform's signer, 16 bytes, which the caller destroys. */
    SecretBytes sealKey(ByteString cpuSvn, int isvSvn) {
        byte[] svn = ByteBuffer.allocate(Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) isvSvn)
                .array();
        return HkdfSha256.derive(secret, ByteString.concat(label("sgxra seal"), cpuSvn, ByteString.of(svn)), KEY_SIZE);
    }

    /** The attestation key of the quoting enclave, which the caller closes; another one for each CPUSVN and QE SVN. */
    P256PrivateKey attestationKey(ByteString cpuSvn, int qeSvn) {
        byte[] wide = new byte[ATTESTATION_BLOCKS * KEY_SIZE];
        try (SecretBytes sealKey = sealKey(cpuSvn, qeSvn)) {
            for (int i = 0; i < ATTESTATION_BLOCKS; i++) {
                int at = i * KEY_SIZE;
                byte[] block = kdfBlock(i + 1, "QE_ATT_DER", 0x140);
                try (SecretBytes derived = AesCmac.derive(sealKey, block)) {
                    derived.use(bytes -> {
                        System.arraycopy(bytes, 0, wide, at, KEY_SIZE);
                        return null;
                    });
                }
            }
            try (SecretBytes first = SecretBytes.wrap(Arrays.copyOf(wide, P256PrivateKey.WIDE_SIZE))) {
                return P256PrivateKey.fromWide(first);
            }
        } finally {
            Arrays.fill(wide, (byte) 0);
        }
    }

    /** Identifies the platform to those who read its quotes, 16 bytes. */
    ByteString qeId() {
        try (SecretBytes sealKey = sealKey(ByteString.zeros(16), 0)) {
            return AesCmac.mac(sealKey, ByteString.of(kdfBlock(0, "QE_ID_DER", 0x80)));
        }
    }

    /** 16 bytes: counter u8, label, zeros, number of bits u16 big-endian. */
    private static byte[] kdfBlock(int counter, String label, int bits) {
        byte[] block = new byte[16];
        block[0] = (byte) counter;
        byte[] ascii = label.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, block, 1, ascii.length);
        block[14] = (byte) (bits >>> 8);
        block[15] = (byte) bits;
        return block;
    }

    /** The platform provisioning id, 16 bytes, which is only ever sent to the service that issues certificates. */
    SecretBytes ppid() {
        return HkdfSha256.derive(secret, label("sgxra ppid"), ID_SIZE);
    }

    /** The platform instance id, 16 bytes. */
    ByteString instanceId() {
        try (SecretBytes id = HkdfSha256.derive(secret, label("sgxra instance"), ID_SIZE)) {
            return ByteString.of(id.<byte[]>use(byte[]::clone));
        }
    }

    /** What {@link PckKeys} makes the platform's PCKs of, 32 bytes, which the caller destroys. */
    SecretBytes pckSeed() {
        return HkdfSha256.derive(secret, label("sgxra pck seed"), PckKeys.SEED_SIZE);
    }

    private static ByteString label(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
