package org.sgxra.runtime.wire.protobuf;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameType;

/**
 * Frames to records (docs/spec/wire-tls-protobuf.md section 4). Every number of elements and every element is checked; what
 * the original trusted, such as the sizes that a message states of itself, must be true. Offsets in exceptions are 0: fields
 * have none.
 */
public final class ProtobufReader {
    private final String name;

    private ProtobufReader(String name) {
        this.name = name;
    }

    /** RA_VERIFICATION. */
    public static void verification(Frame frame) throws MalformedMessageException {
        ProtobufReader in = new ProtobufReader("RA_VERIFICATION");
        in.type(
                FrameType.VERIFICATION,
                in.parse(Proto.Initial.parser(), frame, FrameType.VERIFICATION).getType());
    }

    /** RA_APP_ATT_OK; like the original it must have a size. */
    public static void appAttOk(Frame frame) throws MalformedMessageException {
        ProtobufReader in = new ProtobufReader("RA_APP_ATT_OK");
        Proto.Initial message = in.parse(Proto.Initial.parser(), frame, FrameType.APP_ATT_OK);
        in.type(FrameType.APP_ATT_OK, message.getType());
        in.require(message.hasSize(), "size", "missing");
    }

    /** RA_MSG0. */
    public static GroupMessage msg0(Frame frame) throws MalformedMessageException {
        ProtobufReader in = new ProtobufReader("RA_MSG0");
        Proto.GroupAnnouncement message = in.parse(Proto.GroupAnnouncement.parser(), frame, FrameType.MSG0);
        in.type(FrameType.MSG0, message.getType());
        return new GroupMessage(message.getExtendedGroupId(), message.hasStatus() ? message.getStatus() : null);
    }

    /**
     * RA_MSG1.
     *
     * @param extendedGroupId as MSG0 had it
     */
    public static Msg0Msg1 msg1(Frame frame, int extendedGroupId) throws MalformedMessageException {
        ProtobufReader in = new ProtobufReader("RA_MSG1");
        Proto.First message = in.parse(Proto.First.parser(), frame, FrameType.MSG1);
        in.type(FrameType.MSG1, message.getType());
        return new Msg0Msg1(
                extendedGroupId,
                ByteString.concat(in.bytes("GaX", message.getGaXList(), 32), in.bytes("GaY", message.getGaYList(), 32)),
                EpidGroupId.fromLittleEndian(in.bytes("GID", message.getGidList(), 4)));
    }

    /** RA_MSG2. */
    public static Msg2 msg2(Frame frame) throws MalformedMessageException {
        ProtobufReader in = new ProtobufReader("RA_MSG2");
        Proto.Second message = in.parse(Proto.Second.parser(), frame, FrameType.MSG2);
        in.type(FrameType.MSG2, message.getType());
        ByteString sigRl = in.bytes("sigrl", message.getSigRlList(), message.getSigRlCount());
        in.require(message.getSigRlSize() == sigRl.size(), "size_sigrl", "is not the size of sigrl, " + sigRl.size());
        in.require(
                message.getSize() == Msg2.FIXED_SIZE + sigRl.size(),
                "size",
                "is not " + Msg2.FIXED_SIZE + " and the size of sigrl");
        in.require(message.getQuoteType() >>> 16 == 0, "quote_type", "has more than 16 bits");
        in.require(message.getKdfId() >>> 16 == 0, "cmac_kdf_id", "has more than 16 bits");
        return new Msg2(
                ByteString.concat(
                        in.bytes("public_key_gx", message.getGbXList(), 32),
                        in.bytes("public_key_gy", message.getGbYList(), 32)),
                in.bytes("spid", message.getSpidList(), 16),
                message.getQuoteType(),
                message.getKdfId(),
                ByteString.concat(
                        in.words("signature_x", message.getSignatureRList()),
                        in.words("signature_y", message.getSignatureSList())),
                in.bytes("smac", message.getMacList(), 16),
                sigRl);
    }

    /** RA_MSG3; the quote itself is not looked into. */
    public static Msg3 msg3(Frame frame) throws MalformedMessageException {
        ProtobufReader in = new ProtobufReader("RA_MSG3");
        Proto.Third message = in.parse(Proto.Third.parser(), frame, FrameType.MSG3);
        in.type(FrameType.MSG3, message.getType());
        ByteString quote = in.bytes("quote", message.getQuoteList(), message.getQuoteCount());
        in.require(
                quote.size() >= Quote.FIXED_SIZE,
                "quote",
                "has " + quote.size() + " bytes, at least " + Quote.FIXED_SIZE + " are needed");
        in.require(
                message.getSize() == Msg3.FIXED_SIZE + quote.size(),
                "size",
                "is not " + Msg3.FIXED_SIZE + " and the size of the quote");
        return new Msg3(
                in.bytes("sgx_mac", message.getMacList(), 16),
                ByteString.concat(
                        in.bytes("gax_msg3", message.getGaXList(), 32), in.bytes("gay_msg3", message.getGaYList(), 32)),
                in.bytes("sec_property", message.getPsSecPropList(), 256),
                quote);
    }

