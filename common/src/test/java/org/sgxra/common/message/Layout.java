package org.sgxra.common.message;

import java.util.ArrayList;
import java.util.List;
import org.sgxra.common.bytes.ByteCount;

/** Fields of a structure with their offsets, written down from the specification a second time, for tests. */
final class Layout {
    static final Layout MSG0_MSG1 = new Layout("msg0||msg1", 72)
            .field("msg0.extended_epid_group_id", 0, 4)
            .field("msg1.g_a", 4, 64)
            .field("msg1.gid", 68, 4);
    static final Layout MSG2 = new Layout("msg2", 168)
            .field("g_b", 0, 64)
            .field("spid", 64, 16)
            .field("quote_type", 80, 2)
            .field("kdf_id", 82, 2)
            .field("sign_gb_ga", 84, 64)
            .field("mac", 148, 16)
            .field("sig_rl_size", 164, 4);
    static final Layout MSG3 = new Layout("msg3", 336 + 436)
            .field("mac", 0, 16)
            .field("g_a", 16, 64)
            .field("ps_sec_prop", 80, 256)
            .field("quote", 336, 436);
    static final Layout MSG4 = new Layout("msg4", 105).field("status", 0, 4).field("platform_info_blob", 4, 101);
    static final Layout QUOTE = new Layout("quote", 436)
            .field("version", 0, 2)
            .field("sign_type", 2, 2)
            .field("epid_group_id", 4, 4)
            .field("qe_svn", 8, 2)
            .field("pce_svn", 10, 2)
            .field("xeid", 12, 4)
            .field("basename", 16, 32)
            .field("report_body", 48, 384)
            .field("signature_len", 432, 4);
    static final Layout QUOTE_SIGNATURE = new Layout("quote signature", 304)
            .field("wrapped_key", 0, 256)
            .field("key_hash", 256, 32)
            .field("iv", 288, 12)
            .field("payload_size", 300, 4);
    static final Layout REPORT_BODY = new Layout("report body", 384)
            .field("cpu_svn", 0, 16)
            .field("misc_select", 16, 4)
            .field("reserved1", 20, 12)
            .field("isv_ext_prod_id", 32, 16)
            .field("attributes.flags", 48, 8)
            .field("attributes.xfrm", 56, 8)
            .field("mr_enclave", 64, 32)
            .field("reserved2", 96, 32)
            .field("mr_signer", 128, 32)
            .field("reserved3", 160, 32)
            .field("config_id", 192, 64)
            .field("isv_prod_id", 256, 2)
            .field("isv_svn", 258, 2)
            .field("config_svn", 260, 2)
            .field("reserved4", 262, 42)
            .field("isv_family_id", 304, 16)
            .field("report_data", 320, 64);
    static final Layout SIG_RL = new Layout("SigRL", 16)
            .field("header", 0, 4)
            .field("gid", 4, 4)
            .field("version", 8, 4)
            .field("n2", 12, 4);
    static final Layout PLATFORM_INFO = new Layout("platform info blob", 101)
            .field("sgx_epid_group_flags", 0, 1)
            .field("sgx_tcb_evaluation_flags", 1, 2)
            .field("pse_evaluation_flags", 3, 2)
            .field("latest_equivalent_tcb_psvn", 5, 18)
            .field("latest_pse_isvsvn", 23, 2)
            .field("latest_psda_svn", 25, 4)
            .field("xeid", 29, 4)
            .field("gid", 33, 4)
            .field("signature", 37, 64);
    static final Layout PLATFORM_INFO_TLV = new Layout("platform info blob", 4)
            .field("type", 0, 1)
            .field("version", 1, 1)
            .field("size", 2, 2);
    static final Layout SIGSTRUCT = new Layout("SIGSTRUCT", 1808)
            .field("header", 0, 12)
            .field("type", 12, 4)
            .field("module_vendor", 16, 4)
            .field("date", 20, 4)
            .field("header2", 24, 16)
            .field("hw_version", 40, 4)
            .field("reserved1", 44, 84)
            .field("modulus", 128, 384)
            .field("exponent", 512, 4)
            .field("signature", 516, 384)
            .field("misc_select", 900, 4)
            .field("misc_mask", 904, 4)
            .field("reserved2", 908, 4)
            .field("isv_family_id", 912, 16)
            .field("attributes.flags", 928, 8)
            .field("attributes.xfrm", 936, 8)
            .field("attribute_mask", 944, 16)
            .field("enclave_hash", 960, 32)
            .field("reserved3", 992, 16)
            .field("isvext_prod_id", 1008, 16)
            .field("isv_prod_id", 1024, 2)
            .field("isv_svn", 1026, 2)
            .field("reserved4", 1028, 12)
            .field("q1", 1040, 384)
            .field("q2", 1424, 384);

    /** A field. */
    record Field(String name, int offset, int size) {}

    private final String structure;
    private final int fixedSize;
    private final List<Field> fields = new ArrayList<>();

    private Layout(String structure, int fixedSize) {
        this.structure = structure;
        this.fixedSize = fixedSize;
    }

    private Layout field(String name, int offset, int size) {
        int end = fields.isEmpty() ? 0 : fields.get(fields.size() - 1).offset + fields.get(fields.size() - 1).size;
        if (end != offset) {
            throw new IllegalArgumentException(
                    name + " of " + structure + " is said to be at " + offset + ", not " + end);
        }
        fields.add(new Field(name, offset, size));
        return this;
    }

    static Layout of(Sample.Kind kind) {
        return switch (kind) {
            case MSG0_MSG1 -> MSG0_MSG1;
            case MSG2 -> MSG2;
            case MSG3 -> MSG3;
            case MSG4 -> MSG4;
            case QUOTE, QUOTE_BODY -> QUOTE;
            case QUOTE_SIGNATURE -> QUOTE_SIGNATURE;
            case REPORT_BODY -> REPORT_BODY;
            case SIG_RL -> SIG_RL;
            case PLATFORM_INFO -> PLATFORM_INFO;
            case PLATFORM_INFO_TLV -> PLATFORM_INFO_TLV;
        };
    }

    String structure() {
        return structure;
    }

    List<Field> fields() {
        return fields;
    }

    /** What a parser says of the first {@code length} bytes, if they end before the fixed part does. */
    String faultOfTruncation(int length) {
        for (Field field : fields) {
            if (field.offset + field.size > length) {
                int left = length - field.offset;
                String atLeast = field.name.equals("quote") ? " at least" : "";
                return "malformed " + structure + ": " + field.name + " at offset " + field.offset + ": needs "
                        + ByteCount.of(field.size) + atLeast + ", " + left + " left (" + ByteCount.of(length)
                        + " in all)";
            }
        }
        throw new IllegalArgumentException(length + " bytes are more than " + fixedSize);
    }

    /** Bytes of the part whose fields always have the same size. */
    int fixedSize() {
        return fixedSize;
    }
}
