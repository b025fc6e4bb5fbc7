package org.sgxra.platform;

import java.security.SecureRandom;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.TargetInfo;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.StateLock;

/**
 * What a real processor has burnt in: the roots of its report keys and seal keys, 16 bytes each, in the file
 * {@code root_keys}. The enclave loader gets both once.
 */
final class RootKeys {
    static final String FILE = "root_keys";
    private static final int KEY_SIZE = 16;

    private final ByteString reportRoot;
    private final ByteString sealRoot;
    private final SecureRandom random;

    private RootKeys(byte[] both, SecureRandom random) {
        this.reportRoot = ByteString.of(both, 0, KEY_SIZE);
        this.sealRoot = ByteString.of(both, KEY_SIZE, 2 * KEY_SIZE);
        this.random = random;
    }

    /** Reads the keys, and makes them where there are none. */
    @SuppressWarnings("try") // the lock is held, not used
    static RootKeys load(StateDirectory state, SecureRandom random) throws StateException {
        byte[] both = state.read(FILE).orElse(null);
        if (both == null) {
            try (StateLock lock = state.lock("lock")) {
                both = state.read(FILE).orElse(null);
                if (both == null) {
                    both = new byte[2 * KEY_SIZE];
                    random.nextBytes(both);
                    state.writePrivate(FILE, both);
                }
            }
        }
        if (both.length != 2 * KEY_SIZE) {
            throw new StateException(state.file(FILE) + " is damaged: " + ByteCount.of(both.length) + " instead of "
                    + 2 * KEY_SIZE + "; remove it to start with new keys (what was sealed is lost then)");
        }
        return new RootKeys(both, random);
    }

    /** Report root, then seal root, 32 bytes: for the loader of enclaves. */
    ByteString forLoader() {
        return ByteString.concat(reportRoot, sealRoot);
    }

    /** True if {@code report} was made on this platform for {@code target}. */
    boolean verifies(Report report, TargetInfo target, ByteString cpuSvn) {
        return mac(report.body(), target, cpuSvn, report.keyId()).equals(report.mac());
    }

    /** The report with {@code body}, for {@code target} to verify. */
    Report report(ByteString body, TargetInfo target, ByteString cpuSvn) {
        byte[] keyId = new byte[32];
        random.nextBytes(keyId);
        ByteString id = ByteString.of(keyId);
        return new Report(body, id, mac(body, target, cpuSvn, id));
    }

    private ByteString mac(ByteString body, TargetInfo target, ByteString cpuSvn, ByteString keyId) {
        try (SecretBytes root = SecretBytes.wrap(reportRoot.toArray());
                SecretBytes key = SecretBytes.wrap(AesCmac.mac(root, target.reportKeyRequest(cpuSvn, keyId))
                        .toArray())) {
            return AesCmac.mac(key, body);
        }
    }
}
