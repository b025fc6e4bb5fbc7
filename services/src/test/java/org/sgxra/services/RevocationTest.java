package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.message.SignType;
import org.sgxra.platform.PlatformAnswer;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.command.CommandException;
import org.sgxra.services.state.Subscription;

/** What the commands do to a running emulator, and what its reports then say. */
class RevocationTest {
    private static final String RANDOM_PSEUDONYM =
            Base64.getEncoder().encodeToString(new byte[128]).replace('A', 'Q');

    @TempDir
    Path directory;

    private RunningEmulator ias;
    private TestEnclave enclave;
    private EpidGroupId gid;

    @BeforeEach
    void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
        enclave = enclave();
        gid = enclave.gid();
    }

    @AfterEach
    void stop() {
        ias.close();
    }

    private TestEnclave enclave() throws Exception {
        return new TestEnclave(ias.platform(directory.resolve("platform")));
    }

    private String ias(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--state=" + ias.state));
        all.addAll(List.of(arguments));
        IasOptions options = IasOptions.of(IasOptions.TABLE.parse(all.toArray(new String[0])), Path.of(""));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(options.command()
                        .orElseThrow()
                        .run(options.arguments(), new PrintStream(out, true, StandardCharsets.UTF_8)))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, byte[] content) throws Exception {
        return Files.write(directory.resolve(name), content).toString();
    }

    private ByteString sigRl() throws Exception {
        byte[] body = ias.get("/sgx/dev/attestation/v4/sigrl/" + gid, Subscription.LINKABLE_DEMO.primaryKey())
                .body();
        return ByteString.of(Base64.getDecoder().decode(body));
    }

    private JsonNode report(EpidQuote quote) throws Exception {
        return new ObjectMapper()
                .readTree(ias.post(
                                "/sgx/dev/attestation/v4/report",
                                TestEnclave.subscription(quote.body().signType()),
                                TestEnclave.evidence(quote))
                        .body());
    }

    private String status(EpidQuote quote) throws Exception {
        return report(quote).get("isvEnclaveQuoteStatus").asText();
    }

    private void misbehave(String how) throws Exception {
        enclave.report();
        Path settings = directory.resolve("platform/platform.conf");
        Files.writeString(
                settings, Files.readString(settings).replaceAll("(?m)^misbehave = .*$", "misbehave = " + how));
        enclave = enclave();
    }

    private PlatformAnswer quoteCall(ByteString sigRl) {
        SoftPlatform platform = enclave.platform();
        return platform.call(
                SoftPlatform.GET_QUOTE,
                TestEnclave.call(enclave.report(), Subscription.LINKABLE_DEMO, sigRl)
                        .encode());
    }

    @ParameterizedTest
    @EnumSource(SignType.class)
    void aRevokedSignerGetsNoQuoteAndACheatIsFound(SignType type) throws Exception {
        Subscription subscription = TestEnclave.subscription(type);
        EpidQuote old = enclave.quote(subscription);

        assertThat(ias("revoke", "--quote=" + file("quote.bin", old.encode())))
                .startsWith("group " + gid + ": 1 revoked signatures (version 1)");

        SgxSigRl list = SgxSigRl.parse(sigRl().toArray());
        assertThat(P256.instance()
                        .verify(
                                ias.emulator.state().keys().epidSigning().publicKey(),
                                list.signedBytes(),
                                EcdsaP256Signature.fromBigEndian(list.signature())))
                .isTrue();
        assertThat(status(old)).isEqualTo("SIGRL_VERSION_MISMATCH");
        PlatformAnswer refusal = quoteCall(sigRl());
        assertThat(TestEnclave.status(refusal)).isEqualTo(0x4005);
        assertThat(refusal.failure()).hasValue("this platform is on the signature revocation list of its group " + gid);
        misbehave("yes");
        EpidQuote cheat = enclave.quote(subscription, sigRl());
        assertThat(cheat.encode()).hasSize(1116 + 160);
        assertThat(status(cheat)).isEqualTo("SIGNATURE_REVOKED");
    }

    @Test
    void othersAreNotRevokedAndTheLastUnrevocationBringsTheEmptyAnswerBack() throws Exception {
        EpidQuote old = enclave.quote(Subscription.LINKABLE_DEMO);
        String quoteFile = file("quote.b64", Base64.getMimeEncoder().encode(old.encode()));
        ias("revoke", "--quote=" + quoteFile);
        TestEnclave other = new TestEnclave(ias.platform(directory.resolve("other")));
        EpidQuote innocent = other.quote(Subscription.LINKABLE_DEMO, sigRl());
        assertThat(status(innocent)).isEqualTo("OK");

        assertThat(ias("unrevoke", "--quote=" + quoteFile)).contains("0 revoked signatures (version 2)");

        assertThat(sigRl().isEmpty()).isTrue();
        assertThat(status(old)).isEqualTo("OK");
        assertThat(status(innocent)).isEqualTo("SIGRL_VERSION_MISMATCH");
        ias("revoke", "--quote=" + quoteFile);
        assertThat(SgxSigRl.parse(sigRl().toArray()).version()).isEqualTo(3);
    }

    @Test
    void revokingTwiceChangesNothing() throws Exception {
        String quoteFile = file(
                "quote.hex",
                ByteString.of(enclave.quote(Subscription.LINKABLE_DEMO).encode())
                        .hex()
                        .getBytes(StandardCharsets.US_ASCII));
        ias("revoke", "--quote=" + quoteFile);

        assertThat(ias("revoke", "--quote=" + quoteFile)).contains("1 revoked signatures (version 1)");
        ias("unrevoke", "--quote=" + quoteFile);
        assertThat(ias("unrevoke", "--quote=" + quoteFile)).contains("0 revoked signatures (version 2)");
    }

    @Test
    void revokesByTheReportOnALinkableQuote() throws Exception {
        EpidQuote quote = enclave.quote(Subscription.LINKABLE_DEMO);
        HttpResponse<byte[]> answer =
                ias.post("/sgx/dev/attestation/v4/report", Subscription.LINKABLE_DEMO, TestEnclave.evidence(quote));
        String report = "--report=" + file("report.json", answer.body());
        String signature = "--signature=" + header(answer, "X-IASReport-Signature");
        String chain = "--chain=" + header(answer, "X-IASReport-Signing-Certificate");

        ias("revoke", report, signature, chain);

        assertThat(TestEnclave.status(quoteCall(sigRl()))).isEqualTo(0x4005);
        assertThat(ias("list")).contains("revoked signatures: version 1, 1 entries");
        assertThat(ias("unrevoke", report)).contains("0 revoked signatures (version 2)");

        String json = new String(answer.body(), StandardCharsets.US_ASCII);
        String pseudonym = json.replaceAll(".*\"epidPseudonym\":\"([^\"]*)\".*", "$1");
        String forged =
                file("forged.json", json.replace(pseudonym, RANDOM_PSEUDONYM).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> ias("revoke", "--report=" + forged))
                .isInstanceOf(CommandException.class)
                .hasMessage("each --report needs its --signature and its --chain: anybody can write a report");
        assertThatThrownBy(() -> ias("revoke", "--report=" + forged, signature, chain))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("attestation report refused: signature: ");
        assertThat(sigRl().isEmpty()).isTrue();
    }

    private String header(HttpResponse<byte[]> answer, String name) throws Exception {
        return file(name, answer.headers().firstValue(name).orElseThrow().getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void makesNoOtherKeyForListsBesideAnEmulatorThatHasOne() throws Exception {
        Path key = ias.state.resolve("epid_signing_key.pem");
        Files.delete(key);

        assertThatThrownBy(() -> ias("revoke", "--group=" + gid, "--random=1"))
                .isInstanceOf(StateException.class)
                .hasMessageStartingWith(key + " is missing, the key for revocation lists; ");
        assertThat(key).doesNotExist();
        Path decryption = ias.state.resolve("qsdk_key.pem");
        Files.delete(decryption);
        String quote =
                file("quote.bin", enclave.quote(Subscription.LINKABLE_DEMO).encode());
        assertThatThrownBy(() -> ias("verify-quote", "--quote=" + quote))
                .isInstanceOf(StateException.class)
                .hasMessageStartingWith(decryption + " is missing");
        assertThat(decryption).doesNotExist();
        assertThat(sigRl().isEmpty()).isTrue();
    }

    @Test
    @Tag("long")
    void listsOfAThousandEntriesWorkEndToEnd() throws Exception {
        listsOfAnyLengthWorkEndToEnd(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void listsOfAnyLengthWorkEndToEnd(int entries) throws Exception {
        if (entries > 0) {
            ias("revoke", "--group=" + gid, "--random=" + entries);
        }

        EpidQuote quote = enclave.quote(Subscription.UNLINKABLE_DEMO, sigRl());

        assertThat(quote.encode()).hasSize(1116 + 160 * entries);
        assertThat(status(quote)).isEqualTo("OK");
    }

    @Test
    void refusesAListThatIsNotTheGroups() throws Exception {
        ias("revoke", "--group=" + gid, "--random=1");
        byte[] list = sigRl().toArray();
        list[list.length - 1] ^= 1;
        assertThat(TestEnclave.status(quoteCall(ByteString.of(list)))).isEqualTo(0x0001);
        list = sigRl().toArray();
        list[7] ^= 1;
        assertThat(TestEnclave.status(quoteCall(ByteString.of(list)))).isEqualTo(0x0002);
        assertThat(TestEnclave.status(quoteCall(sigRl().slice(0, 207)))).isEqualTo(0x0002);
        assertThat(TestEnclave.status(quoteCall(ByteString.concat(sigRl(), ByteString.zeros(1)))))
                .isEqualTo(0x0002);
    }

    @Test
    void revokesAPrivateKey() throws Exception {
        EpidQuote quote = enclave.quote(Subscription.LINKABLE_DEMO);
        String key = directory.resolve("platform/epid_blob").toString();

        assertThat(ias("revoke", "--key=" + key)).contains("1 revoked keys (version 1)");

        assertThat(status(quote)).isEqualTo("KEY_REVOKED");
        assertThat(status(enclave.quote(Subscription.UNLINKABLE_DEMO))).isEqualTo("KEY_REVOKED");
        ias("unrevoke", "--key=" + key);
        assertThat(status(quote)).isEqualTo("OK");
    }

    @Test
    void saysSignatureInvalidForAForgedKey() throws Exception {
        misbehave("forge");

        JsonNode report = report(enclave.quote(Subscription.LINKABLE_DEMO));

        assertThat(report.get("isvEnclaveQuoteStatus").asText()).isEqualTo("SIGNATURE_INVALID");
        assertThat(report.has("epidPseudonym")).isTrue();
    }

    /** Every real GROUP_OUT_OF_DATE of version 4 names advisories, so a current platform of an old group gets some, too. */
    @Test
    void namesAdvisoriesWhenOnlyTheGroupIsOutOfDate() throws Exception {
        EpidQuote quote = enclave.quote(Subscription.LINKABLE_DEMO);
        ias("retire", "--group=" + gid);

        JsonNode report = report(quote);

        assertThat(report.get("isvEnclaveQuoteStatus").asText()).isEqualTo("GROUP_OUT_OF_DATE");
        assertThat(report.get("advisoryURL").asText()).isEqualTo("https://security-center.intel.com");
        assertThat(report.get("advisoryIDs")).hasSize(5);
        ias("unretire", "--group=" + gid);
        assertThat(report(quote).has("advisoryIDs")).isFalse();
    }

    @Test
    void saysWhenACommandChangesNothing() throws Exception {
        String nothing = "; it was so before, nothing has changed";
        String key = "--key=" + directory.resolve("platform/epid_blob");
        for (String target : List.of(key, "--group=" + gid)) {
            assertThat(ias("unrevoke", target)).contains(nothing);
            assertThat(ias("revoke", target)).doesNotContain(nothing);
            assertThat(ias("revoke", target)).contains(nothing);
            assertThat(ias("unrevoke", target)).doesNotContain(nothing);
        }
        assertThat(ias("unrevoke", "--group=" + gid, "--all-signatures")).contains(nothing);
    }

    private int reportStatus(JsonNode report) throws Exception {
        PlatformInfoBlob blob = PlatformInfoBlob.parseTlv(
                ByteString.fromHex(report.get("platformInfoBlob").asText()).toArray());
        ByteString request =
                ByteString.concat(ByteString.of(blob.encode()), ByteString.of((byte) 1, (byte) 0, (byte) 0, (byte) 0));
        PlatformAnswer answer = enclave.platform().call(SoftPlatform.ATTESTATION_STATUS, request.toArray());
        assertThat(answer.encode()).hasSize(16);
        return TestEnclave.status(answer);
    }

    @Test
    void aPlatformOfARevokedGroupJoinsAFreshOne() throws Exception {
        EpidQuote quote = enclave.quote(Subscription.LINKABLE_DEMO);
        ias("revoke", "--group=" + gid, "--reason=keyCompromise");
        JsonNode report = report(quote);
        assertThat(report.get("isvEnclaveQuoteStatus").asText()).isEqualTo("GROUP_REVOKED");
        assertThat(report.get("revocationReason").isInt()).isTrue();
        assertThat(report.get("revocationReason").asInt()).isEqualTo(1);
        assertThat(report.get("platformInfoBlob").asText())
                .startsWith("15020065010000")
                .hasSize(210);
        String made = ias("new-group");
        assertThat(reportStatus(report)).isZero();

        assertThat(made).isEqualTo("new group " + enclave.gid() + System.lineSeparator());
        assertThat(status(enclave.quote(Subscription.LINKABLE_DEMO))).isEqualTo("OK");
        assertThat(directory.resolve("platform/epid_blob." + gid + ".1")).exists();
        ias("unrevoke", "--group=" + gid);
        assertThat(status(quote)).isEqualTo("OK");
    }

    @Test
    void aPlatformOfARevokedGroupStaysThereWhenThereIsNoOther() throws Exception {
        ias("revoke", "--group=" + gid);

        JsonNode report = report(enclave.quote(Subscription.LINKABLE_DEMO));

        assertThat(reportStatus(report)).isZero();

        assertThat(ias.lines).anyMatch(line -> line.contains("HTTP 409") && line.contains("run-ias new-group"));
        assertThat(enclave.gid()).isEqualTo(gid);
        SoftPlatform newcomer = ias.platform(directory.resolve("newcomer"));
        assertThat(TestEnclave.status(newcomer.call(SoftPlatform.INIT_QUOTE, new byte[0])))
                .isEqualTo(0x4012);
    }

    @Test
    void aPlatformOfARetiredGroupJoinsAFreshOne() throws Exception {
        EpidQuote quote = enclave.quote(Subscription.LINKABLE_DEMO);
        ias("retire", "--group=" + gid);
        ias("new-group");
        JsonNode report = report(quote);
        assertThat(report.get("isvEnclaveQuoteStatus").asText()).isEqualTo("GROUP_OUT_OF_DATE");
        assertThat(report.get("platformInfoBlob").asText()).startsWith("15020065040000");

        assertThat(reportStatus(report)).isZero();

        assertThat(enclave.gid()).isNotEqualTo(gid);
    }

    @Test
    void aRevokedKeyCannotJoinUnderItsOldNonce() throws Exception {
        byte[] request = new byte[160];
        assertThat(ias.post(
                                "/sgx/provisioning/v1/join",
                                Subscription.LINKABLE_DEMO,
                                new String(request, StandardCharsets.ISO_8859_1))
                        .statusCode())
                .isEqualTo(409);
    }
}