    /** RA_ATT_RESULT in either form. */
    public static AttestationResult result(Frame frame) throws MalformedMessageException {
        ProtobufReader in = new ProtobufReader("RA_ATT_RESULT");
        Proto.Result message = in.parse(Proto.Result.parser(), frame, FrameType.ATT_RESULT);
        in.type(FrameType.ATT_RESULT, message.getType());
        in.require(!message.hasMode() || message.getMode() == AttestationResult.STRICT_MODE, "mode", "is not known");
        ByteString info = in.platformInfo(message);
        ByteString payload = in.bytes("payload", message.getPayloadList(), message.getPayloadCount());
        in.require(
                payload.size() <= AttestationResult.MAX_PAYLOAD,
                "payload",
                "is longer than " + AttestationResult.MAX_PAYLOAD + " bytes");
        in.require(
                message.getPayloadSize() == payload.size(),
                "result_size",
                "is not the size of payload, " + payload.size());
        in.require(
                message.getSize() == info.size() + AttestationResult.FIXED_SIZE,
                "size",
                "is not " + (info.size() + AttestationResult.FIXED_SIZE));
        in.require(in.bytes("reserved", message.getReservedList(), 12).isZero(), "reserved", "is not zero");
        return new AttestationResult(
                info,
                in.bytes("mac_smk", message.getMacList(), 16),
                in.bytes("payload_tag", message.getPayloadTagList(), 16),
                payload,
                message.hasMode() ? Optional.of(in.strict(message)) : Optional.empty());
    }

    private AttestationResult.Strict strict(Proto.Result message) throws MalformedMessageException {
        int verdict = message.getVerdict();
        require(
                message.hasVerdict() && verdict >= 0 && verdict < TrustStatus.values().length,
                "verdict",
                "is not 0 to 3");
        return new AttestationResult.Strict(
                TrustStatus.values()[verdict],
                bytes("iv", message.getIvList(), 12),
                bytes("result_mac", message.getResultMacList(), 16));
    }

    /** In the strict form there may be none; then none of its fields is there. */
    private ByteString platformInfo(Proto.Result message) throws MalformedMessageException {
        boolean strict = message.hasMode();
        if (strict && !message.hasEpidGroupStatus() && message.getSignatureXCount() == 0) {
            return ByteString.EMPTY;
        }
        require(message.getEpidGroupStatus() >>> 8 == 0, "epid_group_status", "has more than 8 bits");
        return ByteString.concat(
                ByteString.of((byte) message.getEpidGroupStatus()),
                u16("tcb_evaluation_status", message.getTcbEvaluationStatus(), strict),
                u16("pse_evaluation_status", message.getPseEvaluationStatus(), strict),
                bytes("latest_equivalent_tcb_psvn", message.getLatestEquivalentTcbPsvnList(), 18),
                bytes("latest_pse_isvsvn", message.getLatestPseIsvsvnList(), 2),
                bytes("latest_psda_svn", message.getLatestPsdaSvnList(), 4),
                bytes("performance_rekey_gid", message.getGroupsList(), strict ? 8 : 4),
                words("ec_sign256_x", message.getSignatureXList()),
                words("ec_sign256_y", message.getSignatureYList()));
    }

    private ByteString u16(String field, int value, boolean bigEndian) throws MalformedMessageException {
        require(value >>> 16 == 0, field, "has more than 16 bits");
        ByteString bytes = ByteString.of((byte) (value >>> 8), (byte) value);
        return bigEndian ? bytes : bytes.reversed();
    }

    /** The type travels twice: in the header, which selects the parser, and in the body. Both must be the expected one. */
    private <T> T parse(Parser<T> parser, Frame frame, FrameType expected) throws MalformedMessageException {
        require(frame.type() == expected, "header", "is of " + frame.type());
        try {
            return parser.parseFrom(frame.body().toArray());
        } catch (InvalidProtocolBufferException e) {
            throw fault("body", "no such protobuf message: " + e.getMessage());
        }
    }

    private void type(FrameType expected, int inside) throws MalformedMessageException {
        require(
                inside == expected.value(),
                "type",
                "is " + Integer.toUnsignedString(inside) + ", the header says " + expected.value());
    }

    private ByteString bytes(String field, List<Integer> elements, int size) throws MalformedMessageException {
        require(elements.size() == size, field, "has " + elements.size() + " elements instead of " + size);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            require(elements.get(i) >>> 8 == 0, field, "element " + i + " is no byte");
            bytes[i] = elements.get(i).byteValue();
        }
        return ByteString.of(bytes);
    }

    private ByteString words(String field, List<Integer> elements) throws MalformedMessageException {
        require(elements.size() == 8, field, "has " + elements.size() + " elements instead of 8");
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (elements.get(i / 4) >>> 8 * (i % 4));
        }
        return ByteString.of(bytes);
    }

    private void require(boolean condition, String field, String reason) throws MalformedMessageException {
        if (!condition) {
            throw fault(field, reason);
        }
    }

    private MalformedMessageException fault(String field, String reason) {
        return new MalformedMessageException(name, field, 0, reason);
    }
}
