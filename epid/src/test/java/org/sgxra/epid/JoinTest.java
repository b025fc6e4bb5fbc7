package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.epid.math.Bn;
import org.sgxra.epid.math.G1;

@ExtendWith(SeededRandom.class)
class JoinTest {
    private static final SecureRandom RANDOM = SeededRandom.of(JoinTest.class);
    private static final byte[] NONCE = new byte[32];
    private static final byte[] GROUP_ID = {0, 0, 0x0b, (byte) 0xad};
    private static final Issuer ISSUER = Issuer.createGroup(GROUP_ID, RANDOM);

    static Stream<JsonNode> recorded() {
        return Vectors.entries("join.json", "entries");
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void makesTheRecordedJoinRequest(JsonNode entry) throws EpidException {
        assertThat(joining(entry).request().encode()).isEqualTo(Vectors.hex(entry, "joinRequest"));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void completesWithTheRecordedCredential(JsonNode entry) throws EpidException {
        byte[] encoded = Vectors.concat(entry.get("credential"), "gid", "A", "x");
        MembershipCredential credential = MembershipCredential.parse(encoded);
        assertThat(credential.encode()).isEqualTo(encoded);
        MemberPrivateKey key = joining(entry).complete(credential);
        assertThat(key.f()).isEqualTo(Vectors.number(entry, "f"));
        assertThat(key.isMemberOf(Vectors.group("grp_x"))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void certifiesTheRecordedJoinRequest(JsonNode entry) throws EpidException {
        Issuer issuer = new Issuer(Vectors.group("grp_x"), Vectors.issuer("grp_x"));
        assertThat(issuer.privateKey().gamma()).isEqualTo(Vectors.number(entry, "issuerGamma"));
        JoinRequest request = JoinRequest.parse(Vectors.hex(entry, "joinRequest"));
        MembershipCredential credential =
                issuer.certify(request, Vectors.algorithm(entry), Vectors.hex(entry, "nonce"), null, RANDOM);
        assertThat(joining(entry).complete(credential).isMemberOf(issuer.publicKey()))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void recomputesTheRecordedCredential(JsonNode entry) {
        BigInteger x = Vectors.number(entry.get("credential"), "x");
        BigInteger exponent = x.add(Vectors.number(entry, "issuerGamma")).modInverse(Bn.P);
        G1 f = G1.parse(Vectors.hex(entry, "joinRequest"), 0).orElseThrow();
        assertThat(G1.GENERATOR.add(f).multiply(exponent).encode())
                .isEqualTo(Vectors.hex(entry.get("credential"), "A"));
    }

    private static Joining joining(JsonNode entry) throws EpidException {
        return Joining.begin(
                Vectors.group(entry.get("group").asText()),
                Vectors.algorithm(entry),
                Vectors.hex(entry, "nonce"),
                Vectors.number(entry, "f"),
                Vectors.number(entry, "r"));
    }

    @Test
    void letsAMemberJoinANewGroup() throws EpidException {
        Joining joining = Joining.begin(ISSUER.publicKey(), NONCE, RANDOM);
        JoinRequest request = JoinRequest.parse(joining.request().encode());
        MembershipCredential credential = ISSUER.certify(request, NONCE, null, RANDOM);
        MemberPrivateKey key = joining.complete(MembershipCredential.parse(credential.encode()));
        assertThat(key.encode()).hasSize(132);
        assertThat(MemberPrivateKey.parse(key.encode())).isEqualTo(key);
        byte[] message = {1};
        byte[] signature = new Member(ISSUER.publicKey(), key, HashAlgorithm.SHA_256, RANDOM).sign(message, null, null);
        assertThat(new EpidVerifier(ISSUER.publicKey(), HashAlgorithm.SHA_256)
                        .verify(signature, message, null, RevocationLists.NONE))
                .isEqualTo(EpidVerdict.VALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {127, 95})
    void refusesARequestWithAWrongProof(int position) throws EpidException {
        byte[] request =
                Joining.begin(ISSUER.publicKey(), NONCE, RANDOM).request().encode();
        request[position] ^= 1;
        assertThatThrownBy(() -> ISSUER.certify(JoinRequest.parse(request), NONCE, null, RANDOM))
                .isInstanceOf(EpidException.class)
                .hasMessage("JoinRequest: c at offset 64 is not the challenge of a proof about F");
    }

    @Test
    void refusesAnotherF() throws EpidException {
        byte[] request =
                Joining.begin(ISSUER.publicKey(), NONCE, RANDOM).request().encode();
        System.arraycopy(G1.GENERATOR.encode(), 0, request, 0, 64);
        assertThatThrownBy(() -> ISSUER.certify(JoinRequest.parse(request), NONCE, null, RANDOM))
                .isInstanceOf(EpidException.class)
                .hasMessageContaining("not the challenge");
    }

    @Test
    void refusesARequestMadeForAnotherNonce() {
        JoinRequest request = Joining.begin(ISSUER.publicKey(), NONCE, RANDOM).request();
        byte[] other = new byte[32];
        other[31] = 1;
        assertThatThrownBy(() -> ISSUER.certify(request, other, null, RANDOM))
                .isInstanceOf(EpidException.class)
                .hasMessageContaining("not the challenge");
    }

    @Test
    void refusesInfinityAsF() {
        JoinRequest request = Joining.begin(
                        ISSUER.publicKey(), HashAlgorithm.SHA_256, NONCE, BigInteger.ZERO, BigInteger.TEN)
                .request();
        assertThatThrownBy(() -> ISSUER.certify(request, NONCE, null, RANDOM))
                .isInstanceOf(EpidException.class)
                .hasMessage("JoinRequest: F at offset 0 is infinity");
    }

    @Test
    void refusesARevokedKey() throws EpidException {
        BigInteger f = new BigInteger("1234567890");
        JoinRequest request = Joining.begin(ISSUER.publicKey(), HashAlgorithm.SHA_256, NONCE, f, BigInteger.TEN)
                .request();
        PrivRl others = PrivRl.of(GROUP_ID, 1, List.of(Scalars.encode(BigInteger.ONE)));
        assertThat(ISSUER.certify(request, NONCE, others, RANDOM)).isNotNull();
        PrivRl revoked = PrivRl.of(GROUP_ID, 2, List.of(Scalars.encode(BigInteger.ONE), Scalars.encode(f)));
        assertThatThrownBy(() -> ISSUER.certify(request, NONCE, revoked, RANDOM))
                .isInstanceOf(EpidException.class)
                .hasMessage("JoinRequest: F at offset 0 belongs to a revoked key");
    }

    @Test
    void refusesThePrivRlOfAnotherGroup() throws EpidException {
        JoinRequest request = Joining.begin(ISSUER.publicKey(), NONCE, RANDOM).request();
        PrivRl foreign = PrivRl.of(new byte[4], 1, List.of());
        assertThatThrownBy(() -> ISSUER.certify(request, NONCE, foreign, RANDOM))
                .isInstanceOf(EpidException.class)
                .hasMessage("PrivRl: gid at offset 0 is 00000000, the group is 00000bad");
    }

    @Test
    void refusesACredentialMadeForAnotherMember() throws EpidException {
        MembershipCredential credential =
                ISSUER.certify(Joining.begin(ISSUER.publicKey(), NONCE, RANDOM).request(), NONCE, null, RANDOM);
        assertThatThrownBy(
                        () -> Joining.begin(ISSUER.publicKey(), NONCE, RANDOM).complete(credential))
                .isInstanceOf(EpidException.class)
                .hasMessage("MembershipCredential: A at offset 4 and x do not make this member one of the group");
    }

    @Test
    void refusesACredentialOfAnotherGroup() throws EpidException {
        Joining joining = Joining.begin(ISSUER.publicKey(), NONCE, RANDOM);
        byte[] credential =
                ISSUER.certify(joining.request(), NONCE, null, RANDOM).encode();
        credential[0] = 1;
        assertThatThrownBy(() -> joining.complete(MembershipCredential.parse(credential)))
                .isInstanceOf(EpidException.class)
                .hasMessage("MembershipCredential: gid at offset 0 is 01000bad, the group is 00000bad");
    }

    @Test
    void refusesAnIssuerKeyThatDoesNotFit() throws EpidException {
        IssuerPrivateKey wrong = IssuerPrivateKey.of(GROUP_ID, BigInteger.TEN);
        assertThatThrownBy(() -> new Issuer(ISSUER.publicKey(), wrong))
                .isInstanceOf(EpidException.class)
                .hasMessage("IssuerPrivateKey: gamma at offset 4 is not the key to the group's w");
        IssuerPrivateKey foreign =
                IssuerPrivateKey.of(new byte[4], ISSUER.privateKey().gamma());
        assertThatThrownBy(() -> new Issuer(ISSUER.publicKey(), foreign))
                .isInstanceOf(EpidException.class)
                .hasMessage("IssuerPrivateKey: gid at offset 0 is 00000000, the group is 00000bad");
    }

    @Test
    void wantsANonceOf32Bytes() {
        assertThatThrownBy(() -> Joining.begin(ISSUER.publicKey(), Arrays.copyOf(NONCE, 31), RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the issuer's nonce has 32 bytes, not 31");
    }
}
