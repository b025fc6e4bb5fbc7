package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * An EPID group id as SGX has it: 32 bits, little-endian in messages and quotes, big-endian in revocation lists, and
 * eight hexadecimal digits, most significant first, in the addresses of the attestation service.
 *
 * @param value the number; all 32 bits count
 */
public record EpidGroupId(int value) {
    /** The group of Intel's simulation SDK: its quotes cannot be verified by anyone (docs/spec/sdk-api.md section 9). */
    public static final EpidGroupId SIMULATION = new EpidGroupId(0x0b);

    /** Reads the four bytes of {@code sgx_epid_group_id_t}, least significant first. */
    public static EpidGroupId fromLittleEndian(ByteString bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("EPID group id", bytes);
        EpidGroupId gid = new EpidGroupId(in.u32("gid"));
        in.end();
        return gid;
    }

    /** Takes four bytes, most significant first, as EPID has them. */
    public static EpidGroupId fromBigEndian(ByteString bytes) {
        return new EpidGroupId(
                new java.math.BigInteger(Sizes.require("gid", bytes, 4).toArray()).intValue());
    }

    /** Zero is what a platform reports that has never been provisioned. */
    public boolean isUnprovisioned() {
        return value == 0;
    }

    /** Four bytes, least significant first. */
    public ByteString littleEndian() {
        return new FieldWriter().u32(value).toByteString();
    }

    /** Four bytes, most significant first. */
    public ByteString bigEndian() {
        return new FieldWriter().u32be(value).toByteString();
    }

    /** By hand: what a record has is made when it is first called, which takes a twentieth of the time that a client lives. */
    @Override
    public boolean equals(Object other) {
        return other instanceof EpidGroupId that && value == that.value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    /** Eight lower-case hexadecimal digits, most significant first. */
    @Override
    public String toString() {
        return bigEndian().hex();
    }
}
