package org.sgxra.services.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.Groups;
import org.sgxra.testdata.TestData;

/** Quotes whose signatures were made with Intel's C library. */
class RecordedQuotesTest {
    private static final Map<String, QuoteStatus> EXPECTED = Map.of(
            "OK",
            QuoteStatus.OK,
            "REVOKED_SIGRL",
            QuoteStatus.SIGNATURE_REVOKED,
            "REVOKED_PRIVRL",
            QuoteStatus.KEY_REVOKED,
            "SIGRL_VERSION_MISMATCH",
            QuoteStatus.SIGRL_VERSION_MISMATCH);
    private static JsonNode recording;

    static JsonNode recording() throws Exception {
        if (recording == null) {
            recording = TestData.json("epid/sgx_quotes.json");
        }
        return recording;
    }

    static Stream<Named<JsonNode>> cases() throws Exception {
        List<Named<JsonNode>> cases = new ArrayList<>();
        recording()
                .get("cases")
                .forEach(node -> cases.add(Named.of(node.get("id").asText(), node)));
        return cases.stream();
    }

    private static EpidQuoteDecryption decryption() throws Exception {
        byte[] pkcs8 =
                ByteString.fromHex(recording().at("/qsdk/pkcs8").asText()).toArray();
        PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return new EpidQuoteDecryption(key);
    }

    private static Group group(JsonNode node) throws Exception {
        ByteString publicKey =
                ByteString.fromHex(recording().get("groupPublicKey").asText());
        Group fresh = Group.fresh(publicKey, ByteString.zeros(36));
        Group.Revocations sigRl = Group.Revocations.NONE;
        if (node.hasNonNull("sigRl")) {
            SgxSigRl list = SgxSigRl.parse(
                    ByteString.fromHex(node.get("sigRl").asText()).toArray());
            sigRl = new Group.Revocations(list.version(), list.entries());
        }
        Group.Revocations privRl = Group.Revocations.NONE;
        if (node.hasNonNull("privRl")) {
            ByteString list = ByteString.fromHex(node.get("privRl").asText());
            List<ByteString> keys = new ArrayList<>();
            for (int at = 12; at < list.size(); at += 32) {
                keys.add(list.slice(at, at + 32));
            }
            privRl = new Group.Revocations(ByteBuffer.wrap(list.toArray()).getInt(4), keys);
        }
        return new Group(
                fresh.publicKey(),
                fresh.issuerKey(),
                false,
                fresh.revocationReason(),
                sigRl,
                ByteString.zeros(64),
                privRl);
    }

    private static EpidQuote quote(JsonNode node) throws Exception {
        return EpidQuote.parse(ByteString.fromHex(node.get("quote").asText()).toArray());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void unwrapsTheSignature(JsonNode node) throws Exception {
        assertThat(decryption().decrypt(quote(node).signature()))
                .hasValueSatisfying(plain -> assertThat(ByteString.of(plain))
                        .hasToString(node.get("plainSignature").asText()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsTheRecordedVerdict(JsonNode node) throws Exception {
        Group group = group(node);

        EpidQuoteVerification.Finding finding =
                new EpidQuoteVerification(decryption()).verify(quote(node), group, new Groups(0, List.of(group)));

        assertThat(finding.status()).isEqualTo(EXPECTED.get(node.get("expected").asText()));
        assertThat(finding.pseudonym())
                .hasValueSatisfying(pseudonym ->
                        assertThat(node.get("plainSignature").asText()).startsWith(pseudonym.hex()));
    }

    @Test
    void saysVersionMismatchForAListThatIsEmptyAgain() throws Exception {
        JsonNode node = recording().get("cases").get(4);
        Group group =
                Group.fresh(ByteString.fromHex(recording().get("groupPublicKey").asText()), ByteString.zeros(36));

        EpidQuoteVerification.Finding finding =
                new EpidQuoteVerification(decryption()).verify(quote(node), group, new Groups(0, List.of(group)));

        assertThat(node.get("sigRl").isNull()).isFalse();
        assertThat(finding.status()).isEqualTo(QuoteStatus.SIGRL_VERSION_MISMATCH);
    }

    @Test
    void unwrapsNothingThatWasChangedAnywhere() throws Exception {
        EpidQuote quote = quote(recording().get("cases").get(0));
        for (int at : new int[] {0, 255, 256, 287, 288, 299, 300, 304, 663, 664, 679}) {
            byte[] changed = quote.signature().toArray();
            changed[at] ^= 1;
            assertThat(decryption().decrypt(ByteString.of(changed)))
                    .as("byte %d changed", at)
                    .isEmpty();
        }
    }
}
