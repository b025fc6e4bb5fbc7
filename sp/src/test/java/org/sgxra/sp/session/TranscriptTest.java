package org.sgxra.sp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.KeyEvent.KeysAgreed;
import org.sgxra.runtime.event.MessageEvent.Direction;
import org.sgxra.runtime.event.MessageEvent.GroupDecoded;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.QuoteDecoded;
import org.sgxra.runtime.event.OutcomeEvent.Connected;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.ProvisionAttached;
import org.sgxra.runtime.event.OutcomeEvent.SecretWithheld;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.SessionStarted;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.ServiceEvent.AnswerReceived;
import org.sgxra.runtime.event.ServiceEvent.CollateralReceived;
import org.sgxra.runtime.event.ServiceEvent.CollateralRequested;
import org.sgxra.runtime.event.ServiceEvent.QuoteVerified;
import org.sgxra.runtime.event.ServiceEvent.ReportReceived;
import org.sgxra.runtime.event.ServiceEvent.ReportVerified;
import org.sgxra.runtime.event.ServiceEvent.RequestSent;
import org.sgxra.runtime.event.ServiceEvent.SecondaryKeyTried;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.sp.isv.IsvSpTranscript;
import org.sgxra.sp.server.HexTranscript;
import org.sgxra.testdata.TestData;

/** What people read of each event that the recorded sessions have not. */
class TranscriptTest {
    private static final String DIVIDER = "-".repeat(76);

