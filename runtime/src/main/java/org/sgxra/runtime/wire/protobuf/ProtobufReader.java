package org.sgxra.runtime.wire.protobuf;

import java.util.Optional;
import org.sgxra.common.bytes.ByteCount;
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
 * the original trusted, such as the sizes that a message states of itself, must be true. Names and numbers of fields are those
 * of the specification. Offsets in exceptions count from the start of the frame, as {@link FrameFields} does: where the tag of
 * the field stands first, or the end of the frame for a field that is missing.
 */
public final class ProtobufReader {
    private ProtobufReader() {}

    /** RA_VERIFICATION. */
    public static void verification(Frame frame) throws MalformedMessageException {
        FrameChecks in = new FrameChecks("RA_VERIFICATION", frame);
        in.type(
                FrameType.VERIFICATION,
                in.parse(Proto.Initial.parser(), FrameType.VERIFICATION).getType());
    }

    /** RA_APP_ATT_OK; like the original it must have a size. */
    public static void appAttOk(Frame frame) throws MalformedMessageException {
        FrameChecks in = new FrameChecks("RA_APP_ATT_OK", frame);
        Proto.Initial message = in.parse(Proto.Initial.parser(), FrameType.APP_ATT_OK);
        in.type(FrameType.APP_ATT_OK, message.getType());
        in.require(message.hasSize(), 2, "size", "missing");
    }

    /** RA_MSG0. */
    public static GroupMessage msg0(Frame frame) throws MalformedMessageException {
        FrameChecks in = new FrameChecks("RA_MSG0", frame);
        Proto.GroupAnnouncement message = in.parse(Proto.GroupAnnouncement.parser(), FrameType.MSG0);
        in.type(FrameType.MSG0, message.getType());
        return new GroupMessage(message.getExtendedGroupId(), message.hasStatus() ? message.getStatus() : null);
    }

    /**
     * RA_MSG1.
     *
     * @param extendedGroupId as MSG0 had it
     */
    public static Msg0Msg1 msg1(Frame frame, int extendedGroupId) throws MalformedMessageException {
        FrameChecks in = new FrameChecks("RA_MSG1", frame);
        Proto.First message = in.parse(Proto.First.parser(), FrameType.MSG1);
        in.type(FrameType.MSG1, message.getType());
        return new Msg0Msg1(
                extendedGroupId,
                ByteString.concat(
                        in.bytes(2, "GaX", message.getGaXList(), 32), in.bytes(3, "GaY", message.getGaYList(), 32)),
                EpidGroupId.fromLittleEndian(in.bytes(4, "GID", message.getGidList(), 4)));
    }

    /** RA_MSG2. */
    public static Msg2 msg2(Frame frame) throws MalformedMessageException {
        FrameChecks in = new FrameChecks("RA_MSG2", frame);
        Proto.Second message = in.parse(Proto.Second.parser(), FrameType.MSG2);
        in.type(FrameType.MSG2, message.getType());
        ByteString sigRl = in.bytes(12, "sigrl", message.getSigRlList(), message.getSigRlCount());
        in.require(
                message.getSigRlSize() == sigRl.size(), 11, "size_sigrl", "is not the size of sigrl, " + sigRl.size());
        in.require(
                message.getSize() == Msg2.FIXED_SIZE + sigRl.size(),
                2,
                "size",
                "is not " + Msg2.FIXED_SIZE + " and the size of sigrl");
        in.require(message.getQuoteType() >>> 16 == 0, 5, "quote_type", "has more than 16 bits");
        in.require(message.getKdfId() >>> 16 == 0, 7, "cmac_kdf_id", "has more than 16 bits");
        return new Msg2(
                ByteString.concat(
                        in.bytes(3, "public_key_gx", message.getGbXList(), 32),
                        in.bytes(4, "public_key_gy", message.getGbYList(), 32)),
                in.bytes(6, "spid", message.getSpidList(), 16),
                message.getQuoteType(),
                message.getKdfId(),
                ByteString.concat(
                        in.words(8, "signature_x", message.getSignatureRList()),
                        in.words(9, "signature_y", message.getSignatureSList())),
                in.bytes(10, "smac", message.getMacList(), 16),
                sigRl);
    }

