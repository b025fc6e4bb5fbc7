package org.sgxra.common.message;

import java.util.Arrays;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/**
 * A DCAP quote, which a quoting enclave signs with an ECDSA P-256 key of its own (docs/spec/dcap.md sections 1 and 12): version 3
 * of an enclave, versions 4 and 5 of an enclave or a trust domain (TDX). Integers are little-endian; keys and signatures are two
 * numbers of 32 bytes, big-endian. Whether any of it is true is not known here.
 *
 * @param signedPart what the quote's signature covers: header 48 bytes, in version 5 the body's type u16 and size u32, the body.
 *     432 bytes in version 3
 * @param authentication signature, keys and certificates; their length is the u32 after {@code signedPart}
 * @param padding number of zero bytes after them
 */
public record EcdsaQuote(ByteString signedPart, EcdsaAuthentication authentication, int padding) implements Quote {
    /** Bytes of the header: version u16, key type u16, TEE type u32, QE SVN u16, PCE SVN u16, vendor id 16, user data 20. */
    public static final int HEADER_SIZE = 48;
    /** The attestation key type of ECDSA over P-256, u16 at 2. */
    public static final int ECDSA_P256 = 2;

    /** Vendor id of Intel's quoting enclaves, 16 bytes. */
    public static final ByteString INTEL_VENDOR_ID = ByteString.of(
            (byte) 0x93,
            (byte) 0x9a,
            (byte) 0x72,
            (byte) 0x33,
            (byte) 0xf7,
            (byte) 0x9c,
            (byte) 0x4c,
            (byte) 0xa9,
            (byte) 0x94,
            (byte) 0x0a,
            (byte) 0x0d,
            (byte) 0xb3,
            (byte) 0x95,
            (byte) 0x7f,
            (byte) 0x06,
            (byte) 0x07);

    private static final String STRUCTURE = "quote";
    private static final int BODY_TYPE_SIZE = 6;

    /**
     * The header of an enclave's quote, 48 bytes.
     *
     * @param version 3; or 4, which has 0 for both security versions
     * @param qeSvn security version of the quoting enclave
     * @param pceSvn security version of the provisioning certification enclave
     * @param vendorId of the quoting enclave, 16 bytes
     * @param userData of the quoting enclave, 20 bytes
     */
    public static ByteString header(int version, int qeSvn, int pceSvn, ByteString vendorId, ByteString userData) {
        Sizes.require("vendor_id", vendorId, 16);
        Sizes.require("user_data", userData, 20);
        return new FieldWriter()
                .u16(version)
                .u16(ECDSA_P256)
                .u32(0)
                .u16(qeSvn)
                .u16(pceSvn)
                .bytes(vendorId)
                .bytes(userData)
                .toByteString();
    }

