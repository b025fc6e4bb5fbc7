package org.sgxra.runtime.wire.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.testdata.TestData;

/** The fields of the recorded run of the original ServiceProvider, and of frames that are otherwise. */
class FrameFieldsTest {
    static List<ByteString> recorded() throws HexFormatException {
        List<ByteString> frames = new ArrayList<>();
        for (JsonNode frame : TestData.json("tls-protobuf/fixed_vectors.json").get("frames")) {
            frames.add(ByteString.fromHex(
                    frame.get("header_hex").asText() + frame.get("body_hex").asText()));
        }
        return frames;
    }

    private static FieldList fields(ByteString bytes) throws Exception {
        return FrameFields.of(FrameChannel.over(new ByteArrayInputStream(bytes.toArray()), new ByteArrayOutputStream())
                .receive("frame"));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void givesEachByteToExactlyOneField(ByteString bytes) throws Exception {
        FieldList list = fields(bytes);
        Set<String> names = new HashSet<>();
        list.fields()
                .forEach(field ->
                        assertThat(names.add(field.name())).as(field.name()).isTrue());
        assertThat(ByteString.concat(list.fields().stream().map(Field::bytes).toArray(ByteString[]::new)))
                .isEqualTo(bytes);
        assertThat(list.size()).isEqualTo(bytes.size());
        assertThat(list.fields())
                .allSatisfy(field -> assertThat(field.text()).isNotEmpty().doesNotContain("no protobuf", "no byte"));
    }

    private static String table(FieldList list) {
        return list.fields().stream()
                .map(field -> String.format(
                        Locale.ROOT,
                        "%d %d %s %s %s",
                        field.offset(),
                        field.size(),
                        field.order(),
                        field.name(),
                        field.text()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void namesHeaderAndProtobufFieldsOfMsg1() throws Exception {
        JsonNode vectors = TestData.json("tls-protobuf/fixed_vectors.json");
        String ga = vectors.get("ga_le_xy").asText();
        FieldList list = fields(recorded().get(3));
        assertThat(table(list)).isEqualTo("""
                0 3 bytes ra_msg1.header.length 106
                3 1 bytes ra_msg1.header.separator @
                4 1 bytes ra_msg1.header.type 1
                5 15 bytes ra_msg1.header.padding zero
                20 1 varint ra_msg1.body.type.tag field 1, wire type 0
                21 1 varint ra_msg1.body.type.value 1
                22 1 varint ra_msg1.body.ga_x.tag field 2, wire type 2
                23 1 varint ra_msg1.body.ga_x.length 47 bytes
                24 47 bytes ra_msg1.body.ga_x.value 32 bytes: %s
                71 1 varint ra_msg1.body.ga_y.tag field 3, wire type 2
                72 1 varint ra_msg1.body.ga_y.length 47 bytes
                73 47 bytes ra_msg1.body.ga_y.value 32 bytes: %s
                120 1 varint ra_msg1.body.gid.tag field 4, wire type 2
                121 1 varint ra_msg1.body.gid.length 4 bytes
                122 4 bytes ra_msg1.body.gid.value 4 bytes: %s""".formatted(
                ga.substring(0, 64), ga.substring(64), vectors.get("gid_wire").asText()));
    }

    @Test
    void showsWordsLinkabilityAndSizesOfMsg2() throws Exception {
        FieldList list = fields(recorded().get(4));
        byte[] signature = new byte[64];
        for (int i = 0; i < 16; i++) {
            long word = TestData.json("tls-protobuf/fixed_vectors.json")
                    .get(i < 8 ? "sig_r_words" : "sig_s_words")
                    .get(i % 8)
                    .longValue();
            for (int b = 0; b < 4; b++) {
                signature[4 * i + b] = (byte) (word >>> 8 * b);
            }
        }
        String digits = ByteString.of(signature).hex();
        assertThat(list.field("ra_msg2.body.signature_r.value").text())
                .isEqualTo("8 words: " + digits.substring(0, 64));
        assertThat(list.field("ra_msg2.body.signature_s.value").text()).isEqualTo("8 words: " + digits.substring(64));
        assertThat(list.field("ra_msg2.body.quote_type.value").text()).isEqualTo("1 (linkable)");
        assertThat(list.field("ra_msg2.body.size.value").number()).isEqualTo(168);
        assertThat(list.field("ra_msg2.body.size.value").text()).isEqualTo("168");
    }

    private static FieldList of(FrameType type, String body) throws HexFormatException {
        return FrameFields.of(new Frame(type, ByteString.fromHex(body)));
    }

    @Test
    void keepsElementsThatAreNotPackedApart() throws Exception {
        assertThat(table(of(FrameType.MSG1, "0801" + "2005" + "2006"))).endsWith("""
                22 1 varint ra_msg1.body.gid.tag field 4, wire type 0
                23 1 varint ra_msg1.body.gid.value 5
                24 1 varint ra_msg1.body.gid[1].tag field 4, wire type 0
                25 1 varint ra_msg1.body.gid[1].value 6""");
    }

    @Test
    void showsWhatItDoesNotKnowAndWhatIsWrong() throws Exception {
        assertThat(table(of(FrameType.MSG0, "f2010101" + "fd0100000000" + "2202ffff")))
                .contains("""
                20 2 varint ra_msg0.body.unknown_30.tag field 30, wire type 2
                22 1 varint ra_msg0.body.unknown_30.length 1 byte
                23 1 bytes ra_msg0.body.unknown_30.value\s
                24 2 varint ra_msg0.body.unknown_31.tag field 31, wire type 5
                26 4 bytes ra_msg0.body.unknown_31.value""");
        assertThat(table(of(FrameType.MSG1, "2202ff02"))).endsWith("ra_msg1.body.gid.value element 0 is no byte: 383");
    }

    @Test
    void showsABodyThatIsNoMessageAsItStands() throws Exception {
        assertThat(table(of(FrameType.MSG1, "0801" + "2205aabb")))
                .contains("20 6 bytes ra_msg1.body no protobuf message: While parsing")
                .doesNotContain("body.type");
    }

    @Test
    void namesTheVerdictOfAStrictResult() throws Exception {
        assertThat(of(FrameType.ATT_RESULT, "0804" + "900103")
                        .field("ra_att_result.body.verdict.value")
                        .text())
                .isEqualTo("3 (Trusted)");
        assertThat(of(FrameType.ATT_RESULT, "900107")
                        .field("ra_att_result.body.verdict.value")
                        .text())
                .isEqualTo("7");
    }
}
