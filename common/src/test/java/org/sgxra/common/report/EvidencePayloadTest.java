package org.sgxra.common.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;

class EvidencePayloadTest {
    private static final ByteString QUOTE = ByteString.of((byte) 2, (byte) 0, (byte) 0xff);

    private static EvidencePayload parse(String json) throws InvalidEvidenceException {
        return EvidencePayload.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void writesWhatTheServiceTakes() {
        assertThat(new EvidencePayload(QUOTE, Optional.empty(), Optional.empty()).toJson())
                .isEqualTo("{\"isvEnclaveQuote\":\"AgD/\"}");
        assertThat(new EvidencePayload(QUOTE, Optional.of(ByteString.zeros(3)), Optional.of("a\"b")).toJson())
                .isEqualTo("{\"isvEnclaveQuote\":\"AgD/\",\"pseManifest\":\"AAAA\",\"nonce\":\"a\\\"b\"}");
    }

    @Test
    void readsWhatItWrites() throws Exception {
        EvidencePayload all =
                new EvidencePayload(QUOTE, Optional.of(ByteString.zeros(256)), Optional.of("n".repeat(32)));
        assertThat(parse(all.toJson())).isEqualTo(all);
        assertThat(parse(" {\"x\":[{\"nonce\":1}],\"nonce\":null,\"isvEnclaveQuote\":\"AgD/\"}\n"))
                .isEqualTo(new EvidencePayload(QUOTE, Optional.empty(), Optional.empty()));
        assertThat(EvidencePayload.quoteText("{\"isvEnclaveQuote\":\"*\"}".getBytes(StandardCharsets.US_ASCII)))
                .contains("*");
        assertThat(EvidencePayload.quoteText("{}".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[]                                              | the body is no JSON object",
                "{}                                              | isvEnclaveQuote is missing",
                "{\"isvEnclaveQuote\":1}                         | isvEnclaveQuote is no string",
                "{\"isvEnclaveQuote\":\"*\"}                     | isvEnclaveQuote is no base64: ",
                "{\"isvEnclaveQuote\":\"\"}x                     | the body is no JSON: ",
                "{\"isvEnclaveQuote\":\"\"} {}                   | the JSON object is not the whole body",
                "{\"isvEnclaveQuote\":\"\",\"isvEnclaveQuote\":\"\"}| the body is no JSON: Duplicate field",
                "{\"isvEnclaveQuote\":\"\",\"pseManifest\":\"AA==\"}| pseManifest has 1 byte instead of 256",
                "{\"isvEnclaveQuote\":\"\",\"nonce\":\"012345678901234567890123456789012\"}"
                        + "| nonce has 33 characters, at most 32 are allowed"
            })
    void saysWhatIsWrong(String json, String fault) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(InvalidEvidenceException.class)
                .hasMessageStartingWith(fault);
    }
}
