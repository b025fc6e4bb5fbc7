package org.sgxra.common.message;

import java.util.ArrayList;
import java.util.List;
import org.sgxra.common.RecordedData;
import org.sgxra.common.RecordedSession;
import org.sgxra.common.bytes.ByteString;

/** A recorded structure with the parser that belongs to it. */
record Sample(String name, Kind kind, ByteString bytes) {
    /** Bytes to fields and back to bytes. */
    @FunctionalInterface
    interface Reencoding {
        byte[] apply(byte[] bytes) throws MalformedMessageException;
    }

    enum Kind {
        MSG0_MSG1(bytes -> Msg0Msg1.parse(bytes).encode()),
        MSG2(bytes -> Msg2.parse(bytes).encode()),
        MSG3(bytes -> Msg3.parse(bytes).encode()),
        MSG4(bytes -> Msg4.parse(bytes).encode()),
        QUOTE(bytes -> EpidQuote.parse(bytes).encode()),
        QUOTE_BODY(bytes -> EpidQuoteBody.parse(bytes).encode()),
        QUOTE_SIGNATURE(bytes -> EpidQuoteSignature.parse(bytes).encode()),
        REPORT_BODY(bytes -> ReportBody.parse(bytes).encode()),
        SIG_RL(bytes -> SgxSigRl.parse(bytes).encode()),
        PLATFORM_INFO(bytes -> PlatformInfoBlob.parse(bytes).encode()),
        PLATFORM_INFO_TLV(bytes -> PlatformInfoBlob.parseTlv(bytes).encodeTlv());

        @SuppressWarnings("ImmutableEnumChecker") // a method of a parser
        final Reencoding reencoding;

        Kind(Reencoding reencoding) {
            this.reencoding = reencoding;
        }
    }

    private static final List<Sample> ALL = readAll();

    static List<Sample> all() {
        return ALL;
    }

    static List<Sample> all(Kind kind) {
        return ALL.stream().filter(sample -> sample.kind == kind).toList();
    }

    private static List<Sample> readAll() {
        List<Sample> samples = new ArrayList<>();
        RecordedData.sessions().forEach(session -> addSession(samples, session));
        RecordedData.hardwareQuotes().forEach(quote -> addQuote(samples, quote.getKey(), quote.getValue()));
        RecordedData.epidQuotes().forEach(quote -> {
            String id = quote.path("id").textValue();
            addQuote(samples, id, RecordedData.hex(quote.path("quote").textValue()));
            if (quote.path("sigRl").isTextual()) {
                samples.add(new Sample(
                        id, Kind.SIG_RL, RecordedData.hex(quote.path("sigRl").textValue())));
            }
        });
        RecordedData.reports().forEach(report -> addReport(samples, report));
        return samples;
    }

    private static void addSession(List<Sample> samples, RecordedSession session) {
        String name = session.name();
        samples.add(new Sample(name, Kind.MSG0_MSG1, session.msg0Msg1()));
        samples.add(new Sample(name, Kind.MSG2, session.msg2()));
        if (name.equals("sigrl_n2_2")) {
            samples.add(new Sample(name, Kind.SIG_RL, tail(session.msg2(), Msg2.FIXED_SIZE)));
        }
        session.msg3().ifPresent(msg3 -> {
            samples.add(new Sample(name, Kind.MSG3, msg3));
            addQuote(samples, name, tail(msg3, Msg3.FIXED_SIZE));
        });
        session.msg4().ifPresent(msg4 -> {
            samples.add(new Sample(name, Kind.MSG4, msg4));
            samples.add(new Sample(name, Kind.PLATFORM_INFO, tail(msg4, 4)));
        });
    }

    private static void addQuote(List<Sample> samples, String name, ByteString quote) {
        samples.add(new Sample(name, Kind.QUOTE, quote));
        samples.add(new Sample(name, Kind.QUOTE_SIGNATURE, tail(quote, EpidQuote.FIXED_SIZE)));
    }

    private static void addReport(List<Sample> samples, RecordedData.Report report) {
        ByteString body = ByteString.of(report.quoteBody());
        samples.add(new Sample(report.name(), Kind.QUOTE_BODY, body));
        samples.add(new Sample(report.name(), Kind.REPORT_BODY, tail(body, 48)));
        if (report.hasPlatformInfo()) {
            samples.add(new Sample(report.name(), Kind.PLATFORM_INFO_TLV, report.platformInfo()));
            samples.add(new Sample(report.name(), Kind.PLATFORM_INFO, tail(report.platformInfo(), 4)));
        }
    }

    private static ByteString tail(ByteString bytes, int from) {
        return bytes.slice(from, bytes.size());
    }

    @Override
    public String toString() {
        return kind + " of " + name;
    }
}
