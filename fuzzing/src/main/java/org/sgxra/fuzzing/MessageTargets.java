package org.sgxra.fuzzing;

import static org.sgxra.fuzzing.FuzzTarget.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.message.AttestationKeyId;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EcdsaQuoteCall;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.ProvisioningOffer;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.message.SigStruct;
import org.sgxra.common.message.TargetInfo;
import org.sgxra.testdata.TestData;

/** The structures of the protocol: bytes are refused, or encode to what they were read from. */
final class MessageTargets {
    /** Bytes to fields and back to bytes. */
    @FunctionalInterface
    private interface Reencoding {
        byte[] apply(byte[] bytes) throws MalformedMessageException;
    }

    private MessageTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                same("msg1", "msg0 and msg1", () -> Recorded.messages("msg0||msg1"), b -> Msg0Msg1.parse(b)
                        .encode()),
                same("msg2", "msg2 with its SigRL", () -> Recorded.messages("msg2"), b -> Msg2.parse(b)
                        .encode()),
                same("msg3", "msg3 with its quote", () -> Recorded.messages("msg3"), b -> Msg3.parse(b)
                        .encode()),
                same("msg4", "msg4", () -> Recorded.messages("msg4"), MessageTargets::msg4),
                FuzzTarget.of(
                        "msg4-extension",
                        "what may follow msg4",
                        MessageTargets::extensions,
                        b -> {
                            // Entries of unknown types are passed over.
                            Msg4Extension read = Msg4Extension.parse(ByteString.of(b));
                            require(Msg4Extension.parse(read.encode()).equals(read), "encodes to another extension");
                        },
                        MalformedMessageException.class),
                same("epid-quote", "EPID quote", Recorded::epidQuotes, b -> EpidQuote.parse(b)
                        .encode()),
                same(
                        "epid-quote-signature",
                        "encrypted signature of an EPID quote",
                        () -> Recorded.epidQuotes()
                                .map(quote -> Arrays.copyOfRange(quote, EpidQuote.FIXED_SIZE, quote.length)),
                        b -> EpidQuoteSignature.parse(b).encode()),
                same("ecdsa-quote", "ECDSA quote, versions 3 to 5", Recorded::dcapQuotes, MessageTargets::ecdsaQuote),
                same(
                        "qe-certification-data",
                        "certification data in an ECDSA quote",
                        MessageTargets::certificationData,
                        b -> ecdsaQuote(withCertificationData(b), b)),
                same(
                        "quote",
                        "quote of any kind",
                        () -> Stream.concat(Recorded.epidQuotes(), Recorded.dcapQuotes()),
                        b -> Quote.parse(b).encode()),
                same("sigrl", "SigRL as msg2 carries it", MessageTargets::sigRls, b -> SgxSigRl.parse(b)
                        .encode()),
                same("pib", "platform info blob", MessageTargets::platformInfos, b -> PlatformInfoBlob.parse(b)
                        .encode()),
                same(
                        "pib-tlv",
                        "platform info blob in a report",
                        () -> MessageTargets.platformInfos().map(pib -> Recorded.concat(Recorded.hex("15020065"), pib)),
                        b -> PlatformInfoBlob.parseTlv(b).encodeTlv()),
                FuzzTarget.of(
                        "sigstruct",
                        "SIGSTRUCT",
                        MessageTargets::sigStructs,
                        b -> {
                            SigStruct read = SigStruct.parse(b);
                            require(
                                    read.mrSigner().size() == 32
                                            && read.mrEnclave().size() == 32,
                                    "other sizes");
                        },
                        MalformedMessageException.class),
                platform());
    }

    private static FuzzTarget same(String name, String purpose, FuzzTarget.Seeds seeds, Reencoding reencoding) {
        return FuzzTarget.of(
                name,
                purpose,
                seeds,
                b -> require(Arrays.equals(reencoding.apply(b), b), name + " encodes to other bytes"),
                MalformedMessageException.class);
    }

    private static byte[] msg4(byte[] bytes) throws MalformedMessageException {
        Msg4 read = Msg4.parse(bytes);
        if (read.hasPlatformInfo()) {
            PlatformInfoBlob.parse(read.platformInfo().toArray()).flags();
        }
        return read.encode();
    }

    private static byte[] ecdsaQuote(byte[] bytes) throws MalformedMessageException {
        EcdsaQuote quote = EcdsaQuote.parse(bytes);
        require(quote.authentication().qeReportBody() != null && quote.body().size() >= 384, "no bodies");
        return quote.encode();
    }

    private static byte[] ecdsaQuote(byte[] whole, byte[] data) throws MalformedMessageException {
        require(Arrays.equals(ecdsaQuote(whole), whole), "a quote encodes to other bytes");
        try {
            PemChain.parse(EcdsaQuote.parse(whole).authentication().certificationData());
        } catch (DcapFormatException e) {
            return data;
        }
        return data;
    }

    /** A recorded quote whose certification data is another: a type (2 bytes, little-endian) and the data. */
    private static byte[] withCertificationData(byte[] data) {
        byte[] quote = Recorded.file(Recorded.DCAP + "quote.bin");
        int start = certificationStart(quote);
        byte[] head = Arrays.copyOf(quote, start);
        byte[] type = Arrays.copyOf(data, 2);
        byte[] rest = data.length < 2 ? new byte[0] : Arrays.copyOfRange(data, 2, data.length);
        putU32(head, 432, start - 436 + 6 + rest.length);
        byte[] size = new byte[4];
        putU32(size, 0, rest.length);
        return Recorded.concat(head, type, size, rest);
    }

    /** Where the type stands: behind signature, key, QE report and its signature (576 bytes), and the authentication data. */
    private static int certificationStart(byte[] quote) {
        int authentication = (quote[436 + 576] & 0xff) | (quote[436 + 577] & 0xff) << 8;
        return 436 + 578 + authentication;
    }

    private static void putU32(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private static Stream<byte[]> certificationData() {
        byte[] quote = Recorded.file(Recorded.DCAP + "quote.bin");
        byte[] chain = Arrays.copyOfRange(quote, certificationStart(quote) + 6, quote.length);
        return Stream.of(Recorded.concat(new byte[] {5, 0}, chain), new byte[] {3, 0, 1, 2, 3}, new byte[] {1, 0});
    }

    private static Stream<byte[]> extensions() {
        EncryptedSecret secret = new EncryptedSecret(ByteString.zeros(12), ByteString.zeros(40), ByteString.zeros(16));
        Msg4Extension small = new Msg4Extension(
                Optional.of(secret), OptionalLong.of(3600), OptionalLong.of(1), List.of(ByteString.zeros(64)));
        return Stream.of(small, small.withTcbSummary(ByteString.of(Recorded.utf8("{}"))))
                .map(extension -> extension.encode().toArray());
    }

    private static Stream<byte[]> sigRls() {
        Stream<byte[]> ofMsg2 = Recorded.sessions()
                .flatMap(session -> Recorded.messages(session, "msg2"))
                .filter(msg2 -> msg2.length > Msg2.FIXED_SIZE)
                .map(msg2 -> Arrays.copyOfRange(msg2, Msg2.FIXED_SIZE, msg2.length));
        return Stream.concat(ofMsg2, Stream.of(new byte[SgxSigRl.FIXED_SIZE]));
    }

    private static Stream<byte[]> platformInfos() {
        return Recorded.messages("msg4").map(msg4 -> Arrays.copyOfRange(msg4, 4, Msg4.FIXED_SIZE));
    }

    private static Stream<byte[]> sigStructs() {
        byte[] bytes = new byte[SigStruct.SIZE];
        String[] fixed = {"0", "06000000e10000000000010000000000", "24", "01010000600000006000000001000000"};
        for (int i = 0; i < fixed.length; i += 2) {
            byte[] value = Recorded.hex(fixed[i + 1]);
            System.arraycopy(value, 0, bytes, Integer.parseInt(fixed[i]), value.length);
        }
        bytes[511] = (byte) 0xff;
        bytes[512] = 3;
        return Stream.of(bytes, bytes.clone());
    }

    /** What the client's own platform software exchanges: many small structures in one target. */
    private static FuzzTarget platform() {
        List<Reencoding> structures = List.of(
                b -> ReportBody.parse(b).encode(),
                b -> EpidQuoteBody.parse(b).encode(),
                b -> Report.parse(b).encode(),
                b -> TargetInfo.parse(b).encode(),
                b -> ProvisioningOffer.parse(b).encode(),
                b -> EpidBlob.parse(b).encode(),
                // Without a nonce its bytes are not looked at.
                b -> {
                    QuoteCall read = QuoteCall.parse(b);
                    require(QuoteCall.parse(read.encode()).equals(read), "encodes to another call");
                    return b;
                },
                // Its reserved bytes are not looked at.
                b -> {
                    AttestationKeyId read = AttestationKeyId.parse(b);
                    require(AttestationKeyId.parse(read.encode()).equals(read), "encodes to another key id");
                    return b;
                });
        return FuzzTarget.of(
                "platform-structures",
                "reports, target infos, calls of the platform",
                () -> Stream.of(
                                ReportBody.SIZE,
                                Report.SIZE,
                                TargetInfo.SIZE,
                                EpidBlob.SIZE,
                                EcdsaQuoteCall.SIZE,
                                432,
                                256,
                                100)
                        .map(byte[]::new),
                b -> {
                    for (Reencoding structure : structures) {
                        try {
                            require(Arrays.equals(structure.apply(b), b), "encodes to other bytes");
                        } catch (MalformedMessageException e) {
                            continue;
                        }
                    }
                    // Of a call without report info, the bytes for it are not looked at.
                    EcdsaQuoteCall call = EcdsaQuoteCall.parse(b);
                    require(EcdsaQuoteCall.parse(call.encode()).equals(call), "encodes to another call");
                },
                MalformedMessageException.class);
    }

    /** A list of texts under a name anywhere in a document. */
    static Stream<byte[]> hexMembers(JsonNode document, String name) {
        return document.findValues(name).stream()
                .filter(value -> value.isTextual() && value.asText().matches("([0-9a-f]{2})+"))
                .map(value -> Recorded.hex(value.asText()))
                .limit(4);
    }

    /** A document of EPID data. */
    static JsonNode epid(String name) {
        return TestData.json("epid/" + name);
    }
}
