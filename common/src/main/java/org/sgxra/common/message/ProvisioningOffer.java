package org.sgxra.common.message;

import org.sgxra.common.bytes.ByteString;

/**
 * What the emulator offers a SOFT platform that wants to join its EPID group, 706 bytes, big-endian as all of EPID is
 * (docs/provisioning.md). Before them stands the protocol version, u16 = 1.
 *
 * @param nonce issuer nonce for the join request at 2, 32 bytes
 * @param groupPublicKey at 34, 260 bytes (docs/spec/epid2.md section 5.2)
 * @param epidSigningKey public key for the signatures on revocation lists at 294, 64 bytes, x, y
 * @param pibKey public key for the signatures on platform info blobs at 358, 64 bytes, x, y
 * @param qsdkExponent public exponent of the key that signatures are encrypted with, u32 at 422
 * @param qsdkModulus its modulus at 426, 256 bytes
 * @param xeid extended EPID group id, u32 at 682
 * @param cpuSvn current CPUSVN at 686, 16 bytes
 * @param qeSvn current security version of the quoting enclave, u16 at 702
 * @param pceSvn current security version of the provisioning certification enclave, u16 at 704
 */
public record ProvisioningOffer(
        ByteString nonce,
        ByteString groupPublicKey,
        ByteString epidSigningKey,
        ByteString pibKey,
        int qsdkExponent,
        ByteString qsdkModulus,
        int xeid,
        ByteString cpuSvn,
        int qeSvn,
        int pceSvn) {
    /** Bytes of the offer. */
    public static final int SIZE = 706;

    private static final int PROTOCOL = 1;

    public ProvisioningOffer {
        Sizes.require("nonce", nonce, 32);
        Sizes.require("group_public_key", groupPublicKey, 260);
        Sizes.require("epid_signing_key", epidSigningKey, 64);
        Sizes.require("pib_key", pibKey, 64);
        Sizes.require("qsdk_modulus", qsdkModulus, 256);
        Sizes.require("cpu_svn", cpuSvn, 16);
    }

    /** Reads exactly 706 bytes of protocol version 1. */
    public static ProvisioningOffer parse(byte[] bytes) throws MalformedMessageException {
        FieldReader in = new FieldReader("provisioning offer", bytes);
        ProvisioningOffer offer = read(in);
        in.end();
        return offer;
    }

    static ProvisioningOffer read(FieldReader in) throws MalformedMessageException {
        int at = in.offset();
        int protocol = in.u16be("protocol");
        if (protocol != PROTOCOL) {
            throw in.fault("protocol", at, "is " + protocol + "; only version " + PROTOCOL + " is known");
        }
        return new ProvisioningOffer(
                in.bytes("nonce", 32),
                in.bytes("group_public_key", 260),
                in.bytes("epid_signing_key", 64),
                in.bytes("pib_key", 64),
                in.u32be("qsdk_exponent"),
                in.bytes("qsdk_modulus", 256),
                in.u32be("xeid"),
                in.bytes("cpu_svn", 16),
                in.u16be("qe_svn"),
                in.u16be("pce_svn"));
    }

    void write(FieldWriter out) {
        out.u16be(PROTOCOL)
                .bytes(nonce)
                .bytes(groupPublicKey)
                .bytes(epidSigningKey)
                .bytes(pibKey)
                .u32be(qsdkExponent)
                .bytes(qsdkModulus)
                .u32be(xeid)
                .bytes(cpuSvn)
                .u16be(qeSvn)
                .u16be(pceSvn);
    }

    /** The group, which is the start of its public key. */
    public EpidGroupId gid() {
        return EpidGroupId.fromBigEndian(groupPublicKey.slice(0, 4));
    }

    /** The 706 bytes. */
    public byte[] encode() {
        FieldWriter out = new FieldWriter();
        write(out);
        return out.toArray();
    }
}
