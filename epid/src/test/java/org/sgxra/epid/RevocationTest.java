package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.epid.math.G1;

@ExtendWith(SeededRandom.class)
class RevocationTest {
    private static final SecureRandom RANDOM = SeededRandom.of(RevocationTest.class);
    private static final byte[] MESSAGE = {4, 3, 2};
    private static final byte[] BASENAME = {7};
    private static final byte[] GID = {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xee};

    private final GroupPublicKey group = Vectors.group("grp_x", GID);
    private final MemberPrivateKey key = key("grp_x/member0");
    private final Member member = new Member(group, key, HashAlgorithm.SHA_256, RANDOM);
    private final Member other = new Member(group, key("grp_x/member1"), HashAlgorithm.SHA_256, RANDOM);
    private final EpidVerifier verifier = new EpidVerifier(group, HashAlgorithm.SHA_256);

    RevocationTest() throws EpidException {}

    private static MemberPrivateKey key(String name) throws EpidException {
        return MemberPrivateKey.parse(Vectors.withGroupId(Vectors.member(name).encode(), GID));
    }

    /** A SigRL of signatures that the other member made. */
    private SigRl othersList(long version, int size) throws EpidException {
        return SigRl.of(GID, version, othersEntries(size));
    }

    private List<byte[]> othersEntries(int size) throws EpidException {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(EpidVerifier.pseudonym(other.sign(MESSAGE, null, null)));
        }
        return entries;
    }

    private EpidVerdict verify(byte[] signature, GroupRl groupRl, PrivRl privRl, SigRl sigRl, VerifierRl verifierRl) {
        return verifier.verify(signature, MESSAGE, BASENAME, new RevocationLists(groupRl, privRl, sigRl, verifierRl));
    }

    private EpidVerdict verify(byte[] signature, SigRl list) {
        return verify(signature, null, null, list, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 9, 33})
    void provesThatItIsNotRevoked(int size) throws EpidException {
        SigRl list = othersList(0xfffffffeL, size);
        byte[] signature = member.sign(MESSAGE, BASENAME, list);
        assertThat(signature).hasSize(360 + 160 * size);
        assertThat(verify(signature, list)).isEqualTo(EpidVerdict.VALID);
        assertThat(verify(signature, null)).isEqualTo(EpidVerdict.VALID);
    }

    @Test
    void givesTheSameProofsToTheSameRandomNumbersWhateverThreadsComputeThem() throws Exception {
        SigRl list = othersList(1, 21);
        List<byte[]> signatures = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            Member seeded = new Member(group, key, HashAlgorithm.SHA_256, SeededRandom.of(List.class));
            ForkJoinPool pool = new ForkJoinPool(threads);
            signatures.add(
                    pool.submit(() -> seeded.sign(MESSAGE, BASENAME, list)).get());
            pool.shutdown();
        }
        assertThat(signatures.get(1)).isEqualTo(signatures.get(0));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 1", "9, 0", "9, 4", "9, 8"})
    void refusesToSignWhenRevoked(int size, int position) throws EpidException {
        List<byte[]> entries = othersEntries(size);
        entries.set(position, EpidVerifier.pseudonym(member.sign(MESSAGE, null, null)));
        SigRl list = SigRl.of(GID, 1, entries);
        assertThatThrownBy(() -> member.sign(MESSAGE, BASENAME, list))
                .isInstanceOf(RevokedException.class)
                .hasMessage("SigRl: entry %d at offset %d revokes this member", position, 12 + 128 * position);

        byte[] signature = member.signEvenIfRevoked(MESSAGE, BASENAME, list);
        byte[] t = Arrays.copyOfRange(signature, 360 + 160 * position, 424 + 160 * position);
        assertThat(t).containsOnly(0);
        assertThat(verify(signature, list)).isEqualTo(EpidVerdict.SIGNATURE_REVOKED);
    }

    @Test
    void refusesAForgedProofOfARevokedMember() throws EpidException {
        SigRl harmless = othersList(1, 1);
        SigRl revoking = SigRl.of(GID, 1, List.of(EpidVerifier.pseudonym(member.sign(MESSAGE, null, null))));
        byte[] signature = member.sign(MESSAGE, BASENAME, harmless);
        assertThat(verify(signature, revoking)).isEqualTo(EpidVerdict.SIGNATURE_REVOKED);
        byte[] forged = member.signEvenIfRevoked(MESSAGE, BASENAME, revoking);
        System.arraycopy(G1.GENERATOR.encode(), 0, forged, 360, 64);
        assertThat(verify(forged, revoking)).isEqualTo(EpidVerdict.SIGNATURE_REVOKED);
    }

    @ParameterizedTest
    @CsvSource({"0, T.x", "63, T.y", "95, c", "127, smu", "159, snu", "160, next T", "319, next snu"})
    void refusesAChangedProof(int offset, String field) throws EpidException {
        SigRl list = othersList(1, 2);
        byte[] signature = member.sign(MESSAGE, BASENAME, list);
        signature[360 + offset] ^= 1;
        assertThat(verify(signature, list)).as(field).isEqualTo(EpidVerdict.SIGNATURE_REVOKED);
        assertThat(verify(signature, null)).isEqualTo(EpidVerdict.VALID);
    }

    @Test
    void refusesProofsOfAnotherSignature() throws EpidException {
        SigRl list = othersList(1, 1);
        byte[] first = member.sign(MESSAGE, BASENAME, list);
        byte[] proofs = member.sign(new byte[] {1}, BASENAME, list);
        System.arraycopy(proofs, 360, first, 360, 160);
        assertThat(verify(first, list)).isEqualTo(EpidVerdict.SIGNATURE_REVOKED);
    }

    @Test
    void tellsWhichListASignatureWasMadeFor() throws EpidException {
        SigRl list = othersList(5, 2);
        byte[] signature = member.sign(MESSAGE, BASENAME, list);
        SigRl newer = SigRl.of(GID, 6, List.of(list.pseudonym(0), list.pseudonym(1)));
        assertThat(verify(signature, newer)).isEqualTo(EpidVerdict.SIGRL_VERSION_MISMATCH);
        SigRl shorter = SigRl.of(GID, 5, List.of(list.pseudonym(0)));
        assertThat(verify(signature, shorter)).isEqualTo(EpidVerdict.SIGRL_SIZE_MISMATCH);
        assertThat(verify(member.sign(MESSAGE, BASENAME, null), list)).isEqualTo(EpidVerdict.SIGRL_VERSION_MISMATCH);
    }

    @Test
    void givesNoProofForAnEntryThatIsNoPoint() throws EpidException {
        List<byte[]> entries = othersEntries(2);
        entries.get(1)[127] ^= 1;
        SigRl list = SigRl.of(GID, 1, entries);
        assertThatThrownBy(() -> member.sign(MESSAGE, BASENAME, list))
                .isInstanceOf(RevokedException.class)
                .hasMessage("SigRl: entry 1 at offset 140 is no pair of points, so there is no proof for it");
        assertThat(verify(member.signEvenIfRevoked(MESSAGE, BASENAME, list), list))
                .isEqualTo(EpidVerdict.SIGNATURE_REVOKED);
    }

    @Test
    void findsARevokedKey() throws EpidException {
        byte[] signature = member.sign(MESSAGE, BASENAME, null);
        byte[] one = new byte[32];
        one[31] = 1;
        for (int size : new int[] {1, 2, 10}) {
            List<byte[]> keys = new ArrayList<>(Collections.nCopies(size, one));
            assertThat(verify(signature, null, PrivRl.of(GID, 1, keys), null, null))
                    .isEqualTo(EpidVerdict.VALID);
            keys.set(size - 1, Scalars.encode(key.f()));
            assertThat(verify(signature, null, PrivRl.of(GID, 1, keys), null, null))
                    .isEqualTo(EpidVerdict.KEY_REVOKED);
        }
        byte[] noKey = new byte[32];
        Arrays.fill(noKey, (byte) 0xff);
        assertThat(verify(signature, null, PrivRl.of(GID, 1, List.of(one, noKey)), null, null))
                .isEqualTo(EpidVerdict.KEY_REVOKED);
    }

    @Test
    void findsARevokedGroup() throws EpidException {
        byte[] signature = member.sign(MESSAGE, BASENAME, null);
        GroupRl without = GroupRl.of(1, 4, List.of(new byte[4]));
        assertThat(verify(signature, without, null, null, null)).isEqualTo(EpidVerdict.VALID);
        GroupRl with = GroupRl.of(2, 4, List.of(new byte[4], GID));
        assertThat(verify(signature, with, null, null, null)).isEqualTo(EpidVerdict.GROUP_REVOKED);
    }

    @Test
    void findsAPseudonymThatTheVerifierRevoked() throws EpidException {
        byte[] signature = member.sign(MESSAGE, BASENAME, null);
        byte[] b = Arrays.copyOf(signature, 64);
        byte[] k = Arrays.copyOfRange(signature, 64, 128);
        VerifierRl with = VerifierRl.of(GID, b, 1, List.of(b, k));
        assertThat(verify(signature, null, null, null, with)).isEqualTo(EpidVerdict.VERIFIER_REVOKED);
        VerifierRl otherBase = VerifierRl.of(GID, k, 1, List.of(k));
        assertThat(verify(signature, null, null, null, otherBase)).isEqualTo(EpidVerdict.VALID);
        VerifierRl without = VerifierRl.of(GID, b, 1, List.of(b));
        assertThat(verify(signature, null, null, null, without)).isEqualTo(EpidVerdict.VALID);
    }

    @Test
    void decidesInTheOrderOfTheSpecification() throws EpidException {
        SigRl stale = othersList(9, 0);
        byte[] signature = member.sign(MESSAGE, BASENAME, null);
        byte[] b = Arrays.copyOf(signature, 64);
        GroupRl groupRl = GroupRl.of(1, 4, List.of(GID));
        PrivRl privRl = PrivRl.of(GID, 1, List.of(Scalars.encode(key.f())));
        VerifierRl verifierRl = VerifierRl.of(GID, b, 1, List.of(Arrays.copyOfRange(signature, 64, 128)));
        assertThat(verify(signature, groupRl, privRl, stale, verifierRl)).isEqualTo(EpidVerdict.GROUP_REVOKED);
        assertThat(verify(signature, null, privRl, stale, verifierRl)).isEqualTo(EpidVerdict.KEY_REVOKED);
        assertThat(verify(signature, null, null, stale, verifierRl)).isEqualTo(EpidVerdict.SIGRL_VERSION_MISMATCH);
        assertThat(verify(signature, null, null, null, verifierRl)).isEqualTo(EpidVerdict.VERIFIER_REVOKED);
        signature[351] ^= 1;
        assertThat(verify(signature, groupRl, privRl, stale, verifierRl)).isEqualTo(EpidVerdict.INVALID);
        ByteBuffer.wrap(signature).putInt(356, 1);
        assertThat(verify(signature, groupRl, privRl, stale, verifierRl)).isEqualTo(EpidVerdict.BAD_SIGNATURE_LENGTH);
    }

    @Test
    void refusesTheListsOfAnotherGroup() throws EpidException {
        byte[] signature = member.sign(MESSAGE, BASENAME, null);
        byte[] foreign = new byte[4];
        assertThat(verify(signature, null, PrivRl.of(foreign, 0, List.of()), null, null))
                .isEqualTo(EpidVerdict.FOREIGN_REVOCATION_LIST);
        assertThat(verify(signature, null, null, SigRl.of(foreign, 0, List.of()), null))
                .isEqualTo(EpidVerdict.FOREIGN_REVOCATION_LIST);
        assertThat(verify(signature, null, null, null, VerifierRl.of(foreign, new byte[64], 0, List.of())))
                .isEqualTo(EpidVerdict.FOREIGN_REVOCATION_LIST);
        SigRl list = SigRl.of(foreign, 1, List.of());
        assertThatThrownBy(() -> member.sign(MESSAGE, BASENAME, list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the SigRL is of group 00000000, not of 7fffffee");
    }
}