    private static List<String> lines(
            Function<Transcript, SessionListener.Factory> protocol, Level level, SessionEvent... events) {
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        Transcript transcript =
                new Transcript(new PrintStream(stderr, true, StandardCharsets.UTF_8), level, Clock.systemUTC());
        SessionListener listener = protocol.apply(transcript).open("peer");
        for (SessionEvent event : events) {
            listener.on(event);
        }
        assertThat(listener.shows(level)).isTrue();
        assertThat(listener.shows(Level.DEBUG)).isEqualTo(level == Level.DEBUG);
        return stderr.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void eachListenerShowsWhatItsTranscriptShows() {
        for (Level level : Level.values()) {
            Transcript transcript = new Transcript(
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    level,
                    Clock.systemUTC());
            for (SessionListener listener : List.of(
                    new HexTranscript(transcript, "socket", hex -> {}),
                    new IsvSpTranscript(transcript),
                    new SessionTranscript(transcript))) {
                assertThat(listener.shows(Level.NORMAL)).isTrue();
                assertThat(listener.shows(Level.VERBOSE)).isEqualTo(level != Level.NORMAL);
                assertThat(listener.shows(Level.DEBUG)).isEqualTo(level == Level.DEBUG);
            }
        }
    }

    private static List<String> hex(Level level, SessionEvent... events) {
        return lines(
                transcript -> HexTranscript.factory(transcript, hex -> transcript.line("copy " + hex)), level, events);
    }

    private static List<String> isv(Level level, SessionEvent... events) {
        return lines(IsvSpTranscript::factory, level, events);
    }

    private static String heading(String text) {
        String start = "---- " + text + " ";
        return start + "-".repeat(76 - start.length());
    }

    @Test
    void copiesStandUnderTheirHeading() {
        assertThat(hex(Level.NORMAL, new MessageSending("msg2", ByteString.of((byte) 5))))
                .containsExactly("", heading("Copy/Paste Msg2 Below to Client"), "copy 05");
    }

    @Test
    void exchangeWithTheAttestationServiceIsToldWithItsWarning() {
        RequestSent request = new RequestSent(
                "sigrl", "GET", java.net.URI.create("https://h/p"), Optional.of("0011...eeff"), Optional.empty());
        AnswerReceived answer = new AnswerReceived(
                "sigrl", "401 Unauthorized", List.of(Map.entry("warning", "soon gone")), ByteString.EMPTY);

        assertThat(hex(Level.VERBOSE, request, answer, new SecondaryKeyTried()))
                .containsExactly(
                        "",
                        heading("IAS sigrl HTTP Request"),
                        "HTTP GET https://h/p",
                        "Ocp-Apim-Subscription-Key: 0011...eeff",
                        DIVIDER,
                        "",
                        heading("IAS sigrl HTTP Response"),
                        "HTTP/1.1 401 Unauthorized",
                        "warning: soon gone",
                        "",
                        DIVIDER,
                        "warning from IAS: soon gone",
                        "IAS refuses the primary subscription key (401): trying the secondary one");
        assertThat(hex(Level.NORMAL, request, answer)).isEmpty();
    }

    @Test
    void exchangeWithAnAgentThatShowsNoHeadersIsTold() {
        AnswerReceived answer = new AnswerReceived("report", "200 OK", List.of(), ByteString.of((byte) 'x'));

        assertThat(hex(Level.VERBOSE, answer))
                .containsExactly("", heading("IAS report HTTP Response"), "HTTP/1.1 200 OK", "", "x", DIVIDER);
    }

    private static CollateralReceived collateral(String body) {
        return new CollateralReceived(
                "PCK CRL",
                "200 OK",
                List.of(Map.entry("Request-ID", "1"), Map.entry("Content-Type", "text/plain")),
                ByteString.of(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void exchangeWithTheSourceOfCollateralIsTold() {
        CollateralRequested request =
                new CollateralRequested("PCK CRL", java.net.URI.create("https://h/pckcrl?ca=platform"));
        List<String> answer = List.of(
                "",
                heading("Collateral HTTP Response - PCK CRL"),
                "HTTP/1.1 200 OK",
                "Request-ID: 1",
                "Content-Type: text/plain",
                "");

        assertThat(hex(Level.VERBOSE, request))
                .containsExactly(
                        "",
                        heading("Collateral HTTP Request - PCK CRL"),
                        "HTTP GET https://h/pckcrl?ca=platform",
                        DIVIDER);
        List<String> text = new ArrayList<>(answer);
        text.addAll(List.of("\t~ {", "}", DIVIDER));
        assertThat(hex(Level.VERBOSE, collateral("\t~ {\r\n}"))).isEqualTo(text);
        for (String binary : List.of("0\u0080", "0\u007f", "0\u001f", "\0000")) {
            List<String> omitted = new ArrayList<>(answer);
            omitted.addAll(List.of("(" + binary.length() + " bytes that are no text)", DIVIDER));
            assertThat(hex(Level.VERBOSE, collateral(binary))).isEqualTo(omitted);
        }
        assertThat(hex(Level.NORMAL, request, collateral("{}"))).isEmpty();
    }

    private static QuoteVerified verified(Optional<List<String>> advisories) {
        return new QuoteVerified(new TcbSummary(
                TcbStatus.OUT_OF_DATE,
                TcbStatus.UP_TO_DATE,
                advisories,
                Instant.parse("2024-03-13T00:00:00Z"),
                17,
                ByteString.of(new byte[] {0, 1, 2, 3, 4, 5}),
                Instant.parse("2026-02-13T12:00:00Z")));
    }

    @Test
    void whatIsKnownOfAPlatformIsTold() {
        assertThat(hex(Level.VERBOSE, verified(Optional.of(List.of("INTEL-SA-00219", "INTEL-SA-00837")))))
                .containsExactly(
                        "",
                        heading("DCAP Quote - Platform TCB"),
                        "status                   = OutOfDate",
                        "qeStatus                 = UpToDate",
                        "advisoryIDs              = INTEL-SA-00219,INTEL-SA-00837",
                        "tcbDate                  = 2024-03-13T00:00:00Z",
                        "tcbEvaluationDataNumber  = 17",
                        "fmspc                    = 000102030405",
                        "earliestExpiration       = 2026-02-13T12:00:00Z",
                        DIVIDER);
        assertThat(hex(Level.VERBOSE, verified(Optional.empty()))).contains("advisoryIDs              = unknown");
        assertThat(hex(Level.NORMAL, verified(Optional.empty()))).isEmpty();
    }

    private static List<String> titles(FakeEvidence evidence) throws Exception {
        ByteString bytes = evidence.quote();
        Msg3 message = new Msg3(ByteString.zeros(16), ByteString.zeros(64), ByteString.zeros(256), bytes);
        List<String> shown = hex(Level.VERBOSE, new QuoteDecoded(message, EcdsaQuote.parse(bytes.toArray())));
        assertThat(shown)
                .endsWith(
                        DIVIDER,
                        "",
                        heading("Enclave Quote (base64)"),
                        Base64.getEncoder().encodeToString(bytes.toArray()),
                        DIVIDER);
        return shown.stream()
                .takeWhile(line -> !line.contains("base64"))
                .filter(line -> line.startsWith("msg3."))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void fieldsOfADcapQuoteAreShownIfItIsOfTheVersionThatSessionsHave() throws Exception {
        FakeEvidence evidence = new FakeEvidence();
        List<String> ofMessage = List.of("msg3.mac", "msg3.g_a.gx", "msg3.g_a.gy", "msg3.ps_sec_prop");

        assertThat(titles(evidence))
                .startsWith(ofMessage.toArray(new String[0]))
                .endsWith(
                        "msg3.quote.version",
                        "msg3.quote.att_key_type",
                        "msg3.quote.qe_svn",
                        "msg3.quote.pce_svn",
                        "msg3.quote.vendor_id",
                        "msg3.quote.user_data",
                        "msg3.quote.report_body",
                        "msg3.quote.signature_len",
                        "msg3.quote.signature")
                .hasSize(13);
        evidence.quote.version = 4;
        assertThat(titles(evidence)).isEqualTo(ofMessage);
    }

    @Test
    void reportDataIsShownAtOnceWhenItIsWrong() {
        try (SecretBytes shared = SecretBytes.wrap(new byte[32]);
                SessionKeys keys = SessionKeys.from(shared)) {
            KeysAgreed agreed = new KeysAgreed(shared, keys);
            ByteString expected = ByteString.concat(ByteString.of((byte) 1), ByteString.zeros(63));
            CheckEvent wrong = CheckEvent.equal("report-data", expected, ByteString.zeros(64));

            assertThat(hex(Level.VERBOSE, agreed, wrong))
                    .containsExactly(
                            "",
                            heading("Enclave Report Verification"),
                            "SHA256(Ga||Gb||VK) = " + expected.slice(0, 32),
                            "report_data[64]    = " + ByteString.zeros(64),
                            DIVIDER);
            assertThat(hex(Level.DEBUG, agreed, wrong))
                    .contains("VK                 = " + keys.vk().reveal());
            assertThat(hex(Level.VERBOSE, agreed, CheckEvent.equal("report-data", expected, expected)))
                    .isEmpty();
        }
    }

    @Test
    void verdictIsToldWithAllThatPeopleMustKnow() {
        assertThat(hex(
                        Level.NORMAL,
                        new VerdictReached(
                                TrustStatus.TRUSTED_ITS_COMPLICATED,
                                "CONFIGURATION_NEEDED",
                                List.of("one"),
                                List.of("do this"),
                                Optional.of(ByteString.zeros(101)),
                                true)))
                .containsExactly(
                        "",
                        heading("ISV Enclave Trust Status"),
                        "Enclave TRUSTED and COMPLICATED - Reason: CONFIGURATION_NEEDED; one",
                        "Enclave policy: one",
                        "warning: this is a debug enclave: whoever runs it can read its secrets (-D refuses such)",
                        "A Platform Info Blob (PIB) was provided by the IAS",
                        DIVIDER,
                        "",
                        heading("Platform Update Required"),
                        "do this",
                        DIVIDER);
    }

    @Test
    void aPlatformInfoBlobOfAnUnknownFormIsNotCalledMissing() throws Exception {
        byte[] body = ("{\"id\":\"1\",\"timestamp\":\"2026-11-21T18:56:03.844317\",\"version\":4,"
                        + "\"isvEnclaveQuoteStatus\":\"GROUP_OUT_OF_DATE\",\"platformInfoBlob\":\"1503006500\","
                        + "\"isvEnclaveQuoteBody\":\"" + "A".repeat(576) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        SignedReport signed = SignedReport.fromArchive(body, "AA==", TestData.text("hex/report_ca.pem"));
        VerdictReached verdict = new VerdictReached(
                TrustStatus.NOT_TRUSTED_ITS_COMPLICATED,
                "GROUP_OUT_OF_DATE",
                List.of(),
                List.of(),
                Optional.empty(),
                false);

        assertThat(hex(Level.NORMAL, new ReportVerified(signed, AttestationReport.parse(body)), verdict))
                .contains("A Platform Info Blob (PIB) of an unknown form was provided by the IAS");
        assertThat(hex(Level.NORMAL, verdict)).contains("A Platform Info Blob (PIB) was NOT provided by the IAS");
    }

    /** A report that is not genuine is shown as soon as that is known: nothing else will be said of it. */
    @Test
    void signatureAndTextOfAReportAreShownOnceWhateverComesOfIt() throws Exception {
        SignedReport signed = SignedReport.fromArchive(
                TestData.bytes("ias/invalid/tampered_nonce_private-data-objects_11/body.json"),
                "AA==",
                TestData.text("hex/report_ca.pem"));
        ReportReceived received = new ReportReceived(signed);
        CheckEvent forged = new CheckEvent("report-genuine", false, "genuine", "forged");
        String text = new String(signed.body().toArray(), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElseThrow();

        List<String> refused = hex(Level.DEBUG, received, forged);
        assertThat(refused)
                .containsSubsequence(
                        heading("Report Signature"), signed.signature().hex(), heading("Report"), text)
                .doesNotContain("+++ certificate chain verified");
        assertThat(hex(Level.VERBOSE, received)).doesNotContain(heading("Report"));

        AttestationReport report = AttestationReport.parse(signed.body().toArray());
        List<String> verified = hex(Level.DEBUG, received, new ReportVerified(signed, report));
        assertThat(verified)
                .containsSubsequence(
                        "+++ certificate chain verified",
                        heading("Report Signature"),
                        heading("Report"),
                        "+++ Signature verified",
                        heading("Report Body"));
        CheckEvent genuine = new CheckEvent("report-genuine", true, "genuine", "genuine");
        assertThat(hex(Level.DEBUG, received, genuine, new ReportVerified(signed, report)))
                .isEqualTo(verified);
    }

    @Test
    void noticesAndProvisionsAreTold() {
        ByteString key = ByteString.zeros(64);
        ProvisionAttached provision = new ProvisionAttached(OptionalLong.of(8), OptionalLong.of(60), List.of(key));

        assertThat(hex(Level.VERBOSE, new Notice("note: this"), provision))
                .containsExactly(
                        "note: this",
                        "Sending a secret of 8 bytes to the enclave",
                        "msg4.reattest_after = 60",
                        "msg4.trusted_key = " + key);
        assertThat(hex(Level.NORMAL, provision)).containsExactly("Sending a secret of 8 bytes to the enclave");
    }

    @Test
    void protobufSessionIsToldFromItsBeginningToItsEnd() {
        GroupMessage giveUp = new GroupMessage(7, GroupMessage.TERMINATE);

        assertThat(isv(Level.NORMAL, new SessionStarted(), new Connected(), new SecretWithheld()))
                .containsExactly("Start connecting...", "Handshake successful", "No secret is sent");
        assertThat(isv(Level.NORMAL, new GroupDecoded(Direction.RECEIVED, new GroupMessage(-1, null))))
                .containsExactly("Received extended EPID group ID: 4294967295");
        assertThat(isv(
                        Level.NORMAL,
                        new GroupDecoded(Direction.RECEIVED, giveUp),
                        new GroupDecoded(Direction.SENT, new GroupMessage(0, 0)),
                        new MessageSending("MSG0", ByteString.EMPTY)))
                .isEmpty();
    }

    @Test
    void failuresAreOneLineWithoutDebug() {
        SessionFailed failed = new SessionFailed("no msg3", new IllegalStateException("cause"));

        for (List<String> lines : List.of(hex(Level.VERBOSE, failed), isv(Level.VERBOSE, failed))) {
            assertThat(lines).containsExactly("Attestation failed: no msg3");
        }
        for (List<String> lines : List.of(hex(Level.DEBUG, failed), isv(Level.DEBUG, failed))) {
            assertThat(lines).startsWith("Attestation failed: no msg3", "java.lang.IllegalStateException: cause");
        }
    }
}
