package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;

/** Every recorded structure cut off anywhere, or one byte too long, is refused by name, field and offset. */
class TruncationTest {
    static List<Sample> recorded() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void refusesEveryTruncation(Sample sample) {
        byte[] whole = sample.bytes().toArray();
        for (int length = 0; length < whole.length; length++) {
            MalformedMessageException fault = parse(sample.kind(), Arrays.copyOf(whole, length));
            String expected = expectedFault(sample, length);
            String message = fault == null ? null : fault.getMessage();
            // AssertJ only where it differs: there are hundreds of thousands of truncations.
            if (!Objects.equals(message, expected)) {
                assertThat(message).as("%s cut to %d bytes", sample, length).isEqualTo(expected);
            }
            if (fault != null) {
                String start =
                        "malformed " + fault.structure() + ": " + fault.field() + " at offset " + fault.offset() + ": ";
                if (!message.startsWith(start)) {
                    assertThat(message).startsWith(start);
                }
            }
        }
    }

    /** The fault of the first {@code length} bytes; null where a message may end, since what follows is another structure. */
    private static String expectedFault(Sample sample, int length) {
        Layout layout = Layout.of(sample.kind());
        if (length < layout.fixedSize()) {
            return layout.faultOfTruncation(length);
        }
        int cutOff = sample.bytes().size() - length;
        return switch (sample.kind()) {
            case MSG2 -> announced("msg2: sig_rl_size at offset 164", sample, 168, "sig_rl", cutOff);
            case QUOTE -> announced("quote: signature_len at offset 432", sample, 436, "signature", cutOff);
            case QUOTE_SIGNATURE -> payloadFault(sample.bytes().size(), length);
            case SIG_RL -> sigRlFault(sample.bytes().size(), length);
            case PLATFORM_INFO_TLV -> tlvFault(length);
            // The quote in it is not looked into; TruncationTest does that with the quote itself.
            case MSG3 -> null;
            default -> throw new AssertionError(sample + " has only fields of fixed size");
        };
    }

    private static String announced(String where, Sample sample, int fixed, String field, int cutOff) {
        int whole = sample.bytes().size() - fixed;
        return "malformed " + where + ": announces " + whole + " bytes of " + field + ", " + (whole - cutOff)
                + " follow";
    }

    private static String payloadFault(int whole, int length) {
        return "malformed quote signature: payload_size at offset 300: is " + (whole - 320) + ", " + (length - 304)
                + " bytes follow; it must be 16 less, and 360 + 160 n";
    }

    private static String sigRlFault(int whole, int length) {
        return "malformed SigRL: n2 at offset 12: announces " + (whole - 80) / 128 + " entries, which make " + whole
                + " bytes, not " + length;
    }

    private static String tlvFault(int length) {
        return "malformed platform info blob: header at offset 0: type 21, version 2, size 101 with " + (length - 4)
                + " bytes after it; known is type 21, version 2, size 101";
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void refusesOneByteMore(Sample sample) throws MalformedMessageException {
        int size = sample.bytes().size();
        byte[] longer = ByteString.concat(sample.bytes(), ByteString.zeros(1)).toArray();
        String expected =
                switch (sample.kind()) {
                    case MSG0_MSG1, QUOTE_BODY, REPORT_BODY, PLATFORM_INFO ->
                        "malformed " + Layout.of(sample.kind()).structure() + ": end at offset " + size + ": "
                                + (size + 1) + " bytes instead of " + size;
                    case MSG2 -> announced("msg2: sig_rl_size at offset 164", sample, 168, "sig_rl", -1);
                    case QUOTE -> announced("quote: signature_len at offset 432", sample, 436, "signature", -1);
                    case QUOTE_SIGNATURE -> payloadFault(size, size + 1);
                    case SIG_RL -> sigRlFault(size, size + 1);
                    case PLATFORM_INFO_TLV -> tlvFault(size + 1);
                    case MSG3, MSG4 -> null;
                };
        if (expected != null) {
            assertThat(parse(sample.kind(), longer)).isNotNull().hasMessage(expected);
        } else if (sample.kind() == Sample.Kind.MSG4) {
            assertThat(Msg4.parse(longer).extension()).isEqualTo(ByteString.zeros(1));
        } else {
            byte[] quote = Msg3.parse(longer).quote().toArray();
            assertThat(Faults.of(() -> EpidQuote.parse(quote)))
                    .hasMessageStartingWith("malformed quote: signature_len at offset 432: announces " + (size - 772)
                            + " bytes of signature, " + (size - 771) + " follow");
        }
    }

    @ParameterizedTest
    @EnumSource(Sample.Kind.class)
    void refusesNoBytesAtAll(Sample.Kind kind) {
        assertThat(parse(kind, new byte[0])).hasMessage(Layout.of(kind).faultOfTruncation(0));
    }

    private static MalformedMessageException parse(Sample.Kind kind, byte[] bytes) {
        try {
            kind.reencoding.apply(bytes);
            return null;
        } catch (MalformedMessageException e) {
            return e;
        }
    }
}
