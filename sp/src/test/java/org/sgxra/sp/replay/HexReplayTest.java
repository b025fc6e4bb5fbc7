package org.sgxra.sp.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.SignType;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.KeySource;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.sp.session.SessionTranscript;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

class HexReplayTest {
    private final ByteArrayOutputStream account = new ByteArrayOutputStream();
    private final Transcript transcript =
            new Transcript(new PrintStream(account, true, StandardCharsets.UTF_8), Level.DEBUG, Clock.systemUTC());

    /** Answers as the recorded service did, in its order. */
    private static final class RecordedAgent implements HttpAgent {
        final Deque<HttpAnswer> answers = new ArrayDeque<>();
        final List<HttpCall> questions = new ArrayList<>();

        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public HttpAnswer send(HttpCall request) {
            questions.add(request);
            return answers.remove();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok_unlinkable",
                "ok_linkable",
                "key_hex",
                "config_needed",
                "config_needed_strict_long",
                "group_out_of_date_pib",
                "policy_wrong_mrsigner",
                "sigrl_n2_2"
            })
    void theServiceProvidersBytesAreReproduced(String name) throws Exception {
        RecordedSession recorded = RecordedSession.read(name);
        Msg2 msg2 = Msg2.parse(recorded.message("msg2"));
        RecordedAgent agent = new RecordedAgent();
        agent.answers.add(recorded.answer(0));
        KeySource keys = new RecordedKeys(msg2, recorded.value("sharedSecret"));
        AttestationReport report = null;
        if (recorded.has("msg3")) {
            agent.answers.add(recorded.answer(1));
            report = AttestationReport.parse(recorded.answer(1).body());
        }
        Instant now = report == null ? Instant.EPOCH : report.timestamp().plusSeconds(1);

        try (AttestationSession session = session(recorded, agent, keys, now)) {
            assertThat(session.answer(Msg0Msg1.parse(recorded.message("msg0||msg1")))
                            .encode())
                    .isEqualTo(recorded.message("msg2"));
            assertThat(agent.questions.get(0).uri()).hasPath("/sgx/dev/attestation/v4/sigrl/0000000b");
            if (!recorded.has("msg3")) {
                return;
            }
            Msg4 msg4 = session.answer(Msg3.parse(recorded.message("msg3")));
            assertThat(msg4.encode()).isEqualTo(recorded.message("msg4"));
            assertThat(quote(agent.questions.get(1).json().orElseThrow())).isEqualTo(quote(recorded.requestBody(1)));
            assertThat(session.mk().isPresent())
                    .isEqualTo(msg4.status() == TrustStatus.TRUSTED)
                    .isEqualTo(recorded.hasValue("MK"));
            session.showKeys();
        }
        assertThat(account.toString(StandardCharsets.UTF_8)).contains(logged(recorded));
    }

    /** The original passes on whatever comes in the place of a SigRL; here nobody is asked to prove anything with it. */
    @Test
    void whatIsNoSigRlIsNotPassedOn() throws Exception {
        RecordedSession recorded = RecordedSession.read("sigrl_garbage");
        RecordedAgent agent = new RecordedAgent();
        agent.answers.add(recorded.answer(0));
        KeySource keys = new RecordedKeys(Msg2.parse(recorded.message("msg2")), recorded.value("sharedSecret"));

        try (AttestationSession session = session(recorded, agent, keys, Instant.EPOCH)) {
            assertThatThrownBy(() -> session.answer(Msg0Msg1.parse(recorded.message("msg0||msg1"))))
                    .isInstanceOf(DisbelievedException.class)
                    .hasMessageStartingWith("IAS sigrl: HTTP status 200 OK: no SigRL: malformed SigRL");
        }
    }

    private static String quote(String json) throws Exception {
        return new ObjectMapper().readTree(json).get("isvEnclaveQuote").asText();
    }

    /** What the recorded service provider logged must stand in ours, too. */
    private static List<String> logged(RecordedSession recorded) {
        List<String> lines = new ArrayList<>(List.of(
                "KDK = " + recorded.value("KDK"),
                "SMK = " + recorded.value("SMK"),
                "VK                 = " + recorded.value("VK"),
                "SHA256(Ga||Gb||VK) = " + recorded.value("reportDataHash")));
        if (recorded.hasValue("MK")) {
            lines.add("MK         = " + recorded.value("MK"));
            lines.add("SK         = " + recorded.value("SK"));
            lines.add("SHA256(MK) = " + recorded.value("SHA256_MK"));
            lines.add("SHA256(SK) = " + recorded.value("SHA256_SK"));
        }
        return lines;
    }

