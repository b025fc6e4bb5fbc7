package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.common.RecordedData.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.RecordedData;
import org.sgxra.common.RecordedSession;
import org.sgxra.common.bytes.ByteString;

/** The fields of recorded structures have the values that the records name. */
class RecordedFieldsTest {
    private static final String REAL_SPID = "928a6b0e3cddad56eb3badaa3b63f71f";
    private static final String MR_ENCLAVE = "4a77e06910e9ddf58912eedcac700f06d8eafb9e612898531a24688503069b28";
    private static final String MR_SIGNER = "bd71c6380ef77c5417e8b2d1ce2d4b6504b9f418e5049342440cfff2443d95bd";

    private final RecordedSession real = RecordedData.session("real_hardware_2018");
    private final RecordedSession simulated = RecordedData.session("ok_unlinkable");

    static List<RecordedSession> sessions() {
        return RecordedData.sessions();
    }

    static Stream<RecordedSession> completeSessions() {
        return sessions().stream().filter(session -> session.msg3().isPresent());
    }

    static Stream<Map.Entry<String, ByteString>> hardwareQuotes() {
        return RecordedData.hardwareQuotes();
    }

    static Stream<JsonNode> epidQuotes() {
        return RecordedData.epidQuotes();
    }

    static List<RecordedData.Report> reports() {
        return RecordedData.reports();
    }

    @Test
    void readsTheFirstMessageOfRealHardware() throws MalformedMessageException {
        Msg0Msg1 message = Msg0Msg1.parse(real.msg0Msg1().toArray());

        assertThat(message.extendedGroupId()).isZero();
        assertThat(message.ga().slice(0, 8).hex()).isEqualTo("f8fccf53f9257649");
        assertThat(message.ga().slice(56, 64).hex()).isEqualTo("fd683fac082497a4");
        assertThat(message.gid()).hasToString("00000ae0");
        assertThat(message.gid().value()).isEqualTo(0xae0);
    }

