package org.sgxra.verifier.epid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.GroupRl;
import org.sgxra.epid.PrivRl;
import org.sgxra.epid.RevocationLists;
import org.sgxra.epid.SigRl;
import org.sgxra.epid.VerifierRl;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.Check.Outcome;
import org.sgxra.verifier.check.CheckName;

/** Quotes that were made with Intel's EPID library and test keys, and copies of them with something changed. */
class EpidQuoteVerifierTest {
    private static final JsonNode RECORDED = TestData.json("epid/sgx_quotes.json");
    private static final String GROUP = "7fffffee";

    static List<JsonNode> cases() {
        return StreamSupport.stream(RECORDED.get("cases").spliterator(), false).toList();
    }

    private static JsonNode recorded(String id) {
        return cases().stream()
                .filter(entry -> entry.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] hex(JsonNode value) {
        return HexFormat.of().parseHex(value.asText());
    }

    private static EpidQuoteDecryption decryption() throws GeneralSecurityException {
        byte[] pkcs8 = hex(RECORDED.get("qsdk").get("pkcs8"));
        return new EpidQuoteDecryption(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    }

    private static GroupPublicKey group(int lastByteOfGid) throws EpidException {
        byte[] key = hex(RECORDED.get("groupPublicKey"));
        key[3] = (byte) lastByteOfGid;
        return GroupPublicKey.parse(key);
    }

    private static EpidQuoteVerdict verify(JsonNode entry, RevocationLists lists) throws Exception {
        return new EpidQuoteVerifier(group(0xee), decryption(), lists).verify(quote(entry));
    }

    private static EpidQuote quote(JsonNode entry) throws MalformedMessageException {
        return EpidQuote.parse(hex(entry.get("quote")));
    }

    private static RevocationLists lists(JsonNode entry) throws EpidException, MalformedMessageException {
        SigRl sigRl = entry.get("sigRl").isTextual()
                ? EpidQuoteVerifier.sigRl(SgxSigRl.parse(hex(entry.get("sigRl"))))
                : null;
        PrivRl privRl = entry.get("privRl").isTextual() ? PrivRl.parse(hex(entry.get("privRl")), 4) : null;
        return new RevocationLists(null, privRl, sigRl, null);
    }

    private static void assertRefused(EpidQuoteVerdict verdict, CheckName name, String reason) {
        Check refusal = verdict.refusal().orElseThrow();
        assertThat(refusal.name()).isEqualTo(name);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.expected()).isNotEqualTo(refusal.actual());
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(verdict.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_EPID_QUOTE);
        assertThat(verdict.checks())
                .allMatch(check -> check.name().compareTo(name) <= 0 || check.outcome() == Outcome.NOT_REACHED);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesEachRecordedQuoteItsVerdict(JsonNode entry) throws Exception {
        EpidQuoteVerdict verdict = verify(entry, lists(entry));

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.signature()).contains(ByteString.of(hex(entry.get("plainSignature"))));
        assertThat(verdict.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_EPID_QUOTE);
        assertThat(verdict.checks()).isSortedAccordingTo(Comparator.comparing(Check::name));
        switch (entry.get("expected").asText()) {
            case "OK" -> {
                assertThat(verdict.isAcceptable()).isTrue();
                assertThat(verdict.refusal()).isEmpty();
            }
            case "REVOKED_SIGRL" ->
                assertRefused(verdict, CheckName.EPID_SIGNATURE_NOT_REVOKED, "revoked: SIGNATURE_REVOKED");
            case "REVOKED_PRIVRL" -> assertRefused(verdict, CheckName.EPID_KEY_NOT_REVOKED, "revoked: KEY_REVOKED");
            case "SIGRL_VERSION_MISMATCH" ->
                assertRefused(
                        verdict,
                        CheckName.EPID_SIG_RL,
                        "it was made for another signature revocation list: SIGRL_VERSION_MISMATCH");
            default -> throw new IllegalStateException(entry.get("expected").asText());
        }
    }

    @Test
    void saysWhichListsNobodyGave() throws Exception {
        JsonNode entry = cases().stream()
                .filter(candidate -> !candidate.get("sigRl").isTextual()
                        && candidate.get("expected").asText().equals("OK"))
                .findFirst()
                .orElseThrow();

        EpidQuoteVerdict verdict = verify(entry, RevocationLists.NONE);

        assertThat(verdict.isAcceptable()).isTrue();
        assertThat(verdict.checks().stream().filter(Check::passed))
                .extracting(Check::name)
                .containsExactly(CheckName.EPID_GROUP, CheckName.EPID_PAYLOAD, CheckName.EPID_SIGNATURE);
        assertThat(verdict.checks().stream().filter(check -> !check.passed()))
                .allMatch(check -> check.outcome() == Outcome.NOT_ASKED);
    }

    @Test
    void doesNotAcceptASignatureWhoseListIsNotThere() throws Exception {
        EpidQuoteVerdict verdict = verify(recorded("sgx-linkable-10sigrl"), RevocationLists.NONE);

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(verdict.refusal().orElseThrow().name()).isEqualTo(CheckName.EPID_SIG_RL);
        assertThat(verdict.refusal().orElseThrow().reason())
                .matches("it was made for a signature revocation list of version \\d+");
        assertThat(verdict.checks().stream().filter(check -> check.name().compareTo(CheckName.EPID_SIG_RL) > 0))
                .isNotEmpty()
                .allMatch(check -> check.outcome() == Outcome.NOT_REACHED);
    }

    @Test
    void refusesAQuoteOfAnotherGroup() throws Exception {
        EpidQuoteVerdict verdict =
                new EpidQuoteVerifier(group(0xef), decryption(), RevocationLists.NONE).verify(quote(cases().get(0)));

        assertThat(verdict.isGenuine()).isFalse();
        assertRefused(verdict, CheckName.EPID_GROUP, "the quote is of group 7fffffee, the key of group 7fffffef");
    }

    @Test
    void refusesASignatureThatWasEncryptedForSomebodyElseOrChanged() throws Exception {
        byte[] bytes = hex(cases().get(0).get("quote"));
        bytes[bytes.length - 1] ^= 1;
        EpidQuoteVerdict verdict =
                new EpidQuoteVerifier(group(0xee), decryption(), RevocationLists.NONE).verify(EpidQuote.parse(bytes));

        assertThat(verdict.isGenuine()).isFalse();
        assertThat(verdict.signature()).isEmpty();
        assertRefused(
                verdict, CheckName.EPID_PAYLOAD, "the signature is malformed, or not encrypted for the given key");
    }

    @Test
    void refusesABodyThatNoMemberSigned() throws Exception {
        byte[] bytes = hex(cases().get(0).get("quote"));
        bytes[100] ^= 1;
        EpidQuoteVerdict verdict =
                new EpidQuoteVerifier(group(0xee), decryption(), RevocationLists.NONE).verify(EpidQuote.parse(bytes));

        assertThat(verdict.isGenuine()).isFalse();
        assertThat(verdict.signature()).isPresent();
        assertRefused(verdict, CheckName.EPID_SIGNATURE, "the EPID signature is not one of group 7fffffee: INVALID");
    }

    @Test
    void refusesAMemberOfARevokedGroup() throws Exception {
        GroupRl revoked = GroupRl.parse(HexFormat.of().parseHex("0000000100000001" + GROUP), 4);
        JsonNode entry = recorded("sgx-linkable-10sigrl");

        assertRefused(
                verify(entry, new RevocationLists(revoked, null, null, null)),
                CheckName.EPID_GROUP_NOT_REVOKED,
                "revoked: GROUP_REVOKED");
    }

    /** B and K of a signature, 64 bytes each, are its first. */
    @Test
    void refusesAPseudonymThatTheVerifierDoesNotWant() throws Exception {
        JsonNode entry = recorded("sgx-linkable-nosigrl");
        byte[] signature = hex(entry.get("plainSignature"));
        byte[] base = Arrays.copyOf(signature, 64);
        byte[] pseudonym = Arrays.copyOfRange(signature, 64, 128);
        byte[] gid = HexFormat.of().parseHex(GROUP);

        assertRefused(
                verify(entry, new RevocationLists(null, null, null, VerifierRl.of(gid, base, 1, List.of(pseudonym)))),
                CheckName.EPID_NOT_REVOKED_BY_VERIFIER,
                "revoked: VERIFIER_REVOKED");
        EpidQuoteVerdict wanted =
                verify(entry, new RevocationLists(null, null, null, VerifierRl.of(gid, base, 1, List.of(base))));
        assertThat(wanted.isAcceptable()).isTrue();
        assertThat(wanted.checks())
                .filteredOn(Check::passed)
                .extracting(Check::name)
                .containsExactly(
                        CheckName.EPID_GROUP,
                        CheckName.EPID_PAYLOAD,
                        CheckName.EPID_SIGNATURE,
                        CheckName.EPID_LISTS,
                        CheckName.EPID_NOT_REVOKED_BY_VERIFIER);
    }

    @Test
    void refusesListsOfAnotherGroup() throws Exception {
        PrivRl foreign = PrivRl.parse(HexFormat.of().parseHex("7fffffef0000000100000000"), 4);

        assertRefused(
                verify(cases().get(0), new RevocationLists(null, foreign, null, null)),
                CheckName.EPID_LISTS,
                "a revocation list is of another group: FOREIGN_REVOCATION_LIST");
    }
}
