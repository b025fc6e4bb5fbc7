package org.sgxra.common.message;

import java.util.ArrayList;
import java.util.List;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/**
 * Names a kind of attestation key, {@code sgx_att_key_id_t}, 256 bytes (docs/spec/dcap.md section 6.1). Its first 158 bytes, the base,
 * say which quoting enclave and which algorithm; SPID and type belong to EPID.
 *
 * @param id u16 at 0
 * @param version u16 at 2
 * @param mrSigner signer of the quoting enclave at 6, as many bytes as the u16 at 4 says, at most 48
 * @param prodId u32 at 54
 * @param extProdId at 58, 16 bytes
 * @param configId at 74, 64 bytes
 * @param familyId at 138, 16 bytes
 * @param algorithm u32 at 154: 0 EPID, 2 ECDSA P-256
 * @param spid at 158, 16 bytes
 * @param keyType u16 at 174; of EPID: 0 unlinkable, 1 linkable
 */
public record AttestationKeyId(
        int id,
        int version,
        ByteString mrSigner,
        int prodId,
        ByteString extProdId,
        ByteString configId,
        ByteString familyId,
        int algorithm,
        ByteString spid,
        int keyType) {
    /** Bytes of the structure. */
    public static final int SIZE = 256;
    /** Entries of a list at most. */
    public static final int MAX_ENTRIES = 10;
    /** MRSIGNER of Intel's quoting enclave for ECDSA, 32 bytes. */
    public static final ByteString QE3_SIGNER = hex("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff");
    /** The ECDSA P-256 key of Intel's quoting enclave. */
    public static final AttestationKeyId ECDSA_P256 = new AttestationKeyId(
            0,
            0,
            QE3_SIGNER,
            1,
            ByteString.zeros(16),
            ByteString.zeros(64),
            ByteString.zeros(16),
            EcdsaQuote.ECDSA_P256,
            ByteString.zeros(16),
            0);

    private static final String STRUCTURE = "attestation key id";
    private static final String LIST = "attestation key id list";
    private static final int SIGNER_SPACE = 48;
    private static final int RESERVED = 80;

    public AttestationKeyId {
        if (mrSigner.size() > SIGNER_SPACE) {
            throw new IllegalArgumentException(
                    "mrsigner has " + ByteCount.of(mrSigner.size()) + ", at most 48 are possible");
        }
        Sizes.require("ext_prod_id", extProdId, 16);
        Sizes.require("config_id", configId, 64);
        Sizes.require("family_id", familyId, 16);
        Sizes.require("spid", spid, 16);
    }

    private static ByteString hex(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads exactly 256 bytes. */
    public static AttestationKeyId parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader(STRUCTURE, bytes);
        AttestationKeyId read = read(in);
        in.end();
        return read;
    }

    /** Reads a list: u16 0, u16 version 0, u32 number of entries, at most 10, and the entries. */
    public static List<AttestationKeyId> parseList(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader(LIST, bytes);
        in.zeros("id", 2);
        in.zeros("version", 2);
        int at = in.offset();
        int count = in.u32("count");
        if (count < 0 || count > MAX_ENTRIES) {
            throw in.fault("count", at, "is " + Integer.toUnsignedString(count) + "; at most 10 are possible");
        }
        List<AttestationKeyId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(read(in));
        }
        in.end();
        return List.copyOf(ids);
    }

    static AttestationKeyId read(FieldReader in) throws MalformedMessageException {
        int id = in.u16("id");
        int version = in.u16("version");
        int at = in.offset();
        int signerSize = in.u16("mrsigner_length");
        if (signerSize > SIGNER_SPACE) {
            throw in.fault("mrsigner_length", at, "is " + signerSize + "; at most 48 are possible");
        }
        ByteString signer = in.bytes("mrsigner", signerSize);
        in.zeros("mrsigner", SIGNER_SPACE - signerSize);
        AttestationKeyId read = new AttestationKeyId(
                id,
                version,
                signer,
                in.u32("prod_id"),
                in.bytes("ext_prod_id", 16),
                in.bytes("config_id", 64),
                in.bytes("family_id", 16),
                in.u32("algorithm_id"),
                in.bytes("spid", 16),
                in.u16("att_key_type"));
        in.bytes("reserved", RESERVED);
        return read;
    }

    /** True if both name the same quoting enclave and algorithm: their bases are equal. */
    public boolean hasBaseOf(AttestationKeyId other) {
        return base().equals(other.base());
    }

    private ByteString base() {
        return new FieldWriter()
                .u16(id)
                .u16(version)
                .u16(mrSigner.size())
                .bytes(mrSigner)
                .zeros(SIGNER_SPACE - mrSigner.size())
                .u32(prodId)
                .bytes(extProdId)
                .bytes(configId)
                .bytes(familyId)
                .u32(algorithm)
                .toByteString();
    }

    /** The 256 bytes. */
    public byte[] encode() {
        return new FieldWriter()
                .bytes(base())
                .bytes(spid)
                .u16(keyType)
                .zeros(RESERVED)
                .toArray();
    }
}
