package org.sgxra.common.field;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.QuotedBody;

/** The fields of DCAP quotes (docs/spec/dcap.md sections 1 and 12). */
public final class EcdsaQuoteFields {
    private EcdsaQuoteFields() {}

    /** A whole quote of version 3, 4 or 5 with the zero bytes after it; names start with {@code quote}. */
    public static FieldList quote(EcdsaQuote quote) {
        return quote("quote", quote);
    }

    static FieldList quote(String quoteName, EcdsaQuote quote) {
        FieldSplitter in = new FieldSplitter(ByteString.of(quote.encode()));
        header(in, quoteName, quote.version());
        if (quote.version() == 5) {
            in.number(quoteName + ".body_type", 2, type -> type + " (" + quote.bodyKind() + ")")
                    .number(quoteName + ".body_size", 4);
        }
        if (quote.isTrustDomain()) {
            trustDomain(in, quoteName + ".td_report", quote.bodyKind());
        } else {
            QuoteFields.reportBody(in, quoteName + ".report_body");
        }
        in.number(quoteName + ".signature_len", 4);
        authentication(in, quoteName + ".signature", quote.version(), quote.authentication());
        if (quote.padding() > 0) {
            in.bytes(quoteName + ".padding", quote.padding(), "zero bytes after the quote");
        }
        return in.end("DCAP quote");
    }

    private static void header(FieldSplitter in, String quoteName, int version) {
        in.number(quoteName + ".version", 2).number(quoteName + ".att_key_type", 2, EcdsaQuoteFields::keyType);
        if (version == 3) {
            in.reserved(quoteName + ".reserved", 4)
                    .number(quoteName + ".qe_svn", 2)
                    .number(quoteName + ".pce_svn", 2);
        } else {
            in.number(quoteName + ".tee_type", 4, tee -> FieldText.hex32(tee) + (tee == 0 ? " (SGX)" : " (TDX)"))
                    .reserved(quoteName + ".reserved", 4);
        }
        in.bytes(quoteName + ".vendor_id", 16)
                .bytes(quoteName + ".user_data.qe_id", 16)
                .bytes(quoteName + ".user_data.rest", 4);
    }

    private static String keyType(long type) {
        return type == EcdsaQuote.ECDSA_P256 ? type + " (ECDSA P-256)" : "" + type;
    }

    private static void trustDomain(FieldSplitter in, String name, QuotedBody kind) {
        in.bytes(name + ".tee_tcb_svn", 16)
                .bytes(name + ".mr_seam", 48)
                .bytes(name + ".mr_signer_seam", 48)
                .bytes(name + ".seam_attributes", 8)
                .number(name + ".td_attributes", 8, EcdsaQuoteFields::tdAttributes)
                .number(name + ".xfam", 8, FieldText::hex64)
                .bytes(name + ".mr_td", 48)
                .bytes(name + ".mr_config_id", 48)
                .bytes(name + ".mr_owner", 48)
                .bytes(name + ".mr_owner_config", 48);
        for (int i = 0; i < 4; i++) {
            in.bytes(name + ".rtmr[" + i + "]", 48);
        }
        in.bytes(name + ".report_data", 64);
        if (kind != QuotedBody.TD_1_0) {
            in.bytes(name + ".tee_tcb_svn2", 16).bytes(name + ".mr_service_td", 48);
        }
        if (kind == QuotedBody.TD_1_5_EXTENDED) {
            in.number(name + ".vm_id", 1)
                    .bytes(name + ".td_id", 32)
                    .bytes(name + ".dev_info", 48)
                    .bytes(name + ".init_service_td_hash", 48)
                    .number(name + ".init_service_td_attributes", 8, FieldText::hex64)
                    .bytes(name + ".init_cpu_svn", 16)
                    .bytes(name + ".init_tee_tcb_svn", 16)
                    .bytes(name + ".init_fmspc", 12)
                    .bytes(name + ".current_service_td_hash", 48)
                    .number(name + ".current_service_td_attributes", 8, FieldText::hex64);
        }
    }

    private static String tdAttributes(long attributes) {
        return FieldText.hex64(attributes) + ((attributes & 1) != 0 ? " (DEBUG)" : "");
    }

    private static void authentication(
            FieldSplitter in, String signatureName, int version, EcdsaAuthentication authentication) {
        String name = signatureName;
        pair(in, name + ".ecdsa", "r", "s");
        pair(in, name + ".attestation_key", "x", "y");
        if (version > 3) {
            name = signatureName + ".certification";
            in.number(name + ".type", 2, EcdsaQuoteFields::certificationType).number(name + ".size", 4);
        }
        QuoteFields.reportBody(in, name + ".qe_report");
        pair(in, name + ".qe_report_signature", "r", "s");
        in.number(name + ".qe_auth_data_size", 2)
                .bytes(name + ".qe_auth_data", authentication.qeAuthData().size())
                .number(name + ".certification_data.type", 2, EcdsaQuoteFields::certificationType)
                .number(name + ".certification_data.size", 4)
                .bytes(
                        name + ".certification_data.data",
                        authentication.certificationData().size());
    }

    private static void pair(FieldSplitter in, String name, String first, String second) {
        in.bigEndian(name + "." + first, 32).bigEndian(name + "." + second, 32);
    }

    private static String certificationType(long type) {
        return switch ((int) type) {
            case 1 -> "1 (PPID)";
            case 2 -> "2 (PPID encrypted with RSA-2048)";
            case 3 -> "3 (PPID encrypted with RSA-3072)";
            case 4 -> "4 (PCK certificate)";
            case 5 -> "5 (PCK certificate chain, PEM)";
            case 6 -> "6 (QE report and what certifies it)";
            case 7 -> "7 (platform manifest)";
            default -> "" + type;
        };
    }
}