    private AttestationSession session(RecordedSession recorded, HttpAgent agent, KeySource keys, Instant now)
            throws Exception {
        List<String> options = recorded.options();
        ReportSigningCa ca = ReportSigningCa.fromPem(TestData.text("hex/report_ca.pem"));
        IasService service = new IasService(
                new IasClient(IasAddress.of(IasAddress.INTEL, false, 4), List.of(), agent),
                RecordedSession.hex(after(options, "-s")),
                options.contains("-l") ? SignType.LINKABLE : SignType.UNLINKABLE,
                new ReportVerifier(ca, null));
        SessionSettings settings = new SessionSettings(
                Duration.ofSeconds(300),
                new EnclavePolicy(RecordedSession.hex(after(options, "-N")), 0, 1, true, Set.of()),
                new PlatformPolicy(options.contains("--strict-trust-mode"), Set.of(), Set.of()));
        return new AttestationSession(
                service,
                settings,
                keys,
                Clock.fixed(now, ZoneOffset.UTC),
                new SessionTranscript(transcript),
                Expiry.NEVER);
    }

    private static String after(List<String> options, String option) {
        return options.get(options.indexOf(option) + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok_unlinkable", "ok_linkable", "key_hex", "sigrl_n2_2"})
    void everyKeyMacSignatureAndHashIsRecomputed(String name) throws Exception {
        RecordedSession recorded = RecordedSession.read(name);
        Msg0Msg1 msg1 = Msg0Msg1.parse(recorded.message("msg0||msg1"));
        Msg2 msg2 = Msg2.parse(recorded.message("msg2"));
        Msg3 msg3 = Msg3.parse(recorded.message("msg3"));
        P256PublicKey key = recorded.options().contains("-k")
                ? P256.publicKey(P256PrivateKey.fromBigEndian(
                        RecordedSession.hex(after(recorded.options(), "-k")).toArray()))
                : SampleServiceKey.publicKey();

        try (SessionKeys keys = SessionKeys.from(
                SecretBytes.wrap(recorded.value("sharedSecret").reversed().toArray()))) {
            assertThat(keys.kdk().reveal()).isEqualTo(recorded.value("KDK").hex());
            assertThat(keys.mk().reveal()).isEqualTo(recorded.value("MK").hex());
            assertThat(keys.sk().reveal()).isEqualTo(recorded.value("SK").hex());
            assertThat(Sha256.of(keys.mk())).isEqualTo(recorded.value("SHA256_MK"));
            assertThat(AesCmac.mac(keys.smk(), msg2.macInput())).isEqualTo(msg2.mac());
            assertThat(AesCmac.mac(keys.smk(), msg3.macInput())).isEqualTo(msg3.mac());
            assertThat(Quote.parse(msg3.quote().toArray()).report().reportData())
                    .isEqualTo(Sha256.reportData(msg1.ga(), msg2.gb(), keys.vk()));
        }
        assertThat(P256.instance()
                        .verify(
                                key,
                                ByteString.concat(msg2.gb(), msg1.ga()),
                                EcdsaP256Signature.fromLittleEndian(msg2.signature())))
                .isTrue();
    }

    @Test
    void theSessionOfRealHardwareIsReproduced() throws Exception {
        JsonNode recorded = RecordedSession.read("real_hardware_2018").json();
        byte[] expectedMsg4 = RecordedSession.hex(recorded.get("msg4").asText()).toArray();
        RecordedAgent agent = new RecordedAgent();
        agent.answers.add(new HttpAnswer(200, List.of(), new byte[0]));
        agent.answers.add(new HttpAnswer(
                200,
                List.of(
                        Map.entry(
                                "x-iasreport-signature",
                                recorded.at("/http/signature").asText()),
                        Map.entry(
                                "x-iasreport-signing-certificate",
                                recorded.at("/http/cert").asText()),
                        Map.entry(
                                "advisory-ids",
                                recorded.at("/http/advisory_ids").asText())),
                recorded.get("avr_body").asText().getBytes(StandardCharsets.US_ASCII)));
        byte[] recordedMsg2 = RecordedSession.hex(recorded.get("msg2").asText()).toArray();
        KeySource keys = new RecordedKeys(
                Msg2.parse(recordedMsg2),
                RecordedSession.hex(recorded.get("shared_secret_be").asText()));
        Msg3 msg3 =
                Msg3.parse(RecordedSession.hex(recorded.get("msg3").asText()).toArray());
        SessionSettings settings = new SessionSettings(
                Duration.ofSeconds(300),
                new EnclavePolicy(Quote.parse(msg3.quote().toArray()).report().mrSigner(), 0, 1, true, Set.of()),
                new PlatformPolicy(false, Set.of(), Set.of()));

        try (AttestationSession session = new AttestationSession(
                new IasService(
                        new IasClient(IasAddress.of(IasAddress.INTEL, false, 3), List.of(), agent),
                        RecordedSession.hex(recorded.get("spid").asText()),
                        SignType.UNLINKABLE,
                        new ReportVerifier(ReportSigningCa.intel(), null)),
                settings,
                keys,
                Clock.fixed(Instant.parse("2018-09-04T20:34:07Z"), ZoneOffset.UTC),
                new SessionTranscript(transcript),
                Expiry.NEVER)) {
            assertThat(session.answer(Msg0Msg1.parse(RecordedSession.hex(
                                            recorded.get("msg0_msg1").asText())
                                    .toArray()))
                            .encode())
                    .isEqualTo(recordedMsg2);
            byte[] msg4 = session.answer(msg3).encode();
            assertThat(java.util.Arrays.copyOfRange(msg4, 4, 105))
                    .isEqualTo(java.util.Arrays.copyOfRange(expectedMsg4, 4, 105));
            assertThat(session.verdict().orElseThrow().trust()).isEqualTo(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED);
            assertThat(session.mk()).isEmpty();
            assertThat(session.sk()).isEmpty();
        }
        assertThat(agent.questions.get(0).uri()).hasPath("/sgx/dev/attestation/v3/sigrl/00000ae0");
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains(
                        "+++ KDK = " + recorded.get("kdk").asText(),
                        "+++ SMK = " + recorded.get("smk").asText(),
                        "VK                 = " + recorded.get("vk").asText(),
                        "Advisories: INTEL-SA-00106,INTEL-SA-00115,INTEL-SA-00135,INTEL-SA-00161 (from unsigned headers",
                        "QUOTE_CPUSVN_OUT_OF_DATE: CPU microcode is out of date: BIOS or microcode update");
        assertThat(P256.instance()
                        .verify(
                                SampleServiceKey.publicKey(),
                                ByteString.concat(Msg2.parse(recordedMsg2).gb(), msg3.ga()),
                                EcdsaP256Signature.fromLittleEndian(
                                        Msg2.parse(recordedMsg2).signature())))
                .isTrue();
        try (SessionKeys derived = SessionKeys.from(SecretBytes.wrap(
                RecordedSession.hex(recorded.get("shared_secret_be").asText())
                        .reversed()
                        .toArray()))) {
            assertThat(Sha256.of(derived.mk()).hex())
                    .isEqualTo(recorded.get("sha256_mk").asText());
            assertThat(Sha256.of(derived.sk()).hex())
                    .isEqualTo(recorded.get("sha256_sk").asText());
            assertThat(derived.mk().reveal()).isEqualTo(recorded.get("mk").asText());
            assertThat(derived.sk().reveal()).isEqualTo(recorded.get("sk").asText());
        }
    }

    @Test
    void thePublishedSampleParsesAndEncodesToItself() throws Exception {
        RecordedSession recorded = RecordedSession.read("published_sample");

        assertThat(Msg0Msg1.parse(recorded.message("msg0||msg1")).encode()).isEqualTo(recorded.message("msg0||msg1"));
        assertThat(Msg2.parse(recorded.message("msg2")).encode()).isEqualTo(recorded.message("msg2"));
        Msg3 msg3 = Msg3.parse(recorded.message("msg3"));
        assertThat(msg3.encode()).isEqualTo(recorded.message("msg3"));
        assertThat(Quote.parse(msg3.quote().toArray()).encode())
                .isEqualTo(msg3.quote().toArray());
        assertThat(Msg4.parse(recorded.message("msg4")).encode()).isEqualTo(recorded.message("msg4"));
    }
}
