package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sgxra.common.RecordedData;
import org.sgxra.common.bytes.ByteString;

/** Byte order and ranges of single fields. */
class MessageFieldsTest {
    @Test
    void writesGroupIdsInBothByteOrders() throws MalformedMessageException {
        EpidGroupId gid = EpidGroupId.fromLittleEndian(hex("0f0b0080"));

        assertThat(gid.value()).isEqualTo(0x80000b0f);
        assertThat(gid).hasToString("80000b0f");
        assertThat(gid.littleEndian().hex()).isEqualTo("0f0b0080");
        assertThat(gid.bigEndian().hex()).isEqualTo("80000b0f");
        assertThat(gid.isUnprovisioned()).isFalse();
        assertThat(new EpidGroupId(0).isUnprovisioned()).isTrue();
        assertThat(new EpidGroupId(0)).hasToString("00000000");
        assertThat(Faults.of(() -> EpidGroupId.fromLittleEndian(hex("0f0b00"))))
                .hasMessage("malformed EPID group id: gid at offset 0: needs 4 bytes, 3 left (3 bytes in all)");
        assertThat(Faults.of(() -> EpidGroupId.fromLittleEndian(hex("0f0b000000"))))
                .hasMessage("malformed EPID group id: end at offset 4: 5 bytes instead of 4");
    }

    @Test
    void writesTheFirstMessage() {
        Msg0Msg1 message = new Msg0Msg1(0x01020304, hex("aa".repeat(64)), new EpidGroupId(0x0a0b0c0d));

        assertThat(ByteString.of(message.encode()).hex()).isEqualTo("04030201" + "aa".repeat(64) + "0d0c0b0a");
    }

    @Test
    void refusesToJoinAMsg1OfAnotherLength() {
        assertThat(Faults.of(() -> Msg0Msg1.of(0, new byte[67])))
                .hasMessage("malformed msg0||msg1: msg1.gid at offset 68: needs 4 bytes, 3 left (71 bytes in all)");
    }

