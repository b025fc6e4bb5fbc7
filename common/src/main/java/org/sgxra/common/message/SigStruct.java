package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;

/**
 * The signature structure of an enclave, 1808 bytes, little-endian (Intel SDM volume 3D; docs/spec/wire-hex.md,
 * SIGSTRUCT): the part of it that an attestation policy is made of. Its RSA signature is not checked here.
 *
 * @param date day of signing as BCD digits yyyymmdd, u32 at 20
 * @param modulus RSA-3072 modulus at 128, 384 bytes, little-endian
 * @param attributes at 928, 16 bytes
 * @param mrEnclave measurement of the enclave at 960, 32 bytes
 * @param isvProdId u16 at 1024
 * @param isvSvn u16 at 1026
 */
public record SigStruct(
        int date, ByteString modulus, Attributes attributes, ByteString mrEnclave, int isvProdId, int isvSvn) {
    /** Bytes of the structure. */
    public static final int SIZE = 1808;

    private static final String HEADER = "06000000e100000000000100";
    private static final String HEADER2 = "01010000600000006000000001000000";

    /** Reads exactly 1808 bytes with the two known headers, exponent 3 and reserved bytes of zero. */
    public static SigStruct parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("SIGSTRUCT", bytes);
        constant(in, "header", HEADER);
        in.u32("type");
        in.u32("module_vendor");
        int date = in.u32("date");
        constant(in, "header2", HEADER2);
        in.u32("hw_version");
        in.zeros("reserved1", 84);
        ByteString modulus = in.bytes("modulus", 384);
        constant(in, "exponent", "03000000");
        in.bytes("signature", 384);
        in.u32("misc_select");
        in.u32("misc_mask");
        in.zeros("reserved2", 4);
        in.bytes("isv_family_id", 16);
        Attributes attributes = Attributes.read(in);
        in.bytes("attribute_mask", 16);
        ByteString mrEnclave = in.bytes("enclave_hash", 32);
        in.zeros("reserved3", 16);
        in.bytes("isvext_prod_id", 16);
        int isvProdId = in.u16("isv_prod_id");
        int isvSvn = in.u16("isv_svn");
        in.zeros("reserved4", 12);
        in.bytes("q1", 384);
        in.bytes("q2", 384);
        in.end();
        return new SigStruct(date, modulus, attributes, mrEnclave, isvProdId, isvSvn);
    }

    private static void constant(FieldReader in, String field, String hex) throws MalformedMessageException {
        int at = in.offset();
        String found = in.bytes(field, hex.length() / 2).hex();
        if (!found.equals(hex)) {
            throw in.fault(field, at, "is " + found + ", not " + hex);
        }
    }

    /** MRSIGNER, 32 bytes: SHA-256 of the modulus as it stands. */
    public ByteString mrSigner() {
        return Sha256.of(modulus);
    }
}
