package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.RecordedData;
import org.sgxra.common.bytes.ByteString;

class QuoteTest {
    private final byte[] quote =
            RecordedData.hardwareQuotes().findFirst().orElseThrow().getValue().toArray();

    static List<Layout.Field> reservedFields() {
        return Layout.REPORT_BODY.fields().stream()
                .filter(field -> field.name().startsWith("reserved"))
                .toList();
    }

    static List<Layout.Field> reportFields() {
        return Layout.REPORT_BODY.fields().stream()
                .filter(field -> !field.name().startsWith("reserved"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 0xffff})
    void refusesAnotherVersion(int version) {
        quote[0] = (byte) version;
        quote[1] = (byte) (version >>> 8);

        assertThat(Faults.of(() -> EpidQuote.parse(quote)))
                .hasMessage("malformed quote: version at offset 0: is " + version + "; only version 2 (EPID) is known");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 0x100, 0xffff})
    void refusesAnUnknownSignType(int type) {
        quote[2] = (byte) type;
        quote[3] = (byte) (type >>> 8);

        assertThat(Faults.of(() -> EpidQuote.parse(quote)))
                .hasMessage("malformed quote: sign_type at offset 2: is " + type
                        + ", neither 0 (unlinkable) nor 1 (linkable)");
    }

    @ParameterizedTest
    @CsvSource({"ffffffff, 4294967295", "00000080, 2147483648", "a9020000, 681", "a7020000, 679", "00000000, 0"})
    void refusesASignatureLengthThatDoesNotFit(String littleEndian, String announced) {
        System.arraycopy(RecordedData.hex(littleEndian).toArray(), 0, quote, 432, 4);

        assertThat(Faults.of(() -> EpidQuote.parse(quote)))
                .hasMessage("malformed quote: signature_len at offset 432: announces " + announced
                        + " bytes of signature, 680 follow");
    }

    @Test
    void readsAQuoteWithoutSignature() throws MalformedMessageException {
        EpidQuote unsigned = new EpidQuote(EpidQuote.parse(quote).body(), ByteString.EMPTY);

        assertThat(EpidQuote.parse(unsigned.encode())).isEqualTo(unsigned);
    }

    @ParameterizedTest
    @MethodSource("reservedFields")
    void refusesReservedBytesOfAReportThatAreNotZero(Layout.Field field) {
        for (int i = 0; i < field.size(); i++) {
            byte[] changed = quote.clone();
            changed[48 + field.offset() + i] = 1;
            assertThat(Faults.of(() -> EpidQuote.parse(changed)))
                    .hasMessage("malformed report body: " + field.name() + " at offset " + field.offset()
                            + ": reserved bytes are not zero");
        }
    }

    @ParameterizedTest
    @MethodSource("reportFields")
    void readsTheFieldsOfAReportAtTheirPlaces(Layout.Field field) throws MalformedMessageException {
        ReportBody before = ReportBody.parse(new byte[ReportBody.SIZE]);
        byte[] bytes = new byte[ReportBody.SIZE];
        for (int i = 0; i < field.size(); i++) {
            bytes[field.offset() + i] = (byte) (0x11 * (i % 15 + 1));
        }
        ByteString set = ByteString.of(bytes, field.offset(), field.offset() + field.size());

        ReportBody body = ReportBody.parse(bytes);

        assertThat(body).isNotEqualTo(before);
        assertThat(body.encode()).isEqualTo(bytes);
        assertThat(valueOf(body, field.name())).isEqualTo(field.size() > 8 ? set : littleEndian(set));
    }

    private static Object valueOf(ReportBody body, String field) {
        return switch (field) {
            case "cpu_svn" -> body.cpuSvn();
            case "misc_select" -> Integer.toUnsignedLong(body.miscSelect());
            case "isv_ext_prod_id" -> body.isvExtProdId();
            case "attributes.flags" -> body.attributes().flags();
            case "attributes.xfrm" -> body.attributes().xfrm();
            case "mr_enclave" -> body.mrEnclave();
            case "mr_signer" -> body.mrSigner();
            case "config_id" -> body.configId();
            case "isv_prod_id" -> (long) body.isvProdId();
            case "isv_svn" -> (long) body.isvSvn();
            case "config_svn" -> (long) body.configSvn();
            case "isv_family_id" -> body.isvFamilyId();
            case "report_data" -> body.reportData();
            default -> throw new AssertionError(field);
        };
    }

    private static Long littleEndian(ByteString bytes) {
        long value = 0;
        for (int i = bytes.size() - 1; i >= 0; i--) {
            value = value << 8 | bytes.at(i);
        }
        return value;
    }

    @Test
    void refusesFieldsOfOtherSizesWhenAQuoteIsMade() throws MalformedMessageException {
        EpidQuoteBody body = EpidQuote.parse(quote).body();

        assertThatThrownBy(() ->
                        new EpidQuoteBody(body.signType(), body.gid(), 1, 2, 3, ByteString.zeros(31), body.report()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("basename has 31 bytes instead of 32");
    }

    @Test
    void knowsHowLongAWrappedSignatureIs() {
        assertThat(List.of(0, 1, 8, 10)).map(EpidQuoteSignature::sizeFor).containsExactly(680, 840, 1960, 2280);
    }

    @ParameterizedTest
    @CsvSource({"ffffffff, 4294967295", "00000080, 2147483648", "67010000, 359", "08020000, 520", "58010000, 344"})
    void refusesAPayloadSizeThatDoesNotFit(String littleEndian, String announced) {
        byte[] signature = ByteString.of(quote, 436, quote.length).toArray();
        System.arraycopy(RecordedData.hex(littleEndian).toArray(), 0, signature, 300, 4);

        assertThat(Faults.of(() -> EpidQuoteSignature.parse(signature)))
                .hasMessage("malformed quote signature: payload_size " + "at offset 300: is " + announced
                        + ", 376 bytes follow; it must be 16 less, and 360 + 160 n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 359, 361, 519})
    void refusesAPayloadThatIsNoEpidSignature(int payload) {
        byte[] signature = new byte[320 + payload];
        signature[300] = (byte) payload;
        signature[301] = (byte) (payload >>> 8);

        assertThat(Faults.of(() -> EpidQuoteSignature.parse(signature)))
                .hasMessageEndingWith(
                        "is " + payload + ", " + (payload + 16) + " bytes follow; it must be 16 less, and 360 + 160 n");
    }
}