    @Test
    void writesTheSecondMessage() throws MalformedMessageException {
        Msg2 message = new Msg2(
                hex("aa".repeat(64)),
                hex("bb".repeat(16)),
                0x0102,
                0x0304,
                hex("cc".repeat(64)),
                hex("dd".repeat(16)),
                hex("eeff"));

        assertThat(ByteString.of(message.encode()).hex())
                .isEqualTo("aa".repeat(64) + "bb".repeat(16) + "02010403" + "cc".repeat(64) + "dd".repeat(16)
                        + "02000000" + "eeff");
        assertThat(message.macInput().hex())
                .isEqualTo("aa".repeat(64) + "bb".repeat(16) + "02010403" + "cc".repeat(64));
        assertThat(Msg2.parse(message.encode())).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"ffffffff, 4294967295 bytes", "00000080, 2147483648 bytes", "01000000, 1 byte"})
    void refusesAListSizeThatDoesNotFit(String littleEndian, String announced) {
        byte[] bytes = RecordedData.session("ok_unlinkable").msg2().toArray();
        System.arraycopy(hex(littleEndian).toArray(), 0, bytes, 164, 4);

        assertThat(Faults.of(() -> Msg2.parse(bytes)))
                .hasMessage(
                        "malformed msg2: sig_rl_size at offset 164: announces " + announced + " of sig_rl, 0 follow");
    }

    @Test
    void macsTheThirdMessageAfterItsMac() throws MalformedMessageException {
        ByteString bytes = RecordedData.session("ok_unlinkable").msg3().orElseThrow();

        assertThat(Msg3.parse(bytes.toArray()).macInput()).isEqualTo(bytes.slice(16, bytes.size()));
    }

    @ParameterizedTest
    @EnumSource(TrustStatus.class)
    void writesAndReadsEveryVerdict(TrustStatus status) throws MalformedMessageException {
        Msg4 message = new Msg4(status, ByteString.zeros(101));

        assertThat(message.encode()).hasSize(Msg4.FIXED_SIZE).startsWith(status.value(), 0, 0, 0);
        assertThat(Msg4.parse(message.encode())).isEqualTo(message);
        assertThat(message.hasPlatformInfo()).isFalse();
        assertThat(status.isTrusted()).isEqualTo(status.value() >= 2);
    }

    @ParameterizedTest
    @CsvSource({"04000000, 4", "00010000, 256", "ffffffff, 4294967295", "00000080, 2147483648"})
    void refusesAnUnknownVerdict(String littleEndian, String status) {
        byte[] bytes =
                ByteString.concat(hex(littleEndian), ByteString.zeros(101)).toArray();

        assertThat(Faults.of(() -> Msg4.parse(bytes)))
                .hasMessage("malformed msg4: status at offset 0: is " + status + ", not 0 to 3");
    }

    @Test
    void keepsWhatFollowsTheVerdict() throws MalformedMessageException {
        Msg4 message = new Msg4(TrustStatus.TRUSTED, ByteString.zeros(101), hex("ff00100000"));

        assertThat(message.encode()).hasSize(110);
        assertThat(Msg4.parse(message.encode()).extension().hex()).isEqualTo("ff00100000");
    }

    @Test
    void writesARevocationList() throws MalformedMessageException {
        List<ByteString> entries = new ArrayList<>(List.of(hex("aa".repeat(128)), hex("bb".repeat(128))));
        SgxSigRl list = new SgxSigRl(new EpidGroupId(0xae0), 0x01020304, entries, hex("cc".repeat(64)));
        entries.clear();

        assertThat(ByteString.of(list.encode()).hex())
                .isEqualTo("0002000e" + "00000ae0" + "01020304" + "00000002" + "aa".repeat(128) + "bb".repeat(128)
                        + "cc".repeat(64));
        assertThat(SgxSigRl.parse(list.encode())).isEqualTo(list);
        assertThatThrownBy(() -> list.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void readsARevocationListWithoutEntries() throws MalformedMessageException {
        SgxSigRl list = new SgxSigRl(new EpidGroupId(1), 2, List.of(), ByteString.zeros(64));

        assertThat(list.encode()).hasSize(SgxSigRl.FIXED_SIZE);
        assertThat(SgxSigRl.parse(list.encode())).isEqualTo(list);
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffff, 549755813840, 4294967295",
        "80000000, 274877907024, 2147483648",
        "02000000, 4294967376, 33554432"
    })
    void refusesARevocationListWithMoreEntriesThanBytes(String count, String bytes, String decimal) {
        byte[] list = ByteString.concat(hex("0002000e0000000b00000001" + count), ByteString.zeros(64))
                .toArray();

        assertThat(Faults.of(() -> SgxSigRl.parse(list)))
                .hasMessage("malformed SigRL: n2 at offset 12: announces " + decimal + " entries, which make " + bytes
                        + " bytes, not 80");
    }

    @Test
    void namesSignTypesForPeople() {
        assertThat(SignType.LINKABLE).hasToString("linkable");
        assertThat(SignType.UNLINKABLE).hasToString("unlinkable");
        assertThat(SignType.LINKABLE.value()).isEqualTo(1);
        assertThat(SignType.UNLINKABLE.value()).isZero();
    }

    @Test
    void refusesFieldsOfOtherSizesWhenAMessageIsMade() {
        ByteString wrong = ByteString.zeros(15);
        ByteString b16 = ByteString.zeros(16);
        ByteString b64 = ByteString.zeros(64);

        assertWrongSize("g_a has 15 bytes instead of 64", () -> new Msg0Msg1(0, wrong, new EpidGroupId(0)));
        assertWrongSize("g_b has 15 bytes instead of 64", () -> new Msg2(wrong, b16, 0, 1, b64, b16, b16));
        assertWrongSize("spid has 15 bytes instead of 16", () -> new Msg2(b64, wrong, 0, 1, b64, b16, b16));
        assertWrongSize("sign_gb_ga has 15 bytes instead of 64", () -> new Msg2(b64, b16, 0, 1, wrong, b16, b16));
        assertWrongSize("mac has 15 bytes instead of 16", () -> new Msg2(b64, b16, 0, 1, b64, wrong, b16));
        assertWrongSize("mac has 15 bytes instead of 16", () -> new Msg3(wrong, b64, ByteString.zeros(256), b16));
        assertWrongSize("ps_sec_prop has 16 bytes instead of 256", () -> new Msg3(b16, b64, b16, b16));
        assertWrongSize("platform_info_blob has 15 bytes instead of 101", () -> new Msg4(TrustStatus.TRUSTED, wrong));
        assertWrongSize(
                "entry has 15 bytes instead of 128", () -> new SgxSigRl(new EpidGroupId(0), 0, List.of(wrong), b64));
    }

    private static void assertWrongSize(String message, ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
