package org.sgxra.fakes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.Sha256;

/** A quote before it is signed; every part can be changed. */
public final class FakeQuote {
    private static final int SGX_BODY = 384;

    public int version = 3;
    public int keyType = 2;
    public int tee;
    public int bodyType = 1;
    /** Vendor id 16, user data 20. */
    public final byte[] vendorAndUser = new byte[36];
    /** Report body of the enclave or the trust domain. */
    public byte[] body = new byte[SGX_BODY];
    /** Key that signs the quote. */
    public P256KeyPair attestationKey = FakeKeys.of("attestation");
    /** The key that stands in the quote, or null for that of {@link #attestationKey}. */
    public ByteString statedKey;
    /** Key that signs the QE report. */
    public P256KeyPair pck = FakeKeys.of("pck");
    /** Report body of the quoting enclave; its report data are filled in. */
    public final byte[] qeReport = new byte[SGX_BODY];
    /** Upper half of the QE's report data. */
    public byte[] qeReportDataUpperHalf = new byte[32];

    public byte[] qeAuthData = new byte[32];
    public int certificationType = 5;
    public ByteString certificationData = ByteString.EMPTY;

    FakeQuote() {
        System.arraycopy(bytes("939a7233f79c4ca9940a0db3957f0607"), 0, vendorAndUser, 0, 16);
        for (int i = 0; i < qeAuthData.length; i++) {
            qeAuthData[i] = (byte) i;
        }
        body[48] = 5;
        body[56] = (byte) 0xe7;
        qeReport[48] = 0x15;
        qeReport[56] = (byte) 0xe7;
        putQe("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", 1, 8);
    }

    private static byte[] bytes(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }

    /** Signer, product and SVN of the quoting enclave. */
    public void putQe(String mrSigner, int product, int svn) {
        System.arraycopy(bytes(mrSigner), 0, qeReport, 128, 32);
        putU16(qeReport, 256, product);
        putU16(qeReport, 258, svn);
    }

    /** A little-endian number. */
    public static void putU16(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
    }

    /** Makes it the quote of a trust domain. */
    public void trustDomain(int quoteVersion, int type, int size) {
        version = quoteVersion;
        tee = 0x81;
        bodyType = type;
        body = new byte[size];
        putQe("dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5", 2, 4);
    }

    /** Signs QE report and quote. */
    public ByteString sign() {
        ByteString key = statedKey == null ? attestationKey.publicKey().bigEndian() : statedKey;
        byte[] hash = Sha256.of(key, ByteString.of(qeAuthData)).toArray();
        System.arraycopy(hash, 0, qeReport, 320, 32);
        System.arraycopy(qeReportDataUpperHalf, 0, qeReport, 352, 32);
        ByteString signed = signedPart();
        ByteString certified = ByteString.concat(
                ByteString.of(qeReport),
                FakeKeys.sign(pck, ByteString.of(qeReport)),
                u16(qeAuthData.length),
                ByteString.of(qeAuthData),
                u16(certificationType),
                u32(certificationData.size()),
                certificationData);
        ByteString authentication = ByteString.concat(
                FakeKeys.sign(attestationKey, signed),
                key,
                version == 3 ? ByteString.EMPTY : ByteString.concat(u16(6), u32(certified.size())),
                certified);
        return ByteString.concat(signed, u32(authentication.size()), authentication);
    }

    private ByteString signedPart() {
        return ByteString.concat(
                u16(version),
                u16(keyType),
                u32(tee),
                u16(version == 3 ? 8 : 0),
                u16(version == 3 ? 15 : 0),
                ByteString.of(vendorAndUser),
                version == 5 ? ByteString.concat(u16(bodyType), u32(body.length)) : ByteString.EMPTY,
                ByteString.of(body));
    }

    private static ByteString u16(int value) {
        return u32(value).slice(0, 2);
    }

    private static ByteString u32(int value) {
        return ByteString.of(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}
