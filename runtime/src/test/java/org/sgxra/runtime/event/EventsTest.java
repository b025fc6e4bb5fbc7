package org.sgxra.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.dcap.TcbSummary;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.SignedReport;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;

/** Each event with all that it holds, and the line that comes of it. */
class EventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SESSION = TestData.json("hex/ok_unlinkable.json");

    private static byte[] message(int number) {
        return hex(SESSION.get("messages").get(number).get("hex").asText()).toArray();
    }

    private static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ByteString filled(int size, int value) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) value);
        return ByteString.of(bytes);
    }

    private static SecretBytes secret(int size, int value) {
        return SecretBytes.wrap(filled(size, value).toArray());
    }

    private static Arguments of(SessionEvent event, String expected) {
        return Arguments.of(event, expected.replace('\'', '"'));
    }

    static Stream<Arguments> events() throws Exception {
        return Stream.of(messages(), keys(), policies(), service(), outcomes()).flatMap(events -> events);
    }

    private static Stream<Arguments> policies() {
        return Stream.of(
                of(
                        new PolicyEvent(
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(1),
                                new EnclavePolicy(filled(32, 1), 7, 2, true, Set.of(filled(32, 3), filled(32, 2))),
                                new PlatformPolicy(true, Set.of("b", "a"), Set.of("d", "c"))
                                        .withMinimumTcbEvaluationDataNumber(17)),
                        "'event':'policy','maxReportAge':300,'maxFuture':60,'mrsigner':'" + filled(32, 1)
                                + "','mrenclaves':['" + filled(32, 2) + "','" + filled(32, 3)
                                + "'],'productId':7,'minIsvSvn':2,'debugAllowed':true,'strictTrustMode':true,"
                                + "'acceptedStatuses':['a','b'],'mitigatedAdvisories':['c','d'],"
                                + "'minTcbEvaluationDataNumber':17"),
                of(
                        new PolicyEvent(
                                Duration.ZERO,
                                Duration.ZERO,
                                EnclavePolicy.NO_DEBUG,
                                new PlatformPolicy(false, Set.of(), Set.of())),
                        "'event':'policy','maxReportAge':0,'maxFuture':0,'mrenclaves':[],'debugAllowed':false,"
                                + "'strictTrustMode':false,'acceptedStatuses':[],'mitigatedAdvisories':[],"
                                + "'minTcbEvaluationDataNumber':0"));
    }

    private static Stream<Arguments> messages() throws Exception {
        Msg3 msg3 = Msg3.parse(message(2));
        AttestationResult strict = new AttestationResult(
                filled(101, 1),
                filled(16, 2),
                filled(16, 3),
                filled(2, 4),
                Optional.of(new AttestationResult.Strict(TrustStatus.TRUSTED, filled(12, 5), filled(16, 6))));
        AttestationResult example =
                new AttestationResult(filled(97, 1), filled(16, 2), filled(16, 3), filled(2, 4), Optional.empty());
        String common = "'mac':'" + filled(16, 2) + "','tag':'" + filled(16, 3) + "','payload':'0404'";
        return Stream.of(
                of(new MessageEvent.MessageAwaited("msg2"), "'event':'message-awaited','message':'msg2'"),
                of(
                        new MessageEvent.MessageReceived("msg2", filled(2, 7)),
                        "'event':'message-received','message':'msg2','size':2,'wire':'0707'"),
                of(
                        new MessageEvent.MessageSending("msg2", filled(2, 7)),
                        "'event':'message-sending','message':'msg2','size':2,'wire':'0707'"),
                of(
                        new MessageEvent.MessageSent("msg2", filled(2, 7)),
                        "'event':'message-sent','message':'msg2','size':2"),
                of(
                        new MessageEvent.Msg1Decoded(Msg0Msg1.parse(message(0))),
                        "'event':'msg1-decoded','structure':'msg0||msg1','structureSize':72,'first':"
                                + "'msg0.extended_epid_group_id','last':'msg1.gid'"),
                of(
                        new MessageEvent.Msg2Decoded(Msg2.parse(message(1))),
                        "'event':'msg2-decoded','structure':'msg2','structureSize':168,'first':'msg2.g_b.gx',"
                                + "'last':'msg2.sig_rl'"),
                of(
                        new MessageEvent.Msg3Decoded(msg3),
                        "'event':'msg3-decoded','structure':'msg3','structureSize':1452,'first':'msg3.mac',"
                                + "'last':'msg3.quote.signature.tag'"),
                of(
                        new MessageEvent.QuoteDecoded(
                                msg3, Quote.parse(msg3.quote().toArray())),
                        "'event':'quote-decoded','structure':'quote','structureSize':1116,'first':'quote.version',"
                                + "'last':'quote.signature.tag'"),
                of(
                        new MessageEvent.Msg4Decoded(Msg4.parse(message(3))),
                        "'event':'msg4-decoded','structure':'msg4','structureSize':105,'first':'msg4.status',"
                                + "'last':'msg4.platform_info_blob'"),
                of(new MessageEvent.VerificationDecoded(), "'event':'verification-decoded'"),
                of(
                        new MessageEvent.GroupDecoded(MessageEvent.Direction.SENT, new GroupMessage(-1, 1)),
                        "'event':'group-decoded','direction':'sent','extendedGroupId':4294967295,'status':1"),
                of(
                        new MessageEvent.GroupDecoded(MessageEvent.Direction.RECEIVED, new GroupMessage(0, null)),
                        "'event':'group-decoded','direction':'received','extendedGroupId':0"),
                of(
                        new MessageEvent.ResultDecoded(strict),
                        "'event':'result-decoded','form':'strict','platformInfo':'" + filled(101, 1) + "'," + common
                                + ",'verdict':'TRUSTED','iv':'" + filled(12, 5) + "','resultMac':'" + filled(16, 6)
                                + "'"),
                of(
                        new MessageEvent.ResultDecoded(example),
                        "'event':'result-decoded','form':'compatible with the original','platformInfo':'"
                                + filled(97, 1) + "'," + common));
    }

    /** A key with its hash before it. */
    private static String key(JsonNode sp, String name) {
        ByteString key = hex(sp.get(name).asText());
        return "'sha256" + name + "':'" + Sha256.of(key) + "','" + name + "':'" + key + "'";
    }

    private static Stream<Arguments> keys() throws Exception {
        Msg0Msg1 msg1 = Msg0Msg1.parse(message(0));
        Msg2 msg2 = Msg2.parse(message(1));
        JsonNode sp = SESSION.get("sp");
        ByteString sharedX = hex(sp.get("sharedSecret").asText()).reversed();
        return Stream.of(
                of(new KeyEvent.ServiceKeyChosen(Optional.of("00ff")), "'event':'service-key-chosen','key':'00ff'"),
                of(new KeyEvent.ServiceKeyChosen(Optional.empty()), "'event':'service-key-chosen','key':'default'"),
                of(
                        new KeyEvent.KeysAgreed(
                                SecretBytes.wrap(sharedX.toArray()),
                                SessionKeys.from(SecretBytes.wrap(sharedX.toArray()))),
                        "'event':'keys-agreed','sharedSecret':'" + sharedX + "'," + key(sp, "KDK") + ","
                                + key(sp, "SMK") + "," + key(sp, "VK")),
                of(
                        new KeyEvent.KeysSigned(msg1, msg2),
                        "'event':'keys-signed','GbGa':'" + msg2.gb() + msg1.ga() + "','sha256GbGa':'"
                                + Sha256.of(msg2.gb(), msg1.ga()) + "','r':'"
                                + msg2.signature().slice(0, 32).reversed() + "','s':'"
                                + msg2.signature().slice(32, 64).reversed() + "'"),
                of(
                        new KeyEvent.SessionKeysDerived(secret(16, 0x31), secret(16, 0x32)),
                        "'event':'session-keys-derived','sha256MK':'" + Sha256.of(filled(16, 0x31)) + "','MK':'"
                                + filled(16, 0x31) + "','sha256SK':'" + Sha256.of(filled(16, 0x32)) + "','SK':'"
                                + filled(16, 0x32) + "'"),
                of(new KeyEvent.KeyHashAsked("MK"), "'event':'key-hash-asked','key':'MK'"),
                of(
                        new KeyEvent.KeyHashTold("SK", filled(32, 9)),
                        "'event':'key-hash-told','key':'SK','sha256':'" + filled(32, 9) + "'"),
                of(
                        CheckEvent.equal("msg3-mac", filled(2, 1), filled(2, 2)),
                        "'event':'check','check':'msg3-mac','passed':false,'expected':'0101','actual':'0202'"),
                of(
                        CheckEvent.equal("product-id", 7, 7),
                        "'event':'check','check':'product-id','passed':true,'expected':'7','actual':'7'"));
    }

    private static Stream<Arguments> service() throws Exception {
        JsonNode exchange = SESSION.get("ias").get(1);
        Map<String, String> headers = new java.util.HashMap<>();
        exchange.get("responseHeaders")
                .forEach(header ->
                        headers.put(header.get(0).asText(), header.get(1).asText()));
        byte[] body = exchange.get("responseBody").asText().getBytes(StandardCharsets.UTF_8);
        SignedReport signed = SignedReport.fromAnswer(
                body, headers.get("X-IASReport-Signature"), headers.get("X-IASReport-Signing-Certificate"));
        Quote quote = Quote.parse(Msg3.parse(message(2)).quote().toArray());
        return Stream.of(
                of(
                        new ServiceEvent.QuoteAccepted(quote),
                        "'event':'quote-accepted','quoteBase64':'"
                                + JSON.readTree(exchange.get("requestBody").asText())
                                        .get("isvEnclaveQuote")
                                        .asText()
                                + "'"),
                of(
                        new ServiceEvent.RequestSent(
                                "report",
                                "POST",
                                URI.create("https://h/p"),
                                Optional.of("0011...eeff"),
                                Optional.of("{}")),
                        "'event':'request-sent','call':'report','method':'POST','uri':'https://h/p',"
                                + "'maskedSubscriptionKey':'0011...eeff','body':'{}'"),
                of(
                        new ServiceEvent.RequestSent(
                                "sigrl", "GET", URI.create("https://h/p"), Optional.empty(), Optional.empty()),
                        "'event':'request-sent','call':'sigrl','method':'GET','uri':'https://h/p'"),
                of(
                        new ServiceEvent.AnswerReceived(
                                "sigrl",
                                "200 OK",
                                List.of(Map.entry("a", "1"), Map.entry("a", "2")),
                                ByteString.of("gr\u00fcn".getBytes(StandardCharsets.UTF_8))),
                        "'event':'answer-received','call':'sigrl','status':'200"
                                + " OK','headers':[{'name':'a','value':'1'},{'name':'a','value':'2'}],'body':'gr\u00fcn'"),
                of(
                        new ServiceEvent.AnswerReceived("sigrl", "200 OK", List.of(), ByteString.of((byte) 0xfc)),
                        "'event':'answer-received','call':'sigrl','status':'200 OK','headers':[],'bodyHex':'fc'"),
                of(new ServiceEvent.SecondaryKeyTried(), "'event':'secondary-key-tried'"),
                of(
                        new ServiceEvent.CollateralRequested("TCB info", URI.create("https://h/tcb")),
                        "'event':'collateral-requested','part':'TCB info','uri':'https://h/tcb'"),
                of(
                        new ServiceEvent.CollateralReceived(
                                "PCK CRL", "200 OK", List.of(Map.entry("a", "1")), ByteString.of((byte) 0xfc)),
                        "'event':'collateral-received','part':'PCK CRL','status':'200 OK',"
                                + "'headers':[{'name':'a','value':'1'}],'bodyHex':'fc'"),
                of(
                        new ServiceEvent.QuoteVerified(tcb(Optional.of(List.of("INTEL-SA-00219")))),
                        "'event':'quote-verified','status':'ConfigurationNeeded','qeStatus':'UpToDate',"
                                + "'advisoryIDs':['INTEL-SA-00219'],'tcbDate':'2024-03-13T00:00:00Z',"
                                + "'tcbEvaluationDataNumber':17,'fmspc':'00534f465400',"
                                + "'earliestExpiration':'2026-02-13T12:00:00Z'"),
                of(
                        new ServiceEvent.QuoteVerified(tcb(Optional.empty())),
                        "'event':'quote-verified','status':'ConfigurationNeeded','qeStatus':'UpToDate',"
                                + "'tcbDate':'2024-03-13T00:00:00Z','tcbEvaluationDataNumber':17,"
                                + "'fmspc':'00534f465400','earliestExpiration':'2026-02-13T12:00:00Z'"),
                of(
                        new ServiceEvent.ReportReceived(signed),
                        "'event':'report-received','certificates':2,'signature':'" + signed.signature() + "','report':"
                                + JSON.writeValueAsString(new String(body, StandardCharsets.UTF_8))),
                of(
                        new ServiceEvent.ReportVerified(signed, AttestationReport.parse(body)),
                        "'event':'report-verified','required':['version','id','timestamp','isvEnclaveQuoteStatus',"
                                + "'isvEnclaveQuoteBody'],'optional':['platformInfoBlob','revocationReason',"
                                + "'pseManifestStatus','pseManifestHash','nonce','epidPseudonym','advisoryURL',"
                                + "'advisoryIDs','tcbEvaluationDataNumber']"));
    }

    private static TcbSummary tcb(Optional<List<String>> advisories) {
        return new TcbSummary(
                TcbStatus.CONFIGURATION_NEEDED,
                TcbStatus.UP_TO_DATE,
                advisories,
                Instant.parse("2024-03-13T00:00:00Z"),
                17,
                hex("00534f465400"),
                Instant.parse("2026-02-13T12:00:00Z"));
    }

    private static Stream<Arguments> outcomes() throws Exception {
        Quote quote = Quote.parse(Msg3.parse(message(2)).quote().toArray());
        Msg4Extension extension = new Msg4Extension(
                        Optional.empty(), OptionalLong.of(60), OptionalLong.of(-1), List.of(filled(64, 8)))
                .withTcbSummary(ByteString.of("{1}".getBytes(StandardCharsets.US_ASCII)));
        PlatformFlag flag = PlatformFlag.QE_EPID_GROUP_OUT_OF_DATE;
        return Stream.of(
                of(new OutcomeEvent.SessionStarted(), "'event':'session-started'"),
                of(new OutcomeEvent.Connected(), "'event':'connected'"),
                of(new OutcomeEvent.Notice("note: x"), "'event':'notice','text':'note: x'"),
                of(
                        new OutcomeEvent.VerdictReached(
                                TrustStatus.NOT_TRUSTED,
                                "GROUP_OUT_OF_DATE",
                                List.of("one", "two"),
                                List.of("update"),
                                Optional.of(filled(101, 1)),
                                true),
                        "'event':'verdict-reached','verdict':'NOT_TRUSTED','platformStatus':'GROUP_OUT_OF_DATE',"
                                + "'violations':['one','two'],'advice':['update'],'platformInfo':'" + filled(101, 1)
                                + "','toleratesDebug':true"),
                of(
                        new OutcomeEvent.EnclaveIdentified(secret(16, 0x33), quote.report()),
                        "'event':'enclave-identified','VK':'" + filled(16, 0x33) + "','structure':'report body',"
                                + "'structureSize':384,'first':'report_body.cpu_svn','last':'report_body.report_data'"),
                of(
                        new OutcomeEvent.ProvisionAttached(
                                OptionalLong.of(8), OptionalLong.of(60), List.of(filled(64, 8))),
                        "'event':'provision-attached','secretSize':8,'reattestAfter':60,'trustedKeys':['"
                                + filled(64, 8) + "']"),
                of(new OutcomeEvent.ResultAcknowledged(), "'event':'result-acknowledged'"),
                of(new OutcomeEvent.SecretWithheld(), "'event':'secret-withheld'"),
                of(
                        new OutcomeEvent.VerdictReceived(TrustStatus.TRUSTED, true, true),
                        "'event':'verdict-received','verdict':'TRUSTED','hasPlatformInfo':true,'inExampleForm':true"),
                of(
                        new OutcomeEvent.PlatformInfoEvaluated(
                                "SGX_SUCCESS (0x0000)",
                                OutcomeEvent.PlatformStanding.CURRENT,
                                List.of("BIOS"),
                                EnumSet.of(flag)),
                        "'event':'platform-info-evaluated','status':'SGX_SUCCESS (0x0000)','standing':'CURRENT',"
                                + "'updates':['BIOS'],'flags':['" + flag.name() + "'],'remedies':['" + flag.remedy()
                                + "']"),
                of(
                        new OutcomeEvent.ExtensionAccepted(extension),
                        "'event':'extension-accepted','reattestAfter':60,'serviceProviderTime':'18446744073709551615','tcbSummary':'{1}','trustedKeys':['"
                                + filled(64, 8) + "']"),
                of(new OutcomeEvent.ExtensionDone(), "'event':'extension-done'"),
                of(new OutcomeEvent.SecretReceived(5), "'event':'secret-received','size':5"),
                of(
                        new OutcomeEvent.SecretHashTold(filled(32, 4)),
                        "'event':'secret-hash-told','sha256':'" + filled(32, 4) + "'"),
                of(new OutcomeEvent.SecretSealed("f", 580), "'event':'secret-sealed','file':'f','size':580"),
                of(new OutcomeEvent.SecretMissing(Optional.of("f")), "'event':'secret-missing','file':'f'"),
                of(new OutcomeEvent.SecretMissing(Optional.empty()), "'event':'secret-missing'"),
                of(
                        new OutcomeEvent.SessionFailed("no", new IllegalStateException("x")),
                        "'event':'session-failed','reason':'no','cause':'IllegalStateException'"),
                of(new OutcomeEvent.ConnectionLost("gone"), "'event':'connection-lost','reason':'gone'"),
                of(new OutcomeEvent.SessionEnded(), "'event':'session-ended'"));
    }

    /** Lists that other tests compare in whole stand for themselves by their first and last entry, size or names. */
    private static ObjectNode shortened(String line) throws Exception {
        ObjectNode event = (ObjectNode) JSON.readTree(line);
        event.remove(List.of("schema", "time", "session", "role", "peer"));
        JsonNode fields = event.remove("fields");
        if (fields != null) {
            event.put("first", fields.get(0).get("name").asText());
            event.put("last", fields.get(fields.size() - 1).get("name").asText());
        }
        if (event.has("certificates")) {
            event.put("certificates", event.get("certificates").size());
        }
        for (String name : List.of("required", "optional")) {
            if (event.has(name)) {
                var names = JSON.createArrayNode();
                event.get(name).forEach(field -> names.add(field.get("name").asText()));
                event.set(name, names);
            }
        }
        return event;
    }

    @ParameterizedTest
    @MethodSource("events")
    void holdsWhatHappened(SessionEvent event, String expected) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLines lines = new JsonLines(out, Clock.systemUTC(), true, () -> "1", warning -> {
            throw new AssertionError(warning);
        })) {
            lines.session("sp", "peer").on(event);
        }

        assertThat(shortened(out.toString(StandardCharsets.UTF_8))).isEqualTo(JSON.readTree("{" + expected + "}"));
    }

    @Test
    void isTestedWhateverTheEvent() throws Exception {
        Set<Class<?>> tested = new HashSet<>();
        events().forEach(arguments -> tested.add(arguments.get()[0].getClass()));

        assertThat(tested).containsExactlyInAnyOrderElementsOf(kinds(SessionEvent.class));
    }

    private static List<Class<?>> kinds(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        List<Class<?>> kinds = new ArrayList<>();
        for (Class<?> kind : type.getPermittedSubclasses()) {
            kinds.addAll(kinds(kind));
        }
        return kinds;
    }

    @Test
    void neverPrintsASecret() throws Exception {
        events().map(arguments -> arguments.get()[0].toString()).forEach(text -> assertThat(text)
                .doesNotContain(
                        filled(16, 0x31).hex(),
                        filled(16, 0x32).hex(),
                        filled(16, 0x33).hex(),
                        SESSION.at("/sp/KDK").asText(),
                        SESSION.at("/sp/SMK").asText()));
    }
}