    /** Reads a quote of version 3, 4 or 5. Every length must be used up exactly; only zero bytes may follow. */
    public static EcdsaQuote parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader(STRUCTURE, bytes);
        QuotedBody body = readHeader(in);
        in.bytes("report_body", body.size());
        ByteString signedPart = ByteString.of(bytes, 0, in.offset());
        int lengthAt = in.offset();
        int length = in.u32("signature_len");
        if (length == 0) {
            throw in.fault("signature_len", lengthAt, "is 0: a quote without signature, as simulation SDKs make it");
        }
        if (Integer.compareUnsigned(length, in.remaining()) > 0) {
            throw in.fault(
                    "signature_len",
                    lengthAt,
                    "announces " + ByteCount.ofUnsigned(length) + " of signature, " + in.remaining() + " follow");
        }
        int end = in.offset() + length;
        FieldReader authentication = new FieldReader(STRUCTURE, Arrays.copyOf(bytes, end));
        authentication.bytes("signed part", in.offset());
        EcdsaAuthentication parsed = EcdsaAuthentication.read(authentication, version(signedPart));
        in.bytes("signature", length);
        int padding = in.remaining();
        if (!in.rest().isZero()) {
            throw in.fault("padding", end, "only zero bytes may follow the signature");
        }
        return new EcdsaQuote(signedPart, parsed, padding);
    }

    /** True if bytes begin as a DCAP quote does, with the version 3, 4 or 5; whether they are one, {@link #parse} says. */
    public static boolean isMeant(ByteString bytes) {
        return bytes.size() >= 2 && bytes.at(0) >= 3 && bytes.at(0) <= 5 && bytes.at(1) == 0;
    }

    /** True if they begin as one does that can be verified: with such a version, and with an ECDSA P-256 key. */
    public static boolean isMeantWithP256(ByteString bytes) {
        return isMeant(bytes) && bytes.size() >= 4 && bytes.at(2) == ECDSA_P256 && bytes.at(3) == 0;
    }

    /** Reads up to the body and says what body follows. */
    private static QuotedBody readHeader(FieldReader in) throws MalformedMessageException {
        int version = in.u16("version");
        if (version < 3 || version > 5) {
            String epid = version == 1 || version == 2 ? " (EPID)" : "";
            throw in.fault("version", 0, "is " + version + epid + "; DCAP quotes have 3, 4 or 5");
        }
        int keyType = in.u16("att_key_type");
        if (keyType != ECDSA_P256) {
            throw in.fault("att_key_type", 2, "is " + keyType + "; only 2 (ECDSA P-256) is known");
        }
        if (version == 3) {
            in.zeros("reserved", 4);
            in.bytes("header", HEADER_SIZE - 8);
            return QuotedBody.ENCLAVE;
        }
        int tee = in.u32("tee_type");
        if (tee != 0 && tee != QuotedBody.TDX_TEE_TYPE) {
            throw in.fault("tee_type", 4, "is 0x" + Integer.toHexString(tee) + "; known are 0 (SGX) and 0x81 (TDX)");
        }
        in.bytes("header", HEADER_SIZE - 8);
        if (version == 4) {
            return tee == 0 ? QuotedBody.ENCLAVE : QuotedBody.TD_1_0;
        }
        int type = in.u16("body_type");
        int size = in.u32("body_size");
        QuotedBody body = QuotedBody.ofType(type);
        if (body == null || body.teeType() != tee) {
            throw in.fault(
                    "body_type",
                    HEADER_SIZE,
                    "is " + type + ", which TEE type 0x" + Integer.toHexString(tee) + " does not have");
        }
        if (size != body.size()) {
            throw in.fault(
                    "body_size",
                    HEADER_SIZE + 2,
                    "is " + Integer.toUnsignedString(size) + "; a body of type " + type + " has " + body.size()
                            + " bytes");
        }
        return body;
    }

    private static int version(ByteString signedPart) {
        return u16(signedPart, 0);
    }

    private static int u16(ByteString bytes, int at) {
        return bytes.at(at) | bytes.at(at + 1) << 8;
    }

    /** The version, u16 at 0: 3, 4 or 5. */
    public int version() {
        return version(signedPart);
    }

    /** What kind of body the quote has. */
    public QuotedBody bodyKind() {
        if (version() == 5) {
            return QuotedBody.ofType(u16(signedPart, HEADER_SIZE));
        }
        return signedPart.at(4) == 0 ? QuotedBody.ENCLAVE : QuotedBody.TD_1_0;
    }

    /** Security version of the quoting enclave, u16 at 8; reserved in versions 4 and 5. */
    public int qeSvn() {
        return u16(signedPart, 8);
    }

    /** Security version of the provisioning certification enclave that runs now, u16 at 10; reserved in versions 4 and 5. */
    public int pceSvn() {
        return u16(signedPart, 10);
    }

    /** Vendor of the quoting enclave, 16 bytes at 12. */
    public ByteString vendorId() {
        return signedPart.slice(12, 28);
    }

    /** User data of the quoting enclave at 28, 20 bytes: its platform's QE ID, 16 bytes, and zeros. */
    public ByteString userData() {
        return signedPart.slice(28, HEADER_SIZE);
    }

    /** The body as it was signed: 384 bytes of an enclave; 584, 648 or 885 of a trust domain. */
    public ByteString body() {
        return signedPart.slice(HEADER_SIZE + (version() == 5 ? BODY_TYPE_SIZE : 0), signedPart.size());
    }

    /** True for the quote of a trust domain (TDX), false for that of an enclave. */
    public boolean isTrustDomain() {
        return bodyKind() != QuotedBody.ENCLAVE;
    }

    /**
     * What the quote states of the enclave.
     *
     * @throws IllegalStateException if it is the quote of a trust domain
     */
    @Override
    public ReportBody report() {
        if (isTrustDomain()) {
            throw new IllegalStateException("the quote of a trust domain has no enclave report");
        }
        return ReportBody.ofSigned(body());
    }

    /**
     * What the quote states of the trust domain.
     *
     * @throws IllegalStateException if it is the quote of an enclave
     */
    public TdReportBody trustDomain() {
        if (!isTrustDomain()) {
            throw new IllegalStateException("the quote of an enclave has no trust domain report");
        }
        return TdReportBody.of(bodyKind(), body());
    }

    /** The bytes that {@link #parse} reads. */
    @Override
    public byte[] encode() {
        ByteString data = authentication.encode(version());
        return new FieldWriter()
                .bytes(signedPart)
                .u32(data.size())
                .bytes(data)
                .zeros(padding)
                .toArray();
    }
}
