package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;

class ReencodingTest {
    static List<Sample> recorded() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void encodesEveryRecordedStructureAsItWas(Sample sample) throws MalformedMessageException {
        assertThat(ByteString.of(sample.kind().reencoding.apply(sample.bytes().toArray())))
                .isEqualTo(sample.bytes());
    }

    @Test
    void hasRecordedDataOfEveryKind() {
        Map<Sample.Kind, Integer> counts = new EnumMap<>(Sample.Kind.class);
        recorded().forEach(sample -> counts.merge(sample.kind(), 1, Integer::sum));

        assertThat(counts.toString())
                .isEqualTo("{MSG0_MSG1=11, MSG2=11, MSG3=10, MSG4=10, QUOTE=30, QUOTE_BODY=88, "
                        + "QUOTE_SIGNATURE=30, REPORT_BODY=88, SIG_RL=5, PLATFORM_INFO=70, PLATFORM_INFO_TLV=60}");
    }
}
