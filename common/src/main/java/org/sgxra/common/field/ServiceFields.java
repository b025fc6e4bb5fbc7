package org.sgxra.common.field;

import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.ProvisioningOffer;
import org.sgxra.common.message.SgxSigRl;

/** The fields of what the attestation service and provisioning send. */
public final class ServiceFields {
    private static final int GROUP_KEY_SIZE = 260;

    private ServiceFields() {}

    /** A platform info blob, 101 bytes (docs/spec/ias-api.md section 5.4). */
    public static FieldList platformInfo(PlatformInfoBlob blob) {
        FieldSplitter in = new FieldSplitter(ByteString.of(blob.encode()));
        platformInfo(in, "platform_info_blob");
        return in.end("platform info blob");
    }

    /** A platform info blob as an attestation report has it, 105 bytes. */
    public static FieldList platformInfoTlv(PlatformInfoBlob blob) {
        FieldSplitter in = new FieldSplitter(ByteString.of(blob.encodeTlv()));
        in.numberBe("platform_info_blob.type", 1)
                .numberBe("platform_info_blob.version", 1)
                .numberBe("platform_info_blob.size", 2);
        platformInfo(in, "platform_info_blob");
        return in.end("platform info blob with header");
    }

    static void platformInfo(FieldSplitter in, String name) {
        in.numberBe(
                        name + ".sgx_epid_group_flags",
                        1,
                        flags -> FieldText.platformFlags(flags, 1, PlatformFlag.Field.GROUP))
                .numberBe(
                        name + ".sgx_tcb_evaluation_flags",
                        2,
                        flags -> FieldText.platformFlags(flags, 2, PlatformFlag.Field.TCB))
                .numberBe(
                        name + ".pse_evaluation_flags",
                        2,
                        flags -> FieldText.platformFlags(flags, 2, PlatformFlag.Field.PSE))
                .bytes(name + ".latest_equivalent_tcb_psvn.cpu_svn", 16)
                .number(name + ".latest_equivalent_tcb_psvn.isv_svn", 2)
                .numberBe(name + ".latest_pse_isvsvn", 2)
                .numberBe(name + ".latest_psda_svn", 4)
                .number(name + ".xeid", 4, FieldText::hex32)
                .numberBe(name + ".gid", 4, FieldText::groupId)
                .bigEndian(name + ".signature.r", 32)
                .bigEndian(name + ".signature.s", 32);
    }

    /** A signature revocation list, 80 bytes and 128 for each entry (docs/spec/sgx-quote.md section 5). */
    public static FieldList sigRl(SgxSigRl list) {
        return sigRl("sig_rl", list);
    }

    static FieldList sigRl(String name, SgxSigRl list) {
        FieldSplitter in = new FieldSplitter(ByteString.of(list.encode()));
        in.numberBe(name + ".protocol_version", 2)
                .numberBe(name + ".type", 2, type -> type + " (SigRL)")
                .numberBe(name + ".gid", 4, FieldText::groupId)
                .numberBe(name + ".version", 4)
                .numberBe(name + ".n2", 4);
        for (int i = 0; i < list.entries().size(); i++) {
            g1(in, name + ".entry[" + i + "].b");
            g1(in, name + ".entry[" + i + "].k");
        }
        return in.bigEndian(name + ".signature.r", 32)
                .bigEndian(name + ".signature.s", 32)
                .end("SigRL");
    }

    /** What the emulator offers a platform that wants to join, 706 bytes (docs/provisioning.md). */
    public static FieldList provisioningOffer(ProvisioningOffer offer) {
        FieldSplitter in = new FieldSplitter(ByteString.of(offer.encode()));
        in.numberBe("offer.protocol", 2).bytes("offer.nonce", 32);
        groupPublicKey(in, "offer.group_public_key");
        return in.bigEndian("offer.epid_signing_key.x", 32)
                .bigEndian("offer.epid_signing_key.y", 32)
                .bigEndian("offer.pib_key.x", 32)
                .bigEndian("offer.pib_key.y", 32)
                .numberBe("offer.qsdk_exponent", 4)
                .bigEndian("offer.qsdk_modulus", 256)
                .numberBe("offer.xeid", 4, FieldText::hex32)
                .bytes("offer.cpu_svn", 16)
                .numberBe("offer.qe_svn", 2)
                .numberBe("offer.pce_svn", 2)
                .end("provisioning offer");
    }

    /**
     * An EPID group public key, 260 bytes (docs/spec/epid2.md section 5.2).
     *
     * @throws MalformedMessageException if there are not 260 bytes; whether the points are on their curves is not checked
     */
    public static FieldList groupPublicKey(ByteString bytes) throws MalformedMessageException {
        if (bytes.size() != GROUP_KEY_SIZE) {
            throw new MalformedMessageException(
                    "EPID group public key",
                    "end",
                    Math.min(bytes.size(), GROUP_KEY_SIZE),
                    ByteCount.of(bytes.size()) + " instead of " + GROUP_KEY_SIZE);
        }
        FieldSplitter in = new FieldSplitter(bytes);
        groupPublicKey(in, "group_public_key");
        return in.end("EPID group public key");
    }

    private static void groupPublicKey(FieldSplitter in, String name) {
        in.numberBe(name + ".gid", 4, FieldText::groupId);
        g1(in, name + ".h1");
        g1(in, name + ".h2");
        for (String coordinate : new String[] {"x0", "x1", "y0", "y1"}) {
            in.bigEndian(name + ".w." + coordinate, 32);
        }
    }

    /** A point of EPID's G1, 64 bytes. */
    static void g1(FieldSplitter in, String name) {
        in.bigEndian(name + ".x", 32).bigEndian(name + ".y", 32);
    }
}
