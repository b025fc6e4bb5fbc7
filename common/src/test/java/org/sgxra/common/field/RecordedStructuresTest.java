package org.sgxra.common.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.RecordedData;
import org.sgxra.common.RecordedSession;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.testdata.TestData;

/** Everything recorded, taken apart: each byte belongs to exactly one field. */
class RecordedStructuresTest {
    /** A recorded structure and its fields. */
    record Recorded(String name, ByteString bytes, FieldList fields) {
        @Override
        public String toString() {
            return fields.structure() + " of " + name;
        }
    }

    static List<Recorded> everything() throws MalformedMessageException {
        List<Recorded> all = new ArrayList<>();
        for (RecordedSession session : RecordedData.sessions()) {
            addSession(all, session);
        }
        for (var quote : RecordedData.hardwareQuotes().toList()) {
            addQuote(all, quote.getKey(), quote.getValue());
        }
        for (JsonNode quote : RecordedData.epidQuotes().toList()) {
            String id = quote.path("id").textValue();
            addQuote(all, id, RecordedData.hex(quote.path("quote").textValue()));
            if (quote.path("sigRl").isTextual()) {
                ByteString list = RecordedData.hex(quote.path("sigRl").textValue());
                all.add(new Recorded(id, list, ServiceFields.sigRl(SgxSigRl.parse(list.toArray()))));
            }
        }
        for (RecordedData.Report report : RecordedData.reports()) {
            ByteString body = ByteString.of(report.quoteBody());
            all.add(new Recorded(report.name(), body, QuoteFields.body(EpidQuoteBody.parse(body.toArray()))));
            if (report.hasPlatformInfo()) {
                addPlatformInfo(all, report);
            }
        }
        for (JsonNode signature : TestData.json("epid/sgx_cases.json").path("cases")) {
            ByteString bytes = RecordedData.hex(signature.path("signature").textValue());
            all.add(new Recorded(signature.path("id").textValue(), bytes, QuoteFields.epidSignature(bytes)));
        }
        ByteString key = RecordedData.hex(
                RecordedData.epidQuoteKeys().path("groupPublicKey").textValue());
        all.add(new Recorded("sgx_quotes.json", key, ServiceFields.groupPublicKey(key)));
        return all;
    }

    private static void addSession(List<Recorded> all, RecordedSession session) throws MalformedMessageException {
        String name = session.name();
        ByteString msg1 = session.msg0Msg1();
        ByteString msg2 = session.msg2();
        all.add(new Recorded(name, msg1, MessageFields.msg0Msg1(Msg0Msg1.parse(msg1.toArray()))));
        all.add(new Recorded(name, msg2, MessageFields.msg2(Msg2.parse(msg2.toArray()))));
        if (session.msg3().isPresent()) {
            ByteString msg3 = session.msg3().get();
            all.add(new Recorded(name, msg3, MessageFields.msg3(Msg3.parse(msg3.toArray()))));
            addQuote(all, name, msg3.slice(Msg3.FIXED_SIZE, msg3.size()));
        }
        if (session.msg4().isPresent()) {
            ByteString msg4 = session.msg4().get();
            all.add(new Recorded(name, msg4, MessageFields.msg4(Msg4.parse(msg4.toArray()))));
        }
    }

    private static void addQuote(List<Recorded> all, String name, ByteString bytes) throws MalformedMessageException {
        EpidQuote quote = EpidQuote.parse(bytes.toArray());
        all.add(new Recorded(name, bytes, QuoteFields.quote(quote)));
        EpidQuoteSignature signature =
                EpidQuoteSignature.parse(quote.signature().toArray());
        all.add(new Recorded(name, quote.signature(), QuoteFields.signature(signature)));
        ByteString body = bytes.slice(48, 432);
        all.add(new Recorded(name, body, QuoteFields.reportBody(quote.body().report())));
    }

    private static void addPlatformInfo(List<Recorded> all, RecordedData.Report report)
            throws MalformedMessageException {
        PlatformInfoBlob blob = PlatformInfoBlob.parseTlv(report.platformInfo().toArray());
        all.add(new Recorded(report.name(), report.platformInfo(), ServiceFields.platformInfoTlv(blob)));
        ByteString bare = report.platformInfo().slice(4, PlatformInfoBlob.TLV_SIZE);
        all.add(new Recorded(report.name(), bare, ServiceFields.platformInfo(blob)));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void givesEachByteToExactlyOneField(Recorded recorded) {
        ByteString joined = ByteString.concat(
                recorded.fields().fields().stream().map(Field::bytes).toArray(ByteString[]::new));
        assertThat(joined).isEqualTo(recorded.bytes());
        assertThat(recorded.fields().size()).isEqualTo(recorded.bytes().size());
        Set<String> names = new HashSet<>();
        int next = 0;
        for (Field field : recorded.fields().fields()) {
            assertThat(field.offset()).as(field.name()).isEqualTo(next);
            assertThat(recorded.bytes().slice(field.offset(), field.end())).isEqualTo(field.bytes());
            assertThat(names.add(field.name())).as(field.name()).isTrue();
            assertThat(field.text()).as(field.name()).doesNotContain("not zero");
            next = field.end();
        }
    }

    @Test
    void knowsEveryKindOfRecordedStructure() throws MalformedMessageException {
        Stream<String> kinds =
                everything().stream().map(recorded -> recorded.fields().structure());
        assertThat(kinds)
                .contains(
                        "msg0||msg1",
                        "msg2",
                        "msg3",
                        "msg4",
                        "quote",
                        "quote body",
                        "quote signature",
                        "report body",
                        "SigRL",
                        "platform info blob",
                        "platform info blob with header",
                        "EPID signature",
                        "EPID group public key");
    }
}
