package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/** What only SOFT mode uses: reports, their targets, the call for a quote, and provisioning. */
class PlatformStructuresTest {
    private static final Report REPORT = new Report(hex("b0".repeat(384)), hex("1d".repeat(32)), hex("ac".repeat(16)));
    private static final ProvisioningOffer OFFER = new ProvisioningOffer(
            hex("01".repeat(32)),
            hex("00000c0d" + "02".repeat(256)),
            hex("03".repeat(64)),
            hex("04".repeat(64)),
            0x010001,
            hex("05".repeat(256)),
            0x06070809,
            hex("0a".repeat(16)),
            0x0b0c,
            0x0d0e);
    private static final String OFFER_HEX = "0001" + "01".repeat(32) + "00000c0d" + "02".repeat(256) + "03".repeat(64)
            + "04".repeat(64) + "00010001" + "05".repeat(256) + "06070809" + "0a".repeat(16) + "0b0c" + "0d0e";

    private static void assertRefusesOtherLengths(byte[] bytes, Sample.Reencoding parser)
            throws MalformedMessageException {
        assertThat(parser.apply(bytes)).isEqualTo(bytes);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(Faults.of(() -> parser.apply(cut)))
                    .isNotNull()
                    .hasMessageContaining("left (" + ByteCount.of(length) + " in all)");
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThat(Faults.of(() -> parser.apply(longer)))
                .isNotNull()
                .hasMessageMatching(
                        "malformed .*: (end at offset " + bytes.length + ": " + longer.length + " bytes instead of "
                                + bytes.length + "|sig_rl_size at offset 476: announces 0 bytes of sig_rl, 1 follow)");
    }

    @Test
    void writesAndReadsAReport() throws MalformedMessageException {
        assertThat(ByteString.of(REPORT.encode()).hex())
                .isEqualTo("b0".repeat(384) + "1d".repeat(32) + "ac".repeat(16));
        assertThat(Report.parse(REPORT.encode())).isEqualTo(REPORT);
        assertRefusesOtherLengths(REPORT.encode(), bytes -> Report.parse(bytes).encode());
    }

    @Test
    void writesATargetInfoFromAReportBody() throws MalformedMessageException {
        byte[] body = new byte[ReportBody.SIZE];
        Arrays.fill(body, 64, 96, (byte) 0xee);
        System.arraycopy(hex("0700000000000000e700000000000000").toArray(), 0, body, 48, 16);
        body[16] = 5;
        TargetInfo target = TargetInfo.of(ReportBody.parse(body));

        assertThat(ByteString.of(target.encode()).hex())
                .isEqualTo("ee".repeat(32) + "0700000000000000e700000000000000" + "00000000" + "05000000"
                        + "00".repeat(456));
        assertThat(target.reportKeyRequest(hex("c0".repeat(16)), hex("1d".repeat(32)))
                        .hex())
                .isEqualTo("ee".repeat(32) + "0700000000000000e700000000000000" + "05000000" + "c0".repeat(16)
                        + "1d".repeat(32));
    }

    @Test
    void writesAndReadsAQuoteCall() throws MalformedMessageException {
        QuoteCall call = new QuoteCall(
                REPORT, hex("5d".repeat(16)), 1, Optional.of(hex("99".repeat(16))), 0xfffffff0L, hex("aabb"));

        assertThat(ByteString.of(call.encode()).hex())
                .isEqualTo(ByteString.of(REPORT.encode()).hex() + "5d".repeat(16) + "01000000" + "01000000"
                        + "99".repeat(16) + "f0ffffff" + "02000000" + "aabb");
        assertThat(QuoteCall.parse(call.encode())).isEqualTo(call);
    }

