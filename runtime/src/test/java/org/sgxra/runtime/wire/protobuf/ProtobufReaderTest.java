package org.sgxra.runtime.wire.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.runtime.wire.protobuf.AttestationResult.Strict;

class ProtobufReaderTest {
    private static final Msg2 MSG2 =
            new Msg2(filled(64, 0xff), filled(16, 2), 1, 1, filled(64, 0xfe), filled(16, 3), filled(80, 9));
    private static final Msg3 MSG3 =
            new Msg3(filled(16, 1), filled(64, 0x80), ByteString.zeros(256), filled(1276, 0xaa));

    private static ByteString filled(int size, int value) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) value);
        return ByteString.of(bytes);
    }

    private static AttestationResult strict(ByteString info, ByteString payload) {
        return new AttestationResult(
                info,
                filled(16, 4),
                filled(16, 5),
                payload,
                Optional.of(new Strict(TrustStatus.TRUSTED, filled(12, 6), filled(16, 7))));
    }

    @Test
    void messagesOfEveryLengthComeBackAsTheyWent() throws Exception {
        assertThat(ProtobufReader.msg2(ProtobufWriter.msg2(MSG2))).isEqualTo(MSG2);
        assertThat(ProtobufReader.msg3(ProtobufWriter.msg3(MSG3))).isEqualTo(MSG3);
        byte[] info = filled(101, 0).toArray();
        for (int i = 0; i < info.length; i++) {
            info[i] = (byte) (i * 37 + 1);
        }
        for (AttestationResult result : List.of(
                strict(ByteString.of(info), filled(65536, 0xdd)),
                strict(ByteString.EMPTY, filled(1, 1)),
                strict(ByteString.EMPTY, ByteString.EMPTY),
                new AttestationResult(
                        ByteString.of(info).slice(0, 97),
                        filled(16, 4),
                        filled(16, 5),
                        filled(2, 1),
                        Optional.empty()))) {
            assertThat(ProtobufReader.result(ProtobufWriter.result(result))).isEqualTo(result);
        }
    }

    @Test
    void theBytesUnderTheResultsMacAreThoseOfTheSpecification() {
        AttestationResult result = strict(filled(101, 1), filled(3, 2));

        assertThat(result.authenticated())
                .isEqualTo(ByteString.concat(
                        filled(101, 1),
                        filled(16, 4),
                        ByteString.of((byte) 3, (byte) 0, (byte) 0, (byte) 0),
                        ByteString.zeros(12),
                        filled(16, 5),
                        filled(3, 2),
                        ByteString.of((byte) 1, (byte) 3),
                        filled(12, 6)));
        assertThat(AttestationResult.additionalData(
                        filled(101, 1), filled(16, 4), 3, TrustStatus.TRUSTED, filled(12, 6)))
                .isEqualTo(ByteString.concat(
                        filled(101, 1),
                        filled(16, 4),
                        ByteString.of((byte) 3, (byte) 0, (byte) 0, (byte) 0),
                        ByteString.zeros(12),
                        ByteString.of((byte) 1, (byte) 3),
                        filled(12, 6)));
    }

    private static Proto.Second.Builder second() throws Exception {
        return Proto.Second.parseFrom(ProtobufWriter.msg2(MSG2).body().toArray()).toBuilder();
    }

    private static Proto.Third.Builder third() throws Exception {
        return Proto.Third.parseFrom(ProtobufWriter.msg3(MSG3).body().toArray()).toBuilder();
    }

    private static Proto.Result.Builder result() throws Exception {
        return Proto.Result.parseFrom(ProtobufWriter.result(strict(filled(101, 1), filled(3, 2)))
                        .body()
                        .toArray())
                .toBuilder();
    }

    private static Frame frame(FrameType type, MessageLite.Builder message) {
        return new Frame(type, ByteString.of(message.build().toByteArray()));
    }

    /** @param field as attestation.proto names it, whose offset the message must have */
    private static void refused(Frame frame, String field, String message) {
        FieldList fields = FrameFields.of(frame);
        int offset = fields.fields().stream()
                .filter(each -> each.name().endsWith(".body." + field + ".tag"))
                .findFirst()
                .map(Field::offset)
                .orElse(fields.size());
        assertThatThrownBy(() -> {
                    switch (frame.type()) {
                        case MSG1 -> ProtobufReader.msg1(frame, 0);
                        case MSG2 -> ProtobufReader.msg2(frame);
                        case MSG3 -> ProtobufReader.msg3(frame);
                        default -> ProtobufReader.result(frame);
                    }
                })
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(message, offset);
    }

    @Test
    void namesTheFieldThatIsWrongAndWhereItStands() throws Exception {
        refused(
                frame(FrameType.MSG2, second().addGbX(1)),
                "gb_x",
                "malformed RA_MSG2: public_key_gx at offset %d: has 33 elements instead of 32");
        refused(
                frame(FrameType.MSG2, second().setSpid(3, 256)),
                "spid",
                "malformed RA_MSG2: spid at offset %d: element 3 is no byte");
        refused(
                frame(FrameType.MSG2, second().setSpid(3, -1)),
                "spid",
                "malformed RA_MSG2: spid at offset %d: element 3 is no byte");
        refused(
                frame(FrameType.MSG2, second().clearSignatureS()),
                "signature_s",
                "malformed RA_MSG2: signature_y at offset %d: has 0 elements instead of 8");
        refused(
                frame(FrameType.MSG2, second().setSigRlSize(81)),
                "sig_rl_size",
                "malformed RA_MSG2: size_sigrl at offset %d: is not the size of sigrl, 80");
        refused(
                frame(FrameType.MSG2, second().setSize(168)),
                "size",
                "malformed RA_MSG2: size at offset %d: is not 168 and the size of sigrl");
        refused(
                frame(FrameType.MSG2, second().setQuoteType(65536)),
                "quote_type",
                "malformed RA_MSG2: quote_type at offset %d: has more than 16 bits");
        refused(
                frame(FrameType.MSG3, third().setSize(16)),
                "size",
                "malformed RA_MSG3: size at offset %d: is not 336 and the size of " + "the quote");
        refused(
                frame(FrameType.MSG3, third().clearQuote().addAllQuote(Collections.nCopies(435, 1))),
                "quote",
                "malformed RA_MSG3: quote at offset %d: has 435 bytes, at least 436 are needed");
        refused(
                frame(FrameType.MSG3, third().clearPsSecProp()),
                "ps_sec_prop",
                "malformed RA_MSG3: sec_property at offset %d: has 0 elements instead of 256");
        refused(
                frame(FrameType.ATT_RESULT, result().setMode(2)),
                "mode",
                "malformed RA_ATT_RESULT: mode at offset %d: is not known");
        refused(
                frame(FrameType.ATT_RESULT, result().setVerdict(4)),
                "verdict",
                "malformed RA_ATT_RESULT: verdict at offset %d: is not 0 to 3");
        refused(
                frame(FrameType.ATT_RESULT, result().clearVerdict()),
                "verdict",
                "malformed RA_ATT_RESULT: verdict at offset %d: is not 0 to 3");
        refused(
                frame(FrameType.ATT_RESULT, result().setPayloadSize(4)),
                "payload_size",
                "malformed RA_ATT_RESULT: result_size at offset %d: is not the size of payload, 3");
        refused(
                frame(FrameType.ATT_RESULT, result().setSize(145)),
                "size",
                "malformed RA_ATT_RESULT: size at offset %d: is not 149");
        refused(
                frame(FrameType.ATT_RESULT, result().clearMode()),
                "groups",
                "malformed RA_ATT_RESULT: performance_rekey_gid at offset %d: has 8 elements instead of 4");
        refused(
                frame(FrameType.ATT_RESULT, result().setReserved(0, 1)),
                "reserved",
                "malformed RA_ATT_RESULT: reserved at offset %d: is not zero");
        refused(
                frame(FrameType.ATT_RESULT, result().addAllPayload(Collections.nCopies(65536, 0))),
                "payload",
                "malformed RA_ATT_RESULT: payload at offset %d: is longer than 65536 bytes");
        refused(
                new Frame(FrameType.MSG1, ByteString.fromHex("0802")),
                "type",
                "malformed RA_MSG1: type at offset %d: is 2, the header " + "says 1");
    }

    @Test
    void neverThrowsAnythingElse() throws Exception {
        Random random = new Random(5);
        byte[] original = ProtobufWriter.msg2(MSG2).body().toArray();
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = original.clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            for (FrameType type : FrameType.values()) {
                try {
                    Frame frame = new Frame(type, ByteString.of(bytes));
                    ProtobufReader.msg2(frame);
                    assertThat(type).isEqualTo(FrameType.MSG2);
                } catch (MalformedMessageException e) {
                    assertThat(e.structure()).isEqualTo("RA_MSG2");
                }
            }
        }
    }
}
