package org.sgxra.common.message;

import java.util.ArrayList;
import java.util.List;
import org.sgxra.common.bytes.ByteString;

/**
 * A signature revocation list as it travels from the attestation service to the quoting enclave
 * (docs/spec/sgx-quote.md section 5), 80 bytes and 128 for each entry; everything in it is big-endian.
 *
 * @param gid EPID group at 4; before it the header 00 02 00 0e
 * @param version list version, u32 at 8; the number of entries is the u32 at 12
 * @param entries B and K of a signature each, 128 bytes, from 16 on
 * @param signature ECDSA P-256 over SHA-256 of all bytes before it, r and s big-endian, the last 64 bytes
 */
public record SgxSigRl(EpidGroupId gid, int version, List<ByteString> entries, ByteString signature) {
    /** Bytes of an entry. */
    public static final int ENTRY_SIZE = 128;
    /** Bytes of a list without entries. */
    public static final int FIXED_SIZE = 80;

    private static final int HEADER = 0x0002_000e;

    public SgxSigRl {
        entries = List.copyOf(entries);
        entries.forEach(entry -> Sizes.require("entry", entry, ENTRY_SIZE));
        Sizes.require("signature", signature, 64);
    }

    /** Reads a list whose length fits its number of entries exactly. */
    public static SgxSigRl parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("SigRL", bytes);
        int header = in.u32be("header");
        if (header != HEADER) {
            throw in.fault("header", 0, "is " + new FieldWriter().u32be(header).toByteString() + ", not 0002000e");
        }
        EpidGroupId gid = new EpidGroupId(in.u32be("gid"));
        int version = in.u32be("version");
        long count = Integer.toUnsignedLong(in.u32be("n2"));
        if (in.remaining() != count * ENTRY_SIZE + 64) {
            throw in.fault(
                    "n2",
                    12,
                    "announces " + count + " entries, which make " + (FIXED_SIZE + count * ENTRY_SIZE) + " bytes, not "
                            + bytes.length);
        }
        List<ByteString> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            entries.add(in.bytes("entry " + i, ENTRY_SIZE));
        }
        return new SgxSigRl(gid, version, entries, in.bytes("signature", 64));
    }

    /** The bytes that the signature covers: header and entries. */
    public static ByteString signedBytes(EpidGroupId gid, int version, List<ByteString> entries) {
        FieldWriter out = new FieldWriter()
                .u32be(HEADER)
                .u32be(gid.value())
                .u32be(version)
                .u32be(entries.size());
        entries.forEach(out::bytes);
        return out.toByteString();
    }

    /** The bytes that {@link #signature} covers. */
    public ByteString signedBytes() {
        return signedBytes(gid, version, entries);
    }

    /** 80 bytes and the entries. */
    public byte[] encode() {
        return ByteString.concat(signedBytes(), signature).toArray();
    }
}
