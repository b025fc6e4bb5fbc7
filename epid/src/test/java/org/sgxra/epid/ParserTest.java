package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes, a parser gives an object that encodes to them, or an EpidException. */
@ExtendWith(SeededRandom.class)
class ParserTest {
    private interface Parser {
        byte[] parseAndEncode(byte[] in) throws EpidException;
    }

    static Stream<Arguments> parsers() throws EpidException {
        SecureRandom random = SeededRandom.of(ParserTest.class);
        Issuer issuer = Issuer.createGroup(new byte[16], random);
        Joining joining = Joining.begin(issuer.publicKey(), new byte[32], random);
        MembershipCredential credential = issuer.certify(joining.request(), new byte[32], null, random);
        byte[] point = issuer.publicKey().h1().encode();
        byte[] pair = Arrays.copyOf(point, 128);
        return Stream.of(
                parser(
                        "GroupPublicKey",
                        in -> GroupPublicKey.parse(in).encode(),
                        issuer.publicKey().encode()),
                parser(
                        "IssuerPrivateKey",
                        in -> IssuerPrivateKey.parse(in).encode(),
                        issuer.privateKey().encode()),
                parser(
                        "JoinRequest",
                        in -> JoinRequest.parse(in).encode(),
                        joining.request().encode()),
                parser(
                        "MembershipCredential",
                        in -> MembershipCredential.parse(in).encode(),
                        credential.encode()),
                parser(
                        "MemberPrivateKey",
                        in -> MemberPrivateKey.parse(in).encode(),
                        joining.complete(credential).encode()),
                parser(
                        "PrivRl",
                        in -> PrivRl.parse(in, 16).encode(),
                        PrivRl.of(new byte[16], 1, List.of(new byte[32])).encode()),
                parser(
                        "SigRl",
                        in -> SigRl.parse(in, 16).encode(),
                        SigRl.of(new byte[16], 1, List.of(pair, pair)).encode()),
                parser(
                        "GroupRl",
                        in -> GroupRl.parse(in, 4).encode(),
                        GroupRl.of(1, 4, List.of(new byte[4])).encode()),
                parser(
                        "VerifierRl",
                        in -> VerifierRl.parse(in, 4).encode(),
                        VerifierRl.of(new byte[4], point, 1, List.of(point)).encode()));
    }

