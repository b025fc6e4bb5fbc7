package org.sgxra.runtime.wire.protobuf;

import java.util.ArrayList;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameType;

/** Records to frames (docs/spec/wire-tls-protobuf.md section 4). */
public final class ProtobufWriter {
    private ProtobufWriter() {}

    /** RA_VERIFICATION. */
    public static Frame verification() {
        return frame(
                FrameType.VERIFICATION,
                Proto.Initial.newBuilder()
                        .setType(FrameType.VERIFICATION.value())
                        .build());
    }

    /** RA_APP_ATT_OK, whose size is zero and present: the original insists. */
    public static Frame appAttOk() {
        return frame(
                FrameType.APP_ATT_OK,
                Proto.Initial.newBuilder()
                        .setType(FrameType.APP_ATT_OK.value())
                        .setSize(0)
                        .build());
    }

    /** RA_MSG0. */
    public static Frame msg0(GroupMessage message) {
        Proto.GroupAnnouncement.Builder builder = Proto.GroupAnnouncement.newBuilder()
                .setType(FrameType.MSG0.value())
                .setExtendedGroupId(message.extendedGroupId());
        if (message.status() != null) {
            builder.setStatus(message.status());
        }
        return frame(FrameType.MSG0, builder.build());
    }

    /**
     * RA_MSG1.
     *
     * @param ga ephemeral key, 64 bytes as in the structures
     */
    public static Frame msg1(ByteString ga, EpidGroupId gid) {
        return frame(
                FrameType.MSG1,
                Proto.First.newBuilder()
                        .setType(FrameType.MSG1.value())
                        .addAllGaX(bytes(ga.slice(0, 32)))
                        .addAllGaY(bytes(ga.slice(32, 64)))
                        .addAllGid(bytes(gid.littleEndian()))
                        .build());
    }

    /** RA_MSG2. */
    public static Frame msg2(Msg2 message) {
        return frame(
                FrameType.MSG2,
                Proto.Second.newBuilder()
                        .setType(FrameType.MSG2.value())
                        .setSize(Msg2.FIXED_SIZE + message.sigRl().size())
                        .addAllGbX(bytes(message.gb().slice(0, 32)))
                        .addAllGbY(bytes(message.gb().slice(32, 64)))
                        .setQuoteType(message.quoteType())
                        .addAllSpid(bytes(message.spid()))
                        .setKdfId(message.kdfId())
                        .addAllSignatureR(words(message.signature().slice(0, 32)))
                        .addAllSignatureS(words(message.signature().slice(32, 64)))
                        .addAllMac(bytes(message.mac()))
                        .setSigRlSize(message.sigRl().size())
                        .addAllSigRl(bytes(message.sigRl()))
                        .build());
    }

    /** RA_MSG3. */
    public static Frame msg3(Msg3 message) {
        return frame(
                FrameType.MSG3,
                Proto.Third.newBuilder()
                        .setType(FrameType.MSG3.value())
                        .setSize(Msg3.FIXED_SIZE + message.quote().size())
                        .addAllMac(bytes(message.mac()))
                        .addAllGaX(bytes(message.ga().slice(0, 32)))
                        .addAllGaY(bytes(message.ga().slice(32, 64)))
                        .addAllPsSecProp(bytes(message.psSecProp()))
                        .addAllQuote(bytes(message.quote()))
                        .build());
    }

    /** RA_ATT_RESULT, in the form that the record has. */
    public static Frame result(AttestationResult result) {
        Proto.Result.Builder builder = Proto.Result.newBuilder()
                .setType(FrameType.ATT_RESULT.value())
                .setSize(result.platformInfo().size() + AttestationResult.FIXED_SIZE)
                .addAllMac(bytes(result.mac()))
                .setPayloadSize(result.payload().size())
                .addAllReserved(bytes(ByteString.zeros(12)))
                .addAllPayloadTag(bytes(result.tag()))
                .addAllPayload(bytes(result.payload()));
        if (!result.platformInfo().isEmpty()) {
            platformInfo(builder, result);
        }
        result.strict().ifPresent(strict -> builder.setMode(AttestationResult.STRICT_MODE)
                .setVerdict(strict.verdict().value())
                .addAllIv(bytes(strict.iv()))
                .addAllResultMac(bytes(strict.resultMac())));
        return frame(FrameType.ATT_RESULT, builder.build());
    }

    /** The two forms differ in the length of the groups, and in the byte order of the flags. */
    private static void platformInfo(Proto.Result.Builder builder, AttestationResult result) {
        ByteString info = result.platformInfo();
        boolean strict = result.strict().isPresent();
        int signature = info.size() - 64;
        builder.setEpidGroupStatus(info.at(0))
                .setTcbEvaluationStatus(u16(info, 1, strict))
                .setPseEvaluationStatus(u16(info, 3, strict))
                .addAllLatestEquivalentTcbPsvn(bytes(info.slice(5, 23)))
                .addAllLatestPseIsvsvn(bytes(info.slice(23, 25)))
                .addAllLatestPsdaSvn(bytes(info.slice(25, 29)))
                .addAllGroups(bytes(info.slice(29, signature)))
                .addAllSignatureX(words(info.slice(signature, signature + 32)))
                .addAllSignatureY(words(info.slice(signature + 32, signature + 64)));
    }

    private static int u16(ByteString info, int at, boolean bigEndian) {
        return bigEndian ? info.at(at) << 8 | info.at(at + 1) : info.at(at + 1) << 8 | info.at(at);
    }

    private static Frame frame(FrameType type, com.google.protobuf.MessageLite message) {
        return new Frame(type, ByteString.of(message.toByteArray()));
    }

    /** A byte in each element. */
    private static List<Integer> bytes(ByteString bytes) {
        List<Integer> elements = new ArrayList<>(bytes.size());
        for (int i = 0; i < bytes.size(); i++) {
            elements.add(bytes.at(i));
        }
        return elements;
    }

    /** Four bytes, least significant first, in each element. */
    private static List<Integer> words(ByteString bytes) {
        List<Integer> elements = new ArrayList<>(bytes.size() / 4);
        for (int i = 0; i < bytes.size(); i += 4) {
            elements.add(bytes.at(i) | bytes.at(i + 1) << 8 | bytes.at(i + 2) << 16 | bytes.at(i + 3) << 24);
        }
        return elements;
    }
}
