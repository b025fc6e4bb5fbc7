package org.sgxra.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sgxra.common.bytes.ByteString;

/**
 * Security versions that decide over a PCK certificate: those of a platform, or those of the TCB level (TCBm) that it is certified for.
 *
 * @param svns raw CPUSVN of a platform, or the level's 16 components, a byte each; SOFT's CPUSVN is its components
 * @param pceSvn of the provisioning certification enclave, 0 to 65535
 */
record PlatformTcb(ByteString svns, int pceSvn) {
    /** Bytes of {@link #encoded}. */
    static final int SIZE = 18;

    /** True if this level is one that {@code running} has reached: nothing of it is higher. */
    boolean isAtMost(PlatformTcb running) {
        for (int i = 0; i < svns.size(); i++) {
            if (svns.at(i) > running.svns.at(i)) {
                return false;
            }
        }
        return pceSvn <= running.pceSvn;
    }

    /** The PCE SVN as requests have it: 2 bytes, little-endian. */
    ByteString pceSvnBytes() {
        return ByteString.of(ByteBuffer.allocate(Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) pceSvn)
                .array());
    }

    /** The 18 bytes that the header SGX-TCBm has. */
    ByteString encoded() {
        return ByteString.concat(svns, pceSvnBytes());
    }
}