    private static Arguments parser(String object, Parser parser, byte[] example) {
        return Arguments.of(object, parser, example);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parsers")
    void rewritesWhatItReads(String object, Parser parser, byte[] example) throws EpidException {
        assertThat(parser.parseAndEncode(example)).isEqualTo(example);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parsers")
    void refusesEveryOtherLength(String object, Parser parser, byte[] example) {
        int shortForm = example.length - 12;
        for (int length = 0; length <= example.length + 40; length++) {
            byte[] cut = Arrays.copyOf(example, length);
            if (length != example.length
                    && (length != shortForm || object.endsWith("Rl") || object.equals("JoinRequest"))) {
                assertThatThrownBy(() -> parser.parseAndEncode(cut))
                        .isInstanceOf(EpidException.class)
                        .hasMessageStartingWith(object + ": ")
                        .hasMessageContaining(cut.length + "");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parsers")
    void survivesMutations(String object, Parser parser, byte[] example) {
        Random random = new Random(object.hashCode());
        for (int i = 0; i < 300; i++) {
            byte[] mutated = example.clone();
            for (int j = 0; j <= i % 3; j++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            byte[] out;
            try {
                out = parser.parseAndEncode(mutated);
            } catch (EpidException e) {
                assertThat(e).hasMessageStartingWith(object + ": ").hasMessageContaining("at offset");
                continue;
            }
            assertThat(out).isEqualTo(mutated);
        }
    }

    @Test
    void namesTheFieldAndItsOffset() throws EpidException {
        byte[] key = Vectors.group("grp_x").encode();
        assertThatThrownBy(() -> GroupPublicKey.parse(filled(key, 16, 64, 0xff)))
                .hasMessage("GroupPublicKey: h1 at offset 16 is no point of G1 other than infinity");
        assertThatThrownBy(() -> GroupPublicKey.parse(filled(key, 80, 64, 0)))
                .hasMessage("GroupPublicKey: h2 at offset 80 is no point of G1 other than infinity");
        assertThatThrownBy(() -> GroupPublicKey.parse(filled(key, 144, 1, 1)))
                .hasMessage("GroupPublicKey: w at offset 144 is no element of G2 other than infinity");
        byte[] member = Vectors.member("grp_x/member0").encode();
        assertThatThrownBy(() -> MemberPrivateKey.parse(filled(member, 112, 32, 0xff)))
                .hasMessage("MemberPrivateKey: f at offset 112 is not below p = "
                        + "fffffffffffcf0cd46e5f25eee71a49e0cdc65fb1299921af62d536cd10b500d");
        assertThatThrownBy(() -> MemberPrivateKey.parse(new byte[143]))
                .hasMessage("MemberPrivateKey: 143 bytes instead of [132, 144]");
        assertThatThrownBy(() -> SigRl.parse(new byte[23], 16))
                .hasMessage("SigRl: 23 bytes are too few for the header of 24");
        assertThatThrownBy(() -> PrivRl.parse(filled(new byte[12], 8, 4, 0xff), 4))
                .hasMessage("PrivRl: count at offset 8 is 4294967295, which takes 137438953452 bytes, not 12");
    }

    private static byte[] filled(byte[] in, int offset, int length, int value) {
        byte[] out = in.clone();
        Arrays.fill(out, offset, offset + length, (byte) value);
        return out;
    }

    @Test
    void refusesToBuildListsOfWrongEntries() {
        assertThatThrownBy(() -> PrivRl.of(new byte[4], 1, List.of(new byte[32], new byte[31])))
                .hasMessage("PrivRl: entry 1 at offset 44 has 31 bytes instead of 32");
        assertThatThrownBy(() -> SigRl.of(new byte[4], 1L << 32, List.of()))
                .hasMessage("SigRl: version 4294967296 does not fit in 32 bits");
        assertThatThrownBy(() -> VerifierRl.of(new byte[4], new byte[63], 1, List.of()))
                .hasMessage("VerifierRl: B at offset 4 has 63 bytes instead of 64");
        assertThatThrownBy(() -> SigRl.of(new byte[5], 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a group id has 4 or 16 bytes, not 5");
    }

    @Test
    void refusesGroupIdsThatNameNoKnownAlgorithm() {
        byte[] groupId = new byte[16];
        groupId[1] = 4;
        assertThatThrownBy(() -> HashAlgorithm.ofGroupId(groupId))
                .isInstanceOf(EpidException.class)
                .hasMessage("group id: hash algorithm at offset 1 is 4, only 0 to 3 are known");
        groupId[0] = 0x10;
        assertThatThrownBy(() -> HashAlgorithm.ofGroupId(groupId))
                .isInstanceOf(EpidException.class)
                .hasMessage("group id: scheme at offset 0 is 1, only 0 is known");
        assertThatThrownBy(() -> HashAlgorithm.ofGroupId(new byte[4]))
                .isInstanceOf(EpidException.class)
                .hasMessage("group id: 4 bytes instead of 16");
    }

    @Test
    void givesTheFieldsOfLists() throws EpidException {
        SigRl list =
                SigRl.parse(Vectors.hex(Vectors.file("cases.json").get("cases").get(1), "sigRl"), 16);
        assertThat(list.version()).isEqualTo(3);
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.groupId()).asHexString().isEqualTo("0000000000000000000000007FFFFFEE");
        assertThat(list.pseudonym(0)).hasSize(128);
        assertThat(PrivRl.of(new byte[4], 0xffffffffL, List.of()).version()).isEqualTo(0xffffffffL);
    }
}
