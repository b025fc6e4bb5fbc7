package org.sgxra.epid;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sgxra.epid.math.Bn;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G2;
import org.sgxra.epid.math.PairingLines;

/**
 * A group public key: gid (4 or 16 bytes) | h1 (G1, 64) | h2 (G1, 64) | w (G2, 128); 260 bytes as SGX has it, 272 as the
 * EPID SDK has it (docs/spec/epid2.md, section 5.2). The group id enters no hash, so both forms are the same key.
 */
public final class GroupPublicKey {
    private final byte[] groupId;
    private final G1 h1;
    private final G1 h2;
    private final G2 w;
    private final byte[] hashPrefix;
    private volatile PairingLines linesOfW;

    GroupPublicKey(byte[] groupId, G1 h1, G1 h2, G2 w) {
        this.groupId = GroupId.checked(groupId);
        this.h1 = h1;
        this.h2 = h2;
        this.w = w;
        this.hashPrefix = ByteBuffer.allocate(Scalars.SIZE + 3 * G1.SIZE + 2 * G2.SIZE)
                .put(Scalars.encode(Bn.P))
                .put(G1.GENERATOR.encode())
                .put(G2.GENERATOR.encode())
                .put(h1.encode())
                .put(h2.encode())
                .put(w.encode())
                .array();
    }

    /**
     * Reads 260 or 272 bytes.
     *
     * @throws EpidException for another length, or if h1 or h2 is no point of G1, w no element of G2 (its order is
     *     checked), or any of them infinity
     */
    public static GroupPublicKey parse(byte[] encoded) throws EpidException {
        Reader in = new Reader("GroupPublicKey", encoded, 260, 272);
        byte[] groupId = in.bytes(encoded.length - 256);
        return new GroupPublicKey(groupId, in.finiteG1("h1"), in.finiteG1("h2"), in.finiteG2("w"));
    }

    /** The 260 or 272 bytes. */
    public byte[] encode() {
        return ByteBuffer.allocate(groupId.length + 256)
                .put(groupId)
                .put(h1.encode())
                .put(h2.encode())
                .put(w.encode())
                .array();
    }

    /** The group id, 4 or 16 bytes. */
    public byte[] groupId() {
        return groupId.clone();
    }

    boolean hasGroupId(byte[] other) {
        return Arrays.equals(groupId, other);
    }

    G1 h1() {
        return h1;
    }

    G1 h2() {
        return h2;
    }

    G2 w() {
        return w;
    }

    /** p | g1 | g2 | h1 | h2 | w, 480 bytes: what all challenges of the group begin with. Not to be written to. */
    byte[] hashPrefix() {
        return hashPrefix;
    }

    /** The lines of w, computed at their first use. */
    PairingLines linesOfW() {
        PairingLines lines = linesOfW;
        if (lines == null) {
            lines = new PairingLines(w);
            linesOfW = lines;
        }
        return lines;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupPublicKey that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashPrefix);
    }

    @Override
    public String toString() {
        return "GroupPublicKey of group " + GroupId.toString(groupId);
    }
}
