package org.sgxra.services.dcap;

import java.util.Locale;
import java.util.stream.IntStream;
import org.sgxra.common.bytes.ByteString;

/**
 * Security versions that a PCK certificate vouches for.
 *
 * @param components of the 16 SGX components, a byte each
 * @param pceSvn of the provisioning certification enclave, u16
 */
public record Tcb(ByteString components, int pceSvn) {
    private static final int COMPONENTS = 16;
    private static final int SIZE = COMPONENTS + 2;

    /** What every processor has been made with. */
    static final Tcb LOWEST = new Tcb(ByteString.zeros(COMPONENTS), 0);

    /** Reads a TCBm, 18 bytes; see {@link #tcbm}. */
    static Tcb ofTcbm(ByteString tcbm) {
        if (tcbm.size() != SIZE) {
            throw new IllegalArgumentException("a TCBm has 18 bytes, not " + tcbm.size());
        }
        return new Tcb(tcbm.slice(0, COMPONENTS), tcbm.at(COMPONENTS) | tcbm.at(COMPONENTS + 1) << 8);
    }

    /** True if each component of a CPUSVN, 16 bytes, reaches this one's. */
    public boolean isReachedBy(ByteString cpuSvn) {
        return IntStream.range(0, COMPONENTS).allMatch(i -> cpuSvn.at(i) >= components.at(i));
    }

    /** Components and PCE SVN, little-endian: 18 bytes. */
    public ByteString tcbm() {
        return ByteString.concat(components, ByteString.of((byte) pceSvn, (byte) (pceSvn >> 8)));
    }

    /** The TCBm in 36 upper-case hexadecimal digits. */
    @Override
    public String toString() {
        return tcbm().hex().toUpperCase(Locale.ROOT);
    }
}
