package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;

/**
 * What a SOFT platform keeps of its provisioning; the counterpart of the sealed EPID blob (docs/spec/sgx-quote.md section 8),
 * but not encrypted: its keys are test keys. 2418 bytes.
 *
 * @param offer what the emulator offered at 4, 706 bytes; before it the letters {@code EPB1}
 * @param memberKey EPID member private key at 710, 132 bytes
 * @param precomputation the member's four pairings at 842, 1536 bytes
 * @param issuer SHA-256 of the emulator's CA certificate file at 2378, 32 bytes: tells one emulator from another. After it
 *     the first 8 bytes of SHA-256 over everything before, as a protection against damage
 */
public record EpidBlob(ProvisioningOffer offer, ByteString memberKey, ByteString precomputation, ByteString issuer) {
    /** Bytes of the blob. */
    public static final int SIZE = 4 + ProvisioningOffer.SIZE + 132 + 1536 + 32 + 8;

    private static final int MAGIC = 0x45504231;

    public EpidBlob {
        Sizes.require("member_key", memberKey, 132);
        Sizes.require("precomputation", precomputation, 1536);
        Sizes.require("issuer", issuer, 32);
    }

    /** Reads exactly 2418 bytes. */
    public static EpidBlob parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("EPID blob", bytes);
        if (in.u32be("magic") != MAGIC) {
            throw in.fault("magic", 0, "is not EPB1");
        }
        EpidBlob blob = new EpidBlob(
                ProvisioningOffer.read(in),
                in.bytes("member_key", 132),
                in.bytes("precomputation", 1536),
                in.bytes("issuer", 32));
        int at = in.offset();
        ByteString check = in.bytes("check", 8);
        in.end();
        if (!check.equals(check(ByteString.of(bytes, 0, at)))) {
            throw in.fault("check", at, "does not fit the bytes before it");
        }
        return blob;
    }

    /** The 2418 bytes. */
    public byte[] encode() {
        FieldWriter out = new FieldWriter().u32be(MAGIC);
        offer.write(out);
        ByteString content =
                out.bytes(memberKey).bytes(precomputation).bytes(issuer).toByteString();
        return ByteString.concat(content, check(content)).toArray();
    }

    private static ByteString check(ByteString content) {
        return Sha256.of(content).slice(0, 8);
    }

    /** Says which group, and nothing of the key. */
    @Override
    public String toString() {
        return "EpidBlob[" + offer.gid() + "]";
    }
}
