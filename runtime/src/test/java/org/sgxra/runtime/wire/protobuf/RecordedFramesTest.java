package org.sgxra.runtime.wire.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.testdata.TestData;

/** One run of the original ServiceProvider (docs/spec/wire-tls-protobuf.md, "Deterministic SP"). */
class RecordedFramesTest {
    private static JsonNode recorded;
    private static List<Frame> frames;

    @BeforeAll
    static void read() throws Exception {
        recorded = TestData.json("tls-protobuf/fixed_vectors.json");
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (JsonNode frame : recorded.get("frames")) {
            stream.writeBytes(hex(frame.get("header_hex").asText()).toArray());
            stream.writeBytes(hex(frame.get("body_hex").asText()).toArray());
        }
        FrameChannel channel =
                FrameChannel.over(new ByteArrayInputStream(stream.toByteArray()), new ByteArrayOutputStream());
        frames = new ArrayList<>();
        for (int i = 0; i < recorded.get("frames").size(); i++) {
            frames.add(channel.receive("frame " + i));
        }
    }

    private static ByteString hex(String digits) throws HexFormatException {
        return ByteString.fromHex(digits);
    }

    private static ByteString value(String name) throws HexFormatException {
        return hex(recorded.get(name).asText());
    }

    @Test
    void framesAreWrittenAsTheyWereRead() throws Exception {
        assertThat(frames)
                .extracting(Frame::type)
                .containsExactly(
                        FrameType.VERIFICATION,
                        FrameType.MSG0,
                        FrameType.MSG0,
                        FrameType.MSG1,
                        FrameType.MSG2,
                        FrameType.MSG3,
                        FrameType.ATT_RESULT,
                        FrameType.APP_ATT_OK);
        for (int i = 0; i < frames.size(); i++) {
            JsonNode frame = recorded.get("frames").get(i);
            assertThat(ByteString.of(FrameChannel.encode(frames.get(i))))
                    .isEqualTo(ByteString.concat(
                            hex(frame.get("header_hex").asText()),
                            hex(frame.get("body_hex").asText())));
        }
    }

    @Test
    void everyMessageIsReadAndWrittenToTheSameBytes() throws Exception {
        ProtobufReader.verification(frames.get(0));
        assertThat(ProtobufWriter.verification()).isEqualTo(frames.get(0));
        assertThat(ProtobufWriter.msg0(ProtobufReader.msg0(frames.get(1)))).isEqualTo(frames.get(1));
        assertThat(ProtobufReader.msg0(frames.get(1))).isEqualTo(new GroupMessage(0, null));
        assertThat(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.OK))).isEqualTo(frames.get(2));
        Msg0Msg1 msg1 = ProtobufReader.msg1(frames.get(3), 0);
        assertThat(msg1.ga()).isEqualTo(value("ga_le_xy"));
        assertThat(msg1.gid()).hasToString(recorded.get("gid_url").asText());
        assertThat(ProtobufWriter.msg1(msg1.ga(), msg1.gid())).isEqualTo(frames.get(3));
        Msg2 msg2 = ProtobufReader.msg2(frames.get(4));
        assertThat(ByteString.of(msg2.encode())).isEqualTo(value("msg2_struct"));
        assertThat(ProtobufWriter.msg2(msg2)).isEqualTo(frames.get(4));
        Msg3 msg3 = ProtobufReader.msg3(frames.get(5));
        assertThat(msg3.encode()).hasSize(recorded.get("msg3_struct_len").asInt());
        assertThat(ProtobufWriter.msg3(msg3)).isEqualTo(frames.get(5));
        ProtobufReader.appAttOk(frames.get(7));
        assertThat(ProtobufWriter.appAttOk()).isEqualTo(frames.get(7));
    }

    @Test
    void theResultIsReadAndWrittenToTheSameBytes() throws Exception {
        AttestationResult result = ProtobufReader.result(frames.get(6));

        assertThat(result.strict()).isEmpty();
        assertThat(result.platformInfo()).isEqualTo(value("pib97"));
        assertThat(result.mac()).isEqualTo(value("pib_mac_MK"));
        assertThat(result.tag()).isEqualTo(value("gcm_tag"));
        assertThat(result.payload()).isEqualTo(value("gcm_ct"));
        assertThat(ProtobufWriter.result(result)).isEqualTo(frames.get(6));
        try (SessionKeys keys =
                        SessionKeys.from(SecretBytes.wrap(value("shared_x_le").toArray()));
                SecretBytes mk = keys.mk()) {
            assertThat(mk.reveal()).isEqualTo(recorded.get("MK").asText());
            assertThat(AesCmac.mac(mk, result.platformInfo())).isEqualTo(result.mac());
        }
    }
}
