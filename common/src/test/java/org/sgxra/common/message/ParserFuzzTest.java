package org.sgxra.common.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz tests of the parsers: a structure is refused with MalformedMessageException or encodes to the bytes it was read from.
 * In a normal build they run over the recorded structures. {@code JAZZER_FUZZ=1 mvn -pl common test -Djazzer.hooks=true
 * -Dtest=ParserFuzzTest#everyParser} looks for more.
 */
class ParserFuzzTest {
    @MethodSource("recorded")
    @FuzzTest(maxDuration = "1m")
    void everyParser(byte[] data) {
        for (Sample.Kind kind : Sample.Kind.values()) {
            byte[] again;
            try {
                again = kind.reencoding.apply(data);
            } catch (MalformedMessageException e) {
                continue;
            }
            if (!Arrays.equals(again, data)) {
                throw new AssertionError(kind + " encodes to other bytes");
            }
        }
    }

    @MethodSource("sigStructs")
    @FuzzTest(maxDuration = "1m")
    void sigStruct(byte[] data) {
        try {
            SigStruct.parse(data).mrSigner();
        } catch (MalformedMessageException e) {
            return;
        }
    }

    static Stream<byte[]> recorded() {
        return Stream.of(Sample.Kind.values())
                .map(kind -> Sample.all(kind).get(0).bytes().toArray());
    }

    static Stream<byte[]> sigStructs() {
        return Stream.of(SigStructTest.sigStruct());
    }
}
