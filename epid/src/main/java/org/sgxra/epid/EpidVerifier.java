package org.sgxra.epid;

import java.util.Arrays;
import org.sgxra.epid.math.G1;
import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.G1Sum;
import org.sgxra.epid.math.Gt;
import org.sgxra.epid.math.Pairing;
import org.sgxra.epid.math.PairingLines;

/** Verifies signatures of one group (docs/spec/epid2.md, section 8). May be used by several threads. */
public final class EpidVerifier {
    private final GroupPublicKey group;
    private final HashAlgorithm algorithm;
    private final PairingLines g2;
    private final PairingLines w;
    private final G1Base g1Base;
    private final G1Base h1Base;
    private final G1Base h2Base;

    /** Prepares what all verifications have in common; no pairing is computed. */
    public EpidVerifier(GroupPublicKey group, HashAlgorithm algorithm) {
        this.group = group;
        this.algorithm = algorithm;
        this.g2 = PairingLines.ofGenerator();
        this.w = group.linesOfW();
        G1Base[] bases = G1Base.forManyUses(G1.GENERATOR, group.h1(), group.h2());
        this.g1Base = bases[0];
        this.h1Base = bases[1];
        this.h2Base = bases[2];
    }

    /**
     * Verifies a signature. The steps and their order are those of the original library; the first that fails decides.
     *
     * @param signature any bytes
     * @param basenameOrNull the basename the signature must be linkable by; with null any base is accepted
     * @param lists the revocation lists to check; without a SigRL the proofs in the signature are not looked at
     */
    public EpidVerdict verify(byte[] signature, byte[] message, byte[] basenameOrNull, RevocationLists lists) {
        if (!Signature.hasGoodLength(signature)) {
            return EpidVerdict.BAD_SIGNATURE_LENGTH;
        }
        Signature parsed;
        try {
            parsed = Signature.parse(signature.clone());
        } catch (EpidException e) {
            return EpidVerdict.INVALID;
        }
        if (!verifyBasic(parsed, message, basenameOrNull)) {
            return EpidVerdict.INVALID;
        }
        if (lists.groupRl() != null && lists.groupRl().contains(group.groupId())) {
            return EpidVerdict.GROUP_REVOKED;
        }
        EpidVerdict verdict = checkPrivRl(parsed, lists.privRl());
        if (verdict == EpidVerdict.VALID) {
            verdict = checkSigRl(parsed, message, lists.sigRl());
        }
        return verdict == EpidVerdict.VALID ? checkVerifierRl(parsed, lists.verifierRl()) : verdict;
    }

    private boolean verifyBasic(Signature s, byte[] message, byte[] basenameOrNull) {
        if (basenameOrNull != null
                && !G1.hash(algorithm.newDigest(), basenameOrNull).equals(s.b)) {
            return false;
        }
        G1Base[] bases = G1Base.of(s.b, s.k, s.t);
        // R2 = e(T, g2^-sx w^-c) e(h1, g2)^sf e(h2, g2)^sb e(h2, w)^sa e(g1, g2)^c, sorted by g2 and w
        G1[] points = G1Sum.evaluateAll(
                new G1Sum().add(s.sf, bases[0]).add(s.c.negate(), bases[1]),
                new G1Sum()
                        .add(s.sx.negate(), bases[2])
                        .add(s.sf, h1Base)
                        .add(s.sb, h2Base)
                        .add(s.c, g1Base),
                new G1Sum().add(s.c.negate(), bases[2]).add(s.sa, h2Base));
        Gt r2 = new Pairing().times(points[1], g2).times(points[2], w).value();
        return Challenge.ofSignature(algorithm, group, s.b, s.k, s.t, points[0], r2, message)
                .equals(s.c);
    }

    private EpidVerdict checkPrivRl(Signature s, PrivRl list) {
        if (list == null) {
            return EpidVerdict.VALID;
        }
        if (!group.hasGroupId(list.groupId())) {
            return EpidVerdict.FOREIGN_REVOCATION_LIST;
        }
        return list.revokes(s.b, s.k) ? EpidVerdict.KEY_REVOKED : EpidVerdict.VALID;
    }

    private EpidVerdict checkSigRl(Signature s, byte[] message, SigRl list) {
        if (list == null) {
            return EpidVerdict.VALID;
        }
        if (!group.hasGroupId(list.groupId())) {
            return EpidVerdict.FOREIGN_REVOCATION_LIST;
        }
        if (s.listVersion() != list.version()) {
            return EpidVerdict.SIGRL_VERSION_MISMATCH;
        }
        if (s.proofCount() != list.size()) {
            return EpidVerdict.SIGRL_SIZE_MISMATCH;
        }
        if (list.size() == 0) {
            return EpidVerdict.VALID;
        }
        NonRevocation nonRevocation = new NonRevocation(algorithm, s.b, s.k, message, list.size());
        return Positions.blocks(list.size())
                        .allMatch(block -> nonRevocation.verify(block.map(list::pseudonym), block.map(s::proof)))
                ? EpidVerdict.VALID
                : EpidVerdict.SIGNATURE_REVOKED;
    }

    private EpidVerdict checkVerifierRl(Signature s, VerifierRl list) {
        if (list == null) {
            return EpidVerdict.VALID;
        }
        if (!group.hasGroupId(list.groupId())) {
            return EpidVerdict.FOREIGN_REVOCATION_LIST;
        }
        return Arrays.equals(list.base(), s.b.encode()) && list.contains(s.k.encode())
                ? EpidVerdict.VERIFIER_REVOKED
                : EpidVerdict.VALID;
    }

    /** Whether two signatures were made by one member with one basename: their pseudonyms are equal (section 9). */
    public static boolean linked(byte[] signature1, byte[] signature2) throws EpidException {
        return Arrays.equals(pseudonym(signature1), pseudonym(signature2));
    }

    /**
     * The pseudonym B | K of a signature, its first 128 bytes; also what a SigRL revokes it by. Only meaningful for a
     * signature that has been verified.
     *
     * @throws EpidException if the length is not that of a signature
     */
    public static byte[] pseudonym(byte[] signature) throws EpidException {
        if (!Signature.hasGoodLength(signature)) {
            throw new EpidException("Signature: " + signature.length + " bytes instead of 360 + 160 n2");
        }
        return Arrays.copyOf(signature, 2 * G1.SIZE);
    }
}
