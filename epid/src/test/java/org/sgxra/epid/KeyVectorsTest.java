package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyVectorsTest {
    private static final JsonNode KEYS = Vectors.file("keys.json");

    static Stream<String> groups() {
        return names("groups", 7);
    }

    static Stream<String> issuers() {
        return names("issuers", 3);
    }

    static Stream<String> members() {
        return names("members", 13);
    }

    private static Stream<String> names(String section, int count) {
        List<String> names = new ArrayList<>();
        KEYS.get(section).fieldNames().forEachRemaining(names::add);
        assertThat(names).hasSize(count);
        return names.stream();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void readsAndWritesGroupPublicKeysOfBothSizes(String name) throws EpidException {
        JsonNode entry = KEYS.get("groups").get(name);
        byte[] raw = Vectors.hex(entry, "raw");
        assertThat(raw).isEqualTo(Vectors.concat(entry, "gid", "h1", "h2", "w"));
        GroupPublicKey key = GroupPublicKey.parse(raw);
        assertThat(key.encode()).isEqualTo(raw);
        assertThat(key.groupId()).isEqualTo(Vectors.hex(entry, "gid"));

        byte[] sgx = Vectors.withGroupId(raw, new byte[] {1, 2, 3, 4});
        assertThat(sgx).hasSize(260);
        assertThat(GroupPublicKey.parse(sgx).encode()).isEqualTo(sgx);
    }

    @ParameterizedTest
    @MethodSource("issuers")
    void acceptsTheIssuerKeyOfAGroup(String name) throws EpidException {
        JsonNode entry = KEYS.get("issuers").get(name);
        assertThat(entry.get("w_equals_g2_gamma").asBoolean()).isTrue();
        Issuer issuer = new Issuer(Vectors.group(name), Vectors.issuer(name));
        assertThat(issuer.privateKey().encode()).isEqualTo(Vectors.concat(entry, "gid", "gamma"));
        assertThat(issuer.privateKey().groupId()).isEqualTo(issuer.publicKey().groupId());
    }

    @ParameterizedTest
    @MethodSource("members")
    void recognizesMembersOfTheirGroup(String name) throws EpidException {
        JsonNode entry = KEYS.get("members").get(name);
        MemberPrivateKey key = Vectors.member(name);
        assertThat(key.encode()).isEqualTo(Vectors.concat(entry, "gid", "A", "x", "f"));
        GroupPublicKey group = Vectors.group(entry.get("group").asText());
        assertThat(key.isMemberOf(group)).isEqualTo(entry.get("member_of_group").asBoolean());
        assertThat(key.isMemberOf(Vectors.group("grp01", key.groupId()))).isFalse();
    }

    @Test
    void countsAKeyOfAnotherGroupIdAsNoMember() throws EpidException {
        assertThat(Vectors.member("grp_x/member0").isMemberOf(Vectors.group("grp_x", new byte[16])))
                .isFalse();
    }

    @Test
    void printsPrivateKeysAsTheirLength() throws EpidException {
        assertThat(Vectors.member("grp_x/member0")).hasToString("MemberPrivateKey (144 bytes)");
        assertThat(Vectors.issuer("grp_x")).hasToString("IssuerPrivateKey (48 bytes)");
    }

    @Test
    void forgetsDestroyedKeys() throws EpidException {
        MemberPrivateKey member = Vectors.member("grp_x/member0");
        member.destroy();
        IssuerPrivateKey issuer = Vectors.issuer("grp_x");
        issuer.destroy();
        assertThat(member.isDestroyed()).isTrue();
        assertThat(issuer.isDestroyed()).isTrue();
        assertThatThrownBy(member::encode).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(issuer::encode).isInstanceOf(IllegalStateException.class);
    }
}
