package org.sgxra.common.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sgxra.common.RecordedData.hex;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sgxra.common.RecordedData;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.ProvisioningOffer;
import org.sgxra.common.message.Report;

/** Names, offsets, sizes and orders are those of docs/spec/wire-hex.md, sgx-quote.md, ias-api.md, sdk-api.md and docs/provisioning.md. */
class StructureFieldsTest {
    /** Offset, size, order (L, B or - for bytes), name and text of each field, a line each. */
    private static String table(FieldList list) {
        return list.fields().stream()
                .map(field -> String.format(
                                Locale.ROOT,
                                "%d %d %s %s %s",
                                field.offset(),
                                field.size(),
                                field.order() == FieldOrder.BYTES
                                        ? "-"
                                        : field.order().toString().substring(0, 1),
                                field.name(),
                                field.text())
                        .strip())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void namesTheFieldsOfMsg0Msg1() throws MalformedMessageException {
        Msg0Msg1 message = Msg0Msg1.parse(
                RecordedData.session("real_hardware_2018").msg0Msg1().toArray());
        FieldList fields = MessageFields.msg0Msg1(message);
        assertThat(table(fields)).isEqualTo("""
                0 4 l msg0.extended_epid_group_id 0
                4 32 l msg1.g_a.gx
                36 32 l msg1.g_a.gy
                68 4 l msg1.gid 00000ae0""");
        assertThat(fields.bytes("msg1.g_a")).isEqualTo(message.ga());
        assertThat(fields.field("msg1.gid").number()).isEqualTo(0xae0);
        assertThat(fields.has("msg1")).isTrue();
        assertThat(fields.has("msg1.g")).isFalse();
        assertThatThrownBy(() -> fields.bytes("msg1.g")).hasMessage("msg0||msg1 has no field msg1.g");
        assertThatThrownBy(() -> fields.field("msg1.g_a")).hasMessage("msg0||msg1 has no field msg1.g_a");
    }

    @Test
    void namesTheFieldsOfMsg2AndItsRevocationList() throws MalformedMessageException {
        FieldList fields = MessageFields.msg2(
                Msg2.parse(RecordedData.session("sigrl_n2_2").msg2().toArray()));
        assertThat(table(fields)).isEqualTo("""
                0 32 l msg2.g_b.gx
                32 32 l msg2.g_b.gy
                64 16 - msg2.spid
                80 2 l msg2.quote_type 0 (unlinkable)
                82 2 l msg2.kdf_id 1
                84 32 l msg2.sign_gb_ga.r
                116 32 l msg2.sign_gb_ga.s
                148 16 - msg2.mac
                164 4 l msg2.sig_rl_size 336
                168 2 b msg2.sig_rl.protocol_version 2
                170 2 b msg2.sig_rl.type 14 (SigRL)
                172 4 b msg2.sig_rl.gid 0000000b
                176 4 b msg2.sig_rl.version 3
                180 4 b msg2.sig_rl.n2 2
                184 32 b msg2.sig_rl.entry[0].b.x
                216 32 b msg2.sig_rl.entry[0].b.y
                248 32 b msg2.sig_rl.entry[0].k.x
                280 32 b msg2.sig_rl.entry[0].k.y
                312 32 b msg2.sig_rl.entry[1].b.x
                344 32 b msg2.sig_rl.entry[1].b.y
                376 32 b msg2.sig_rl.entry[1].k.x
                408 32 b msg2.sig_rl.entry[1].k.y
                440 32 b msg2.sig_rl.signature.r
                472 32 b msg2.sig_rl.signature.s""");
        assertThat(fields.bytes("msg2.sig_rl").size()).isEqualTo(336);
        assertThat(fields.bytes("msg2.sig_rl.entry").size()).isEqualTo(256);
    }

    @Test
    void saysThatThereIsNoRevocationListOrThatItIsNone() throws MalformedMessageException {
        FieldList without = MessageFields.msg2(
                Msg2.parse(RecordedData.session("ok_linkable").msg2().toArray()));
        assertThat(table(without)).contains("msg2.quote_type 1 (linkable)").endsWith("168 0 - msg2.sig_rl none");
        assertThat(without.bytes("msg2.sig_rl")).isEqualTo(ByteString.EMPTY);

        FieldList garbage = MessageFields.msg2(
                Msg2.parse(RecordedData.session("sigrl_garbage").msg2().toArray()));
        assertThat(table(garbage))
                .endsWith("- msg2.sig_rl malformed SigRL: header at offset 0: is 41424344, not 0002000e");
    }

    @Test
    void namesTheFieldsOfMsg3AndItsQuote() throws MalformedMessageException {
        Msg3 message = Msg3.parse(
                RecordedData.session("real_hardware_2018").msg3().orElseThrow().toArray());
        FieldList fields = MessageFields.msg3(message);
        assertThat(table(fields)).isEqualTo("""
                0 16 - msg3.mac
                16 32 l msg3.g_a.gx
                48 32 l msg3.g_a.gy
                80 256 - msg3.ps_sec_prop none: zero
                336 2 l msg3.quote.version 2
                338 2 l msg3.quote.sign_type 0 (unlinkable)
                340 4 l msg3.quote.epid_group_id 00000ae0
                344 2 l msg3.quote.qe_svn 7
                346 2 l msg3.quote.pce_svn 6
                348 4 l msg3.quote.xeid 0x00000000
                352 16 - msg3.quote.basename.spid
                368 16 - msg3.quote.basename.suffix random
                384 16 - msg3.quote.report_body.cpu_svn
                400 4 l msg3.quote.report_body.misc_select 0x00000000
                404 12 - msg3.quote.report_body.reserved1 reserved
                416 16 - msg3.quote.report_body.isv_ext_prod_id
                432 8 l msg3.quote.report_body.attributes.flags 0x0000000000000007 (INIT, DEBUG, MODE64)
                440 8 l msg3.quote.report_body.attributes.xfrm 0x0000000000000007
                448 32 - msg3.quote.report_body.mr_enclave
                480 32 - msg3.quote.report_body.reserved2 reserved
                512 32 - msg3.quote.report_body.mr_signer
                544 32 - msg3.quote.report_body.reserved3 reserved
                576 64 - msg3.quote.report_body.config_id
                640 2 l msg3.quote.report_body.isv_prod_id 0
                642 2 l msg3.quote.report_body.isv_svn 1
                644 2 l msg3.quote.report_body.config_svn 0
                646 42 - msg3.quote.report_body.reserved4 reserved
                688 16 - msg3.quote.report_body.isv_family_id
                704 64 - msg3.quote.report_body.report_data
                768 4 l msg3.quote.signature_len 680
                772 256 b msg3.quote.signature.wrapped_key
                1028 32 - msg3.quote.signature.key_hash SHA-256 of the wrapped key
                1060 12 - msg3.quote.signature.iv
                1072 4 l msg3.quote.signature.payload_size 360
                1076 352 - msg3.quote.signature.payload.basic encrypted
                1428 4 - msg3.quote.signature.payload.rl_ver encrypted
                1432 4 - msg3.quote.signature.payload.n2 encrypted
                1436 16 - msg3.quote.signature.tag""");
        assertThat(fields.bytes("msg3.quote")).isEqualTo(message.quote());
        assertThat(fields.bytes("msg3.quote.report_body").size()).isEqualTo(384);
    }

    @Test
    void showsAQuoteThatIsNoneAsItStands() throws MalformedMessageException {
        byte[] bytes = RecordedData.session("ok_linkable").msg3().orElseThrow().toArray();
        bytes[336] = 3;
        assertThat(table(MessageFields.msg3(Msg3.parse(bytes))))
                .endsWith("336 1116 - msg3.quote malformed quote: version at offset 0: is 3;"
                        + " only version 2 (EPID) is known");
        bytes[336] = 2;
        bytes[336 + 436 + 300]++;
        assertThat(table(MessageFields.msg3(Msg3.parse(bytes))))
                .contains("772 680 - msg3.quote.signature malformed quote signature: payload_size at offset 300:");
    }

    @Test
    void namesTheFieldsOfMsg4AndItsExtension() throws MalformedMessageException {
        ByteString blob =
                RecordedData.session("real_hardware_2018").msg4().orElseThrow().slice(4, 105);
        String extension = "0100" + "1f000000" + "01".repeat(12) + "020304" + "05".repeat(16) + "0200" + "04000000"
                + "100e0000" + "0300" + "08000000" + "00e1f50500000000" + "0400" + "40000000" + "aa".repeat(64)
                + "7f00" + "01000000" + "77" + "ff0010000000" + "5a".repeat(16);
        FieldList fields = MessageFields.msg4(Msg4.parse(
                ByteString.concat(hex("03000000"), blob, hex(extension)).toArray()));
        assertThat(table(fields)).isEqualTo("""
                0 4 l msg4.status 3 (Trusted)
                4 1 b msg4.platform_info_blob.sgx_epid_group_flags 0x04 (QE_EPID_GROUP_OUT_OF_DATE)
                5 2 b msg4.platform_info_blob.sgx_tcb_evaluation_flags 0x0009 (QUOTE_CPUSVN_OUT_OF_DATE,\
                 PLATFORM_CONFIGURATION_NEEDED)
                7 2 b msg4.platform_info_blob.pse_evaluation_flags 0x0000
                9 16 - msg4.platform_info_blob.latest_equivalent_tcb_psvn.cpu_svn
                25 2 l msg4.platform_info_blob.latest_equivalent_tcb_psvn.isv_svn 7
                27 2 b msg4.platform_info_blob.latest_pse_isvsvn 6
                29 4 b msg4.platform_info_blob.latest_psda_svn 2
                33 4 l msg4.platform_info_blob.xeid 0x00000000
                37 4 b msg4.platform_info_blob.gid 00000ae0
                41 32 b msg4.platform_info_blob.signature.r
                73 32 b msg4.platform_info_blob.signature.s
                105 2 l msg4.extension[0].type 1 (secret)
                107 4 l msg4.extension[0].length 31
                111 12 - msg4.extension[0].secret.iv
                123 3 - msg4.extension[0].secret.ciphertext encrypted for the enclave
                126 16 - msg4.extension[0].secret.tag
                142 2 l msg4.extension[1].type 2 (re-attestation timeout)
                144 4 l msg4.extension[1].length 4
                148 4 l msg4.extension[1].reattest_after 3600 seconds
                152 2 l msg4.extension[2].type 3 (time)
                154 4 l msg4.extension[2].length 8
                158 8 l msg4.extension[2].time 100000000 (1973-03-03T09:46:40Z)
                166 2 l msg4.extension[3].type 4 (key to trust)
                168 4 l msg4.extension[3].length 64
                172 32 l msg4.extension[3].trusted_key.gx
                204 32 l msg4.extension[3].trusted_key.gy
                236 2 l msg4.extension[4].type 127 (unknown, ignored)
                238 4 l msg4.extension[4].length 1
                242 1 - msg4.extension[4].value
                243 2 l msg4.extension[5].type 255 (MAC)
                245 4 l msg4.extension[5].length 16
                249 16 - msg4.extension[5].mac""");
        assertThat(fields.bytes("msg4.extension")).isEqualTo(hex(extension));
    }

    @Test
    void showsAllStatusesAndATimeThatIsNoDate() throws MalformedMessageException {
        String zero = "00".repeat(101);
        List<String> statuses =
                List.of("0 (NotTrusted)", "1 (NotTrusted_ItsComplicated)", "2 (Trusted_ItsComplicated)", "3 (Trusted)");
        for (int status = 0; status < 4; status++) {
            assertThat(table(MessageFields.msg4(
                            Msg4.parse(hex("0" + status + "000000" + zero).toArray()))))
                    .isEqualTo("0 4 l msg4.status " + statuses.get(status)
                            + "\n4 101 - msg4.platform_info_blob none: zero");
        }
        assertThat(table(MessageFields.msg4(Msg4.parse(
                        hex("00000000" + zero + "030008000000" + "ff".repeat(8) + "ff0010000000" + "00".repeat(16))
                                .toArray()))))
                .contains("l msg4.extension[0].time 18446744073709551615\n");
        assertThat(table(MessageFields.msg4(
                        Msg4.parse(hex("00000000" + zero + "030008000000" + "00".repeat(8) + "ffff00000000")
                                .toArray()))))
                .endsWith("105 20 - msg4.extension malformed msg4: extension.type at offset 119: is 65535,"
                        + " which is not known and not to be passed over");
    }

    @Test
    void namesTheHeaderOfAPlatformInfoBlobInAReport() throws MalformedMessageException {
        ByteString blob = RecordedData.reports().stream()
                .filter(RecordedData.Report::hasPlatformInfo)
                .findFirst()
                .orElseThrow()
                .platformInfo();
        FieldList fields = ServiceFields.platformInfoTlv(PlatformInfoBlob.parseTlv(blob.toArray()));
        assertThat(table(fields)).startsWith("""
                0 1 b platform_info_blob.type 21
                1 1 b platform_info_blob.version 2
                2 2 b platform_info_blob.size 101
                4 1 b platform_info_blob.sgx_epid_group_flags 0x""");
    }

    @Test
    void namesTheFieldsOfReportAndTargetInfo() throws MalformedMessageException {
        byte[] report = new byte[Report.SIZE];
        report[20] = 1;
        report[48] = 0x05;
        report[49] = 0x01;
        FieldList fields = EnclaveFields.report(Report.parse(report));
        assertThat(table(fields))
                .contains(
                        "20 12 - report.body.reserved1 reserved, but not zero",
                        "48 8 l report.body.attributes.flags 0x0000000000000105 (INIT, MODE64, unknown bits 0x100)")
                .endsWith("384 32 - report.key_id\n416 16 - report.mac");
        assertThat(fields.bytes("report.body").size()).isEqualTo(384);

        assertThat(table(EnclaveFields.targetInfo(ByteString.zeros(512)))).isEqualTo("""
                0 32 - target_info.mr_enclave
                32 8 l target_info.attributes.flags 0x0000000000000000
                40 8 l target_info.attributes.xfrm 0x0000000000000000
                48 2 - target_info.reserved1 reserved
                50 2 l target_info.config_svn 0
                52 4 l target_info.misc_select 0x00000000
                56 8 - target_info.reserved2 reserved
                64 64 - target_info.config_id
                128 384 - target_info.reserved3 reserved""");
        assertThatThrownBy(() -> EnclaveFields.targetInfo(ByteString.zeros(511)))
                .hasMessage("malformed target info: end at offset 511: 511 bytes instead of 512");
    }

    @Test
    void namesTheFieldsOfSigStruct() throws MalformedMessageException {
        byte[] bytes = new byte[1808];
        put(bytes, 0, "06000000e100000000000100" + "00000000" + "86800000" + "21112620");
        put(bytes, 24, "01010000600000006000000001000000");
        put(bytes, 512, "03000000");
        put(bytes, 928, "b700000000000000e700000000000000");
        put(bytes, 1024, "34120201");
        assertThat(table(EnclaveFields.sigStruct(bytes))).isEqualTo("""
                0 12 - sigstruct.header
                12 4 l sigstruct.type 0x00000000
                16 4 l sigstruct.module_vendor 0x8086 (Intel)
                20 4 l sigstruct.date 2026-11-21
                24 16 - sigstruct.header2
                40 4 l sigstruct.hw_version 0x00000000
                44 84 - sigstruct.reserved1 reserved
                128 384 l sigstruct.modulus MRSIGNER, its SHA-256:\
                 a1a4f5721c1c4610af7f71078f3a68c330536d679803b0e0507ee8dc10c5dfca
                512 4 l sigstruct.exponent 3
                516 384 l sigstruct.signature
                900 4 l sigstruct.misc_select 0x00000000
                904 4 l sigstruct.misc_mask 0x00000000
                908 4 - sigstruct.reserved2 reserved
                912 16 - sigstruct.isv_family_id
                928 8 l sigstruct.attributes.flags 0x00000000000000b7 (INIT, DEBUG, MODE64, PROVISION_KEY,\
                 EINITTOKEN_KEY, KSS)
                936 8 l sigstruct.attributes.xfrm 0x00000000000000e7
                944 8 l sigstruct.attribute_mask.flags 0x0000000000000000
                952 8 l sigstruct.attribute_mask.xfrm 0x0000000000000000
                960 32 - sigstruct.enclave_hash MRENCLAVE
                992 16 - sigstruct.reserved3 reserved
                1008 16 - sigstruct.isvext_prod_id
                1024 2 l sigstruct.isv_prod_id 4660
                1026 2 l sigstruct.isv_svn 258
                1028 12 - sigstruct.reserved4 reserved
                1040 384 l sigstruct.q1
                1424 384 l sigstruct.q2""");
        bytes[16] = 0;
        assertThat(table(EnclaveFields.sigStruct(bytes))).contains("sigstruct.module_vendor 0x8000\n");
    }

    private static void put(byte[] bytes, int offset, String digits) {
        byte[] value = hex(digits).toArray();
        System.arraycopy(value, 0, bytes, offset, value.length);
    }

    @Test
    void namesTheFieldsOfAProvisioningOffer() throws MalformedMessageException {
        ByteString key = hex(RecordedData.epidQuoteKeys().path("groupPublicKey").textValue());
        FieldList fields = ServiceFields.provisioningOffer(
                ProvisioningOffer.parse(hex("0001" + "01".repeat(32) + key + "03".repeat(128) + "00010001"
                                + "05".repeat(256) + "06070809" + "0a".repeat(16) + "0b0c" + "0d0e")
                        .toArray()));
        assertThat(table(fields)).isEqualTo("""
                0 2 b offer.protocol 1
                2 32 - offer.nonce
                34 4 b offer.group_public_key.gid 7fffffee
                38 32 b offer.group_public_key.h1.x
                70 32 b offer.group_public_key.h1.y
                102 32 b offer.group_public_key.h2.x
                134 32 b offer.group_public_key.h2.y
                166 32 b offer.group_public_key.w.x0
                198 32 b offer.group_public_key.w.x1
                230 32 b offer.group_public_key.w.y0
                262 32 b offer.group_public_key.w.y1
                294 32 b offer.epid_signing_key.x
                326 32 b offer.epid_signing_key.y
                358 32 b offer.pib_key.x
                390 32 b offer.pib_key.y
                422 4 b offer.qsdk_exponent 65537
                426 256 b offer.qsdk_modulus
                682 4 b offer.xeid 0x06070809
                686 16 - offer.cpu_svn
                702 2 b offer.qe_svn 2828
                704 2 b offer.pce_svn 3342""");
        assertThatThrownBy(() -> ServiceFields.groupPublicKey(ByteString.zeros(261)))
                .hasMessage("malformed EPID group public key: end at offset 260: 261 bytes instead of 260");
    }

    @Test
    void namesTheFieldsOfAnEpidSignature() throws MalformedMessageException {
        byte[] bytes = new byte[360 + 160];
        bytes[355] = 7;
        bytes[359] = 1;
        FieldList fields = QuoteFields.epidSignature(ByteString.of(bytes));
        assertThat(table(fields)).isEqualTo("""
                0 32 b epid_signature.b.x
                32 32 b epid_signature.b.y
                64 32 b epid_signature.k.x
                96 32 b epid_signature.k.y
                128 32 b epid_signature.t.x
                160 32 b epid_signature.t.y
                192 32 b epid_signature.c
                224 32 b epid_signature.sx
                256 32 b epid_signature.sf
                288 32 b epid_signature.sa
                320 32 b epid_signature.sb
                352 4 b epid_signature.rl_ver 7
                356 4 b epid_signature.n2 1
                360 32 b epid_signature.proof[0].t.x
                392 32 b epid_signature.proof[0].t.y
                424 32 b epid_signature.proof[0].c
                456 32 b epid_signature.proof[0].smu
                488 32 b epid_signature.proof[0].snu""");
        assertThatThrownBy(() -> QuoteFields.epidSignature(ByteString.of(Arrays.copyOf(bytes, 519))))
                .hasMessage("malformed EPID signature: n2 at offset 356: announces 1 proofs, which make 520 bytes,"
                        + " not 519");
        assertThatThrownBy(() -> QuoteFields.epidSignature(ByteString.zeros(359)))
                .hasMessage("malformed EPID signature: end at offset 359: 359 bytes instead of 360");
    }

    @Test
    void refusesGapsAndNumbersThatAreNone() {
        Field first = new Field("a", 0, hex("0102"), FieldOrder.BYTES, "");
        Field second = new Field("b", 3, hex("03"), FieldOrder.BIG_ENDIAN, "");
        assertThatThrownBy(() -> new FieldList("s", List.of(first, second))).hasMessage("b starts at 3 instead of 2");
        assertThatThrownBy(first::number).hasMessage("a is no number");
        assertThat(second.number()).isEqualTo(3);
        assertThat(new FieldList("s", List.of()).size()).isZero();
    }
}
