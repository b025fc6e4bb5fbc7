package org.sgxra.common.field;

import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.ReportBody;

/** The fields of EPID quotes and what they consist of (docs/spec/sgx-quote.md, docs/spec/epid2.md section 5.3). */
public final class QuoteFields {
    private static final int BASIC_SIGNATURE_SIZE = 352;

    private QuoteFields() {}

    /** A whole quote of any kind; names start with {@code quote}. */
    public static FieldList of(Quote quote) {
        return quote instanceof EcdsaQuote ecdsa ? EcdsaQuoteFields.quote(ecdsa) : quote((EpidQuote) quote);
    }

    /** A whole quote, 436 bytes and the signature; names start with {@code quote}. */
    public static FieldList quote(EpidQuote quote) {
        return quote("quote", quote);
    }

    private static FieldList quote(String name, EpidQuote quote) {
        FieldSplitter in = new FieldSplitter(ByteString.of(quote.encode()));
        body(in, name);
        in.number(name + ".signature_len", 4);
        try {
            EpidQuoteSignature.parse(quote.signature().toArray());
            signature(in, name + ".signature");
        } catch (MalformedMessageException e) {
            in.bytes(name + ".signature", quote.signature().size(), e.getMessage());
        }
        return in.end("quote");
    }

    /** The quote of a msg3, which may be malformed; what does not begin as a DCAP quote is read as an EPID quote. */
    static FieldList quoteOrWhole(String name, ByteString bytes) {
        try {
            return EcdsaQuote.isMeantWithP256(bytes)
                    ? EcdsaQuoteFields.quote(name, EcdsaQuote.parse(bytes.toArray()))
                    : quote(name, EpidQuote.parse(bytes.toArray()));
        } catch (MalformedMessageException e) {
            return new FieldSplitter(bytes)
                    .bytes(name, bytes.size(), e.getMessage())
                    .end("quote");
        }
    }

    /** What a quote states, 432 bytes, as attestation reports repeat it; names start with {@code quote}. */
    public static FieldList body(EpidQuoteBody body) {
        FieldSplitter in = new FieldSplitter(ByteString.of(body.encode()));
        body(in, "quote");
        return in.end("quote body");
    }

    private static void body(FieldSplitter in, String name) {
        in.number(name + ".version", 2)
                .number(name + ".sign_type", 2, FieldText::signType)
                .number(name + ".epid_group_id", 4, FieldText::groupId)
                .number(name + ".qe_svn", 2)
                .number(name + ".pce_svn", 2)
                .number(name + ".xeid", 4, FieldText::hex32)
                .bytes(name + ".basename.spid", 16)
                .bytes(
                        name + ".basename.suffix",
                        16,
                        in.peek(32).slice(16, 32).isZero() ? "zero, as in linkable quotes" : "random");
        reportBody(in, name + ".report_body");
    }

    /** The body of a report, 384 bytes; names start with {@code report_body}. */
    public static FieldList reportBody(ReportBody body) {
        FieldSplitter in = new FieldSplitter(ByteString.of(body.encode()));
        reportBody(in, "report_body");
        return in.end("report body");
    }

    static void reportBody(FieldSplitter in, String name) {
        in.bytes(name + ".cpu_svn", 16)
                .number(name + ".misc_select", 4, FieldText::hex32)
                .reserved(name + ".reserved1", 12)
                .bytes(name + ".isv_ext_prod_id", 16);
        attributes(in, name + ".attributes");
        in.bytes(name + ".mr_enclave", 32)
                .reserved(name + ".reserved2", 32)
                .bytes(name + ".mr_signer", 32)
                .reserved(name + ".reserved3", 32)
                .bytes(name + ".config_id", 64)
                .number(name + ".isv_prod_id", 2)
                .number(name + ".isv_svn", 2)
                .number(name + ".config_svn", 2)
                .reserved(name + ".reserved4", 42)
                .bytes(name + ".isv_family_id", 16)
                .bytes(name + ".report_data", 64);
    }

    static void attributes(FieldSplitter in, String name) {
        in.number(name + ".flags", 8, FieldText::attributes).number(name + ".xfrm", 8, FieldText::hex64);
    }

    /** The signature of a quote as it stands there, encrypted: 680 bytes and 160 for each proof. */
    public static FieldList signature(EpidQuoteSignature signature) {
        FieldSplitter in = new FieldSplitter(ByteString.of(signature.encode()));
        signature(in, "signature");
        return in.end("quote signature");
    }

    private static void signature(FieldSplitter in, String name) {
        in.bigEndian(name + ".wrapped_key", 256)
                .bytes(name + ".key_hash", 32, "SHA-256 of the wrapped key")
                .bytes(name + ".iv", 12);
        int payload = (int) in.peekNumber(4);
        int proofs = (payload - EpidQuoteSignature.BASIC_PAYLOAD_SIZE) / EpidQuoteSignature.PROOF_SIZE;
        in.number(name + ".payload_size", 4)
                .bytes(name + ".payload.basic", BASIC_SIGNATURE_SIZE, "encrypted")
                .bytes(name + ".payload.rl_ver", 4, "encrypted")
                .bytes(name + ".payload.n2", 4, "encrypted");
        for (int i = 0; i < proofs; i++) {
            in.bytes(name + ".payload.proof[" + i + "]", EpidQuoteSignature.PROOF_SIZE, "encrypted");
        }
        in.bytes(name + ".tag", 16);
    }

    /**
     * An EPID signature in the clear, 360 bytes and 160 for each proof, all numbers big-endian.
     *
     * @throws MalformedMessageException if the length is not the one that the number of proofs makes
     */
    public static FieldList epidSignature(ByteString signature) throws MalformedMessageException {
        requireProofs(signature);
        FieldSplitter in = new FieldSplitter(signature);
        String name = "epid_signature";
        ServiceFields.g1(in, name + ".b");
        ServiceFields.g1(in, name + ".k");
        ServiceFields.g1(in, name + ".t");
        for (String number : new String[] {"c", "sx", "sf", "sa", "sb"}) {
            in.bigEndian(name + "." + number, 32);
        }
        in.numberBe(name + ".rl_ver", 4).numberBe(name + ".n2", 4);
        for (int i = 0; in.remaining() != 0; i++) {
            String proof = name + ".proof[" + i + "]";
            ServiceFields.g1(in, proof + ".t");
            in.bigEndian(proof + ".c", 32).bigEndian(proof + ".smu", 32).bigEndian(proof + ".snu", 32);
        }
        return in.end("EPID signature");
    }

    private static void requireProofs(ByteString signature) throws MalformedMessageException {
        int fixed = EpidQuoteSignature.BASIC_PAYLOAD_SIZE;
        if (signature.size() < fixed) {
            throw new MalformedMessageException(
                    "EPID signature", "end", signature.size(), ByteCount.of(signature.size()) + " instead of " + fixed);
        }
        long proofs =
                new java.math.BigInteger(1, signature.slice(fixed - 4, fixed).toArray()).longValue();
        if (signature.size() != fixed + proofs * EpidQuoteSignature.PROOF_SIZE) {
            throw new MalformedMessageException(
                    "EPID signature",
                    "n2",
                    fixed - 4,
                    "announces " + proofs + " proofs, which make " + (fixed + proofs * EpidQuoteSignature.PROOF_SIZE)
                            + " bytes, not " + signature.size());
        }
    }
}