    @Test
    void readsTheSecondMessageOfRealHardware() throws MalformedMessageException {
        Msg2 message = Msg2.parse(real.msg2().toArray());

        assertThat(message.gb().slice(0, 8).hex()).isEqualTo("a6216ffaa237dd0e");
        assertThat(message.spid().hex()).isEqualTo(REAL_SPID);
        assertThat(message.quoteType()).isZero();
        assertThat(message.kdfId()).isEqualTo(Msg2.KDF_ID);
        assertThat(message.signature().slice(0, 8).hex()).isEqualTo("26b112ec031a40c8");
        assertThat(message.mac().hex()).isEqualTo("b462f4d5641c6a9eb5df97b52c658c51");
        assertThat(message.sigRl()).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void readsTheVerdictOfRealHardware() throws MalformedMessageException {
        Msg4 message = Msg4.parse(real.msg4().orElseThrow().toArray());

        assertThat(message.status()).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(message.hasPlatformInfo()).isTrue();
        PlatformInfoBlob blob = PlatformInfoBlob.parse(message.platformInfo().toArray());
        assertThat(blob.groupFlags()).isEqualTo(4);
        assertThat(blob.tcbFlags()).isEqualTo(9);
        assertThat(blob.pseFlags()).isZero();
        assertThat(blob.latestTcbPsvn().hex()).isEqualTo("050502040180000000000000000000000700");
        assertThat(blob.latestPseIsvSvn()).isEqualTo(6);
        assertThat(blob.latestPsdaSvn()).isEqualTo(2);
        assertThat(blob.xeid()).isZero();
        assertThat(blob.gid().value()).isEqualTo(0xae0);
        assertThat(blob.signature().slice(0, 4).hex()).isEqualTo("fef17208");
    }

    @Test
    void readsTheEnclaveIdentityThatTheOriginalLogged() throws MalformedMessageException {
        Msg3 msg3 = Msg3.parse(simulated.msg3().orElseThrow().toArray());
        EpidQuote quote = EpidQuote.parse(msg3.quote().toArray());
        ReportBody report = quote.body().report();

        assertThat(msg3.mac().hex()).isEqualTo("ced21d3ffbc8a4fd2c1c0f4b1465690b");
        assertThat(quote.body().gid()).isEqualTo(EpidGroupId.SIMULATION);
        assertThat(quote.body().qeSvn()).isEqualTo(0xef);
        assertThat(quote.body().pceSvn()).isEqualTo(0xef);
        assertThat(quote.body().xeid()).isEqualTo(0xefefefef);
        assertThat(report.cpuSvn().hex()).isEqualTo("4820f3376ae6b2f2034d3b7a4b48a778");
        assertThat(report.miscSelect()).isZero();
        assertThat(report.attributes()).isEqualTo(new Attributes(7, 0xe7));
        assertThat(report.attributes()).hasToString("0700000000000000e700000000000000");
        assertThat(report.attributes().isDebug()).isTrue();
        assertThat(report.mrEnclave().hex()).isEqualTo(MR_ENCLAVE);
        assertThat(report.mrSigner().hex()).isEqualTo(MR_SIGNER);
        assertThat(report.isvProdId()).isZero();
        assertThat(report.isvSvn()).isEqualTo(1);
        assertThat(report.configSvn()).isZero();
        assertThat(report.isvExtProdId().isZero()).isTrue();
        assertThat(report.configId().isZero()).isTrue();
        assertThat(report.isvFamilyId().isZero()).isTrue();
    }

    @Test
    void readsARevocationListInMsg2() throws MalformedMessageException {
        Msg2 message = Msg2.parse(RecordedData.session("sigrl_n2_2").msg2().toArray());
        SgxSigRl list = SgxSigRl.parse(message.sigRl().toArray());

        assertThat(list.gid()).isEqualTo(EpidGroupId.SIMULATION);
        assertThat(list.version()).isEqualTo(3);
        assertThat(list.entries()).hasSize(2);
        assertThat(list.entries().get(0).hex()).isEqualTo("01".repeat(128));
        assertThat(list.entries().get(1).hex()).isEqualTo("02".repeat(128));
        assertThat(list.signedBytes()).isEqualTo(message.sigRl().slice(0, 16 + 2 * 128));
    }

    @Test
    void refusesTheRecordedGarbageList() throws MalformedMessageException {
        Msg2 message = Msg2.parse(RecordedData.session("sigrl_garbage").msg2().toArray());

        assertThat(message.sigRl().toArray()).asString().isEqualTo("ABCDEFG");
        assertThat(Faults.of(() -> SgxSigRl.parse(message.sigRl().toArray())))
                .hasMessage("malformed SigRL: header at offset 0: is 41424344, not 0002000e");
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void joinsMsg0AndMsg1(RecordedSession session) throws MalformedMessageException {
        byte[] joined = session.msg0Msg1().toArray();
        byte[] msg1 = session.msg0Msg1().slice(4, 72).toArray();

        assertThat(Msg0Msg1.of(0, msg1)).isEqualTo(Msg0Msg1.parse(joined));
    }

    @ParameterizedTest
    @MethodSource("completeSessions")
    void findsTheSameGroupAndKeyInAllMessagesOfASession(RecordedSession session) throws MalformedMessageException {
        Msg0Msg1 first = Msg0Msg1.parse(session.msg0Msg1().toArray());
        Msg2 second = Msg2.parse(session.msg2().toArray());
        Msg3 third = Msg3.parse(session.msg3().orElseThrow().toArray());
        EpidQuoteBody body = EpidQuote.parse(third.quote().toArray()).body();

        assertThat(third.ga()).isEqualTo(first.ga());
        assertThat(third.psSecProp().isZero()).isTrue();
        assertThat(body.gid()).isEqualTo(first.gid());
        assertThat(body.spid()).isEqualTo(second.spid());
        // The quotes of the simulation SDK are unlinkable whatever they should be: only the request is looked at there.
        assertThat(second.quoteType()).isEqualTo(session.name().contains("_linkable") ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("hardwareQuotes")
    void readsSignTypeAndGroupThatTheFileNameHas(Map.Entry<String, ByteString> file) throws MalformedMessageException {
        String[] name = file.getKey().split("_");
        EpidQuoteBody body = EpidQuote.parse(file.getValue().toArray()).body();

        assertThat(body.signType()).isEqualTo(name[1].equals("lnk") ? SignType.LINKABLE : SignType.UNLINKABLE);
        assertThat(body.gid()).hasToString(name[2]);
        assertThat(file.getValue().size()).isEqualTo(Integer.parseInt(name[3]));
        assertThat(body.basename().slice(16, 32).isZero()).isEqualTo(body.signType() == SignType.LINKABLE);
        assertThat(body.xeid()).isZero();
    }

    @ParameterizedTest
    @MethodSource("epidQuotes")
    void readsTheWrappedSignatureOfAQuote(JsonNode recorded) throws MalformedMessageException {
        EpidQuote quote =
                EpidQuote.parse(hex(recorded.path("quote").textValue()).toArray());
        EpidQuoteSignature signature =
                EpidQuoteSignature.parse(quote.signature().toArray());

        assertThat(quote.signature().size())
                .isEqualTo(recorded.path("signatureLen").intValue());
        assertThat(signature.ciphertext().size())
                .isEqualTo(recorded.path("plainSignature").textValue().length() / 2);
        if (recorded.path("sigRl").isTextual()) {
            SgxSigRl list =
                    SgxSigRl.parse(hex(recorded.path("sigRl").textValue()).toArray());
            assertThat(list.gid()).isEqualTo(quote.body().gid());
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void readsTheQuoteBodyAndPlatformInfoOfAReport(RecordedData.Report report) throws MalformedMessageException {
        EpidQuoteBody body = EpidQuoteBody.parse(report.quoteBody());

        if (report.name().contains("linkable")) {
            assertThat(body.signType()).isEqualTo(SignType.LINKABLE);
        }
        if (report.hasPlatformInfo()) {
            assertThat(PlatformInfoBlob.parseTlv(report.platformInfo().toArray())
                            .gid())
                    .isEqualTo(body.gid());
        }
    }
}