    @Test
    void writesAndReadsAQuoteCallWithoutNonceAndList() throws MalformedMessageException {
        QuoteCall call = new QuoteCall(REPORT, hex("5d".repeat(16)), 7, Optional.empty(), 1116, ByteString.EMPTY);

        assertThat(QuoteCall.parse(call.encode())).isEqualTo(call);
        assertRefusesOtherLengths(call.encode(), bytes -> QuoteCall.parse(bytes).encode());
        assertThatThrownBy(() -> new QuoteCall(REPORT, hex("5d"), 0, Optional.empty(), 0, ByteString.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("spid has 1 byte instead of 16");
        assertThatThrownBy(() -> new QuoteCall(REPORT, call.spid(), 0, Optional.of(hex("99")), 0, ByteString.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nonce has 1 byte instead of 16");
    }

    @Test
    void refusesAQuoteCallWhoseListDoesNotFit() {
        byte[] call = new QuoteCall(REPORT, hex("5d".repeat(16)), 0, Optional.empty(), 1116, ByteString.EMPTY).encode();
        Arrays.fill(call, 476, 480, (byte) 0xff);

        assertThat(Faults.of(() -> QuoteCall.parse(call)))
                .hasMessage(
                        "malformed quote call: sig_rl_size at offset 476: announces 4294967295 bytes of sig_rl, 0 follow");
    }

    @Test
    void writesAndReadsAProvisioningOffer() throws MalformedMessageException {
        assertThat(ByteString.of(OFFER.encode()).hex()).isEqualTo(OFFER_HEX);
        assertThat(OFFER.gid()).hasToString("00000c0d");
        assertRefusesOtherLengths(
                OFFER.encode(), bytes -> ProvisioningOffer.parse(bytes).encode());

        byte[] newer = OFFER.encode();
        newer[1] = 2;
        assertThat(Faults.of(() -> ProvisioningOffer.parse(newer)))
                .hasMessage("malformed provisioning offer: protocol at offset 0: is 2; only version 1 is known");
    }

    @Test
    void writesAndReadsAnEpidBlob() throws MalformedMessageException {
        EpidBlob blob = new EpidBlob(OFFER, hex("11".repeat(132)), hex("12".repeat(1536)), hex("13".repeat(32)));
        byte[] bytes = blob.encode();

        assertThat(bytes).hasSize(EpidBlob.SIZE).startsWith('E', 'P', 'B', '1');
        assertThat(ByteString.of(bytes, 4, bytes.length - 8).hex())
                .isEqualTo(OFFER_HEX + "11".repeat(132) + "12".repeat(1536) + "13".repeat(32));
        assertThat(EpidBlob.parse(bytes)).isEqualTo(blob).hasToString("EpidBlob[00000c0d]");
        assertRefusesOtherLengths(bytes, data -> EpidBlob.parse(data).encode());
    }

    @Test
    void noticesDamageOfAnEpidBlobAnywhere() {
        byte[] bytes =
                new EpidBlob(OFFER, hex("11".repeat(132)), hex("12".repeat(1536)), hex("13".repeat(32))).encode();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            assertThat(Faults.of(() -> EpidBlob.parse(bytes)))
                    .isNotNull()
                    .hasMessageMatching(
                            i < 4
                                    ? "malformed EPID blob: magic at offset 0: is not EPB1"
                                    : "malformed EPID blob: (check at offset 2410: does "
                                            + "not fit the bytes before it|protocol at offset 4: is .*; only version 1 is known)");
            bytes[i] ^= 1;
        }
    }

    @Test
    void readsGroupIdsMostSignificantByteFirst() {
        assertThat(EpidGroupId.fromBigEndian(hex("80000b0f")).value()).isEqualTo(0x80000b0f);
        assertThatThrownBy(() -> EpidGroupId.fromBigEndian(hex("0b0f"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static final TargetInfo TARGET =
            new TargetInfo(hex("ee".repeat(32)), new Attributes(Attributes.INIT | Attributes.PROVISION_KEY, 0xe7), 5);

    @Test
    void readsATargetInfo() throws MalformedMessageException {
        assertThat(TargetInfo.parse(TARGET.encode())).isEqualTo(TARGET);
        assertRefusesOtherLengths(
                TARGET.encode(), bytes -> TargetInfo.parse(bytes).encode());
    }

    @Test
    void refusesATargetInfoWithKeySeparation() {
        for (int at : new int[] {48, 50, 51, 56, 64, 511}) {
            byte[] bytes = TARGET.encode();
            bytes[at] = 1;
            assertThatThrownBy(() -> TargetInfo.parse(bytes))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("reserved bytes are not zero");
        }
    }

    private static final AttestationKeyId KEY_ID = new AttestationKeyId(
            0x0102,
            0x0304,
            hex("aa".repeat(32)),
            0x05060708,
            hex("e1".repeat(16)),
            hex("e2".repeat(64)),
            hex("e3".repeat(16)),
            0x090a0b0c,
            hex("5d".repeat(16)),
            0x0d0e);

    @Test
    void writesAndReadsAnAttestationKeyId() throws MalformedMessageException {
        assertThat(ByteString.of(KEY_ID.encode()).hex())
                .isEqualTo("0201" + "0403" + "2000" + "aa".repeat(32) + "00".repeat(16) + "08070605" + "e1".repeat(16)
                        + "e2".repeat(64) + "e3".repeat(16) + "0c0b0a09" + "5d".repeat(16) + "0e0d" + "00".repeat(80));
        assertThat(AttestationKeyId.parse(KEY_ID.encode())).isEqualTo(KEY_ID);
        assertRefusesOtherLengths(
                KEY_ID.encode(), bytes -> AttestationKeyId.parse(bytes).encode());
        assertThat(ByteString.of(AttestationKeyId.ECDSA_P256.encode()).hex())
                .isEqualTo("00000000" + "2000" + "8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff"
                        + "00".repeat(16) + "01000000" + "00".repeat(96) + "02000000" + "00".repeat(98));
    }

    @Test
    void anAttestationKeyIdHasRoomForASignerOf48Bytes() {
        byte[] bytes = KEY_ID.encode();
        bytes[4] = 49;
        assertThatThrownBy(() -> AttestationKeyId.parse(bytes))
                .hasMessage(
                        "malformed attestation key id: mrsigner_length at offset 4: is 49; at most 48 are possible");
    }

    /** What follows the base is EPID's, so it does not tell quoting enclave or algorithm. */
    @Test
    void comparesTheBasesOfAttestationKeyIds() throws MalformedMessageException {
        byte[] bytes = KEY_ID.encode();
        for (int at = 0; at < 176; at++) {
            boolean length = at == 4 || at == 5;
            boolean unused = at >= 38 && at < 54;
            bytes[at] ^= 1;
            if (unused) {
                assertThatThrownBy(() -> AttestationKeyId.parse(bytes)).hasMessageContaining("mrsigner at offset 38: ");
            } else if (!length) {
                assertThat(KEY_ID.hasBaseOf(AttestationKeyId.parse(bytes)))
                        .as("byte %d", at)
                        .isEqualTo(at >= 158);
            }
            bytes[at] ^= 1;
        }
    }

    @Test
    void readsAListOfAttestationKeyIds() throws MalformedMessageException {
        byte[] two = ByteString.concat(
                        hex("0000" + "0000" + "02000000"),
                        ByteString.of(KEY_ID.encode()),
                        ByteString.of(AttestationKeyId.ECDSA_P256.encode()))
                .toArray();

        assertThat(AttestationKeyId.parseList(two)).containsExactly(KEY_ID, AttestationKeyId.ECDSA_P256);
        assertThat(AttestationKeyId.parseList(new byte[8])).isEmpty();
        assertThatThrownBy(() -> AttestationKeyId.parseList(Arrays.copyOf(two, two.length - 1)))
                .hasMessageContaining("left (" + (two.length - 1) + " bytes in all)");
        assertThatThrownBy(() -> AttestationKeyId.parseList(Arrays.copyOf(two, two.length + 1)))
                .hasMessageContaining("bytes instead of " + two.length);
        for (String count : new String[] {"0b000000", "ffffffff"}) {
            byte[] many = hex("0000" + "0000" + count).toArray();
            assertThatThrownBy(() -> AttestationKeyId.parseList(many))
                    .hasMessageMatching(".*count at offset 4: is (11|4294967295); at most 10 are possible");
        }
        assertThatThrownBy(
                        () -> AttestationKeyId.parseList(hex("0100000000000000").toArray()))
                .hasMessageContaining("id at offset 0: reserved bytes are not zero");
    }

    @Test
    void writesAndReadsAnEcdsaQuoteCall() throws MalformedMessageException {
        EcdsaQuoteCall call = new EcdsaQuoteCall(
                KEY_ID,
                0xfffffff0L,
                REPORT,
                Optional.of(new EcdsaQuoteCall.QeReportInfo(hex("99".repeat(16)), TARGET)));

        assertThat(ByteString.of(call.encode()).hex())
                .isEqualTo(ByteString.of(KEY_ID.encode()).hex() + "f0ffffff"
                        + ByteString.of(REPORT.encode()).hex() + "01000000" + "99".repeat(16)
                        + ByteString.of(TARGET.encode()).hex());
        assertThat(EcdsaQuoteCall.parse(call.encode())).isEqualTo(call);
        assertThat(call.encode()).hasSize(EcdsaQuoteCall.SIZE);
        assertRefusesOtherLengths(
                call.encode(), bytes -> EcdsaQuoteCall.parse(bytes).encode());
    }

    @Test
    void anEcdsaQuoteCallHasReportInfoOrNot() throws MalformedMessageException {
        EcdsaQuoteCall without = new EcdsaQuoteCall(KEY_ID, 5000, REPORT, Optional.empty());
        byte[] bytes = without.encode();

        assertThat(EcdsaQuoteCall.parse(bytes)).isEqualTo(without);
        Arrays.fill(bytes, 696, bytes.length, (byte) 0xff);
        assertThat(EcdsaQuoteCall.parse(bytes)).as("what is left in the buffer").isEqualTo(without);
        bytes[692] = 2;
        assertThatThrownBy(() -> EcdsaQuoteCall.parse(bytes))
                .hasMessage("malformed ECDSA quote call: report_info_present at offset 692: is 2, neither 0 nor 1");
    }
}