    /** RA_MSG3; the quote itself is not looked into. */
    public static Msg3 msg3(Frame frame) throws MalformedMessageException {
        FrameChecks in = new FrameChecks("RA_MSG3", frame);
        Proto.Third message = in.parse(Proto.Third.parser(), FrameType.MSG3);
        in.type(FrameType.MSG3, message.getType());
        ByteString quote = in.bytes(7, "quote", message.getQuoteList(), message.getQuoteCount());
        in.require(
                quote.size() >= Quote.FIXED_SIZE,
                7,
                "quote",
                "has " + ByteCount.of(quote.size()) + ", at least " + Quote.FIXED_SIZE + " are needed");
        in.require(
                message.getSize() == Msg3.FIXED_SIZE + quote.size(),
                2,
                "size",
                "is not " + Msg3.FIXED_SIZE + " and the size of the quote");
        return new Msg3(
                in.bytes(3, "sgx_mac", message.getMacList(), 16),
                ByteString.concat(
                        in.bytes(4, "gax_msg3", message.getGaXList(), 32),
                        in.bytes(5, "gay_msg3", message.getGaYList(), 32)),
                in.bytes(6, "sec_property", message.getPsSecPropList(), 256),
                quote);
    }

    /** RA_ATT_RESULT in either form. */
    public static AttestationResult result(Frame frame) throws MalformedMessageException {
        FrameChecks in = new FrameChecks("RA_ATT_RESULT", frame);
        Proto.Result message = in.parse(Proto.Result.parser(), FrameType.ATT_RESULT);
        in.type(FrameType.ATT_RESULT, message.getType());
        in.require(
                !message.hasMode() || message.getMode() == AttestationResult.STRICT_MODE, 17, "mode", "is not known");
        ByteString info = platformInfo(in, message);
        ByteString payload = in.bytes(16, "payload", message.getPayloadList(), message.getPayloadCount());
        in.require(
                payload.size() <= AttestationResult.MAX_PAYLOAD,
                16,
                "payload",
                "is longer than " + AttestationResult.MAX_PAYLOAD + " bytes");
        in.require(
                message.getPayloadSize() == payload.size(),
                13,
                "result_size",
                "is not the size of payload, " + payload.size());
        in.require(
                message.getSize() == info.size() + AttestationResult.FIXED_SIZE,
                2,
                "size",
                "is not " + (info.size() + AttestationResult.FIXED_SIZE));
        in.require(in.bytes(14, "reserved", message.getReservedList(), 12).isZero(), 14, "reserved", "is not zero");
        return new AttestationResult(
                info,
                in.bytes(12, "mac_smk", message.getMacList(), 16),
                in.bytes(15, "payload_tag", message.getPayloadTagList(), 16),
                payload,
                message.hasMode() ? Optional.of(strict(in, message)) : Optional.empty());
    }

    private static AttestationResult.Strict strict(FrameChecks in, Proto.Result message)
            throws MalformedMessageException {
        int verdict = message.getVerdict();
        in.require(
                message.hasVerdict() && verdict >= 0 && verdict < TrustStatus.values().length,
                18,
                "verdict",
                "is not 0 to 3");
        return new AttestationResult.Strict(
                TrustStatus.values()[verdict],
                in.bytes(19, "iv", message.getIvList(), 12),
                in.bytes(20, "result_mac", message.getResultMacList(), 16));
    }

    /** In the strict form there may be none; then none of its fields is there. */
    private static ByteString platformInfo(FrameChecks in, Proto.Result message) throws MalformedMessageException {
        boolean strict = message.hasMode();
        if (strict && !message.hasEpidGroupStatus() && message.getSignatureXCount() == 0) {
            return ByteString.EMPTY;
        }
        in.require(message.getEpidGroupStatus() >>> 8 == 0, 3, "epid_group_status", "has more than 8 bits");
        return ByteString.concat(
                ByteString.of((byte) message.getEpidGroupStatus()),
                in.u16(4, "tcb_evaluation_status", message.getTcbEvaluationStatus(), strict),
                in.u16(5, "pse_evaluation_status", message.getPseEvaluationStatus(), strict),
                in.bytes(6, "latest_equivalent_tcb_psvn", message.getLatestEquivalentTcbPsvnList(), 18),
                in.bytes(7, "latest_pse_isvsvn", message.getLatestPseIsvsvnList(), 2),
                in.bytes(8, "latest_psda_svn", message.getLatestPsdaSvnList(), 4),
                in.bytes(9, "performance_rekey_gid", message.getGroupsList(), strict ? 8 : 4),
                in.words(10, "ec_sign256_x", message.getSignatureXList()),
                in.words(11, "ec_sign256_y", message.getSignatureYList()));
    }
}
