package org.sgxra.platform;

import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.SgxStatus;

/**
 * What {@code sgx_report_attestation_status} makes of a platform info blob (docs/spec/sdk-api.md section 4).
 *
 * @param provisionNow true if the platform should join a new group
 * @param microcode true if the processor's microcode (or BIOS) is to be updated
 * @param software true if the platform's software is to be updated
 */
record AttestationStatus(boolean provisionNow, boolean microcode, boolean software) {
    private static final Set<PlatformFlag> SOFTWARE_FLAGS =
            Set.of(PlatformFlag.QUOTE_ISVSVN_QE_OUT_OF_DATE, PlatformFlag.QUOTE_ISVSVN_PCE_OUT_OF_DATE);

    /**
     * Checks the 101 bytes against the platform and reads their flags.
     *
     * @param attestationStatus what the service provider concluded: 0 is trusted
     */
    static AttestationStatus of(ByteString pib, int attestationStatus, EpidBlob blob) throws PlatformException {
        PlatformInfoBlob info = parse(pib);
        if (!isSigned(info, blob)) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_INVALID_PARAMETER,
                    "the platform info blob is not signed by the emulator that provisioned this platform");
        }
        if (info.xeid() != blob.offer().xeid()
                || !info.gid().equals(blob.offer().gid())) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_UNEXPECTED,
                    "the platform info blob is for group " + info.gid() + ", this platform is in group "
                            + blob.offer().gid());
        }
        Set<PlatformFlag> flags = info.flags();
        boolean outOfDate = flags.contains(PlatformFlag.QE_EPID_GROUP_OUT_OF_DATE);
        boolean rekey = flags.contains(PlatformFlag.PERF_REKEY_FOR_QE_EPID_GROUP_AVAILABLE);
        boolean provision = outOfDate && info.tcbFlags() == 0
                || flags.contains(PlatformFlag.QE_EPID_GROUP_REVOKED)
                || rekey && !outOfDate && attestationStatus == 0;
        boolean report = attestationStatus != 0;
        return new AttestationStatus(
                provision,
                report && flags.contains(PlatformFlag.QUOTE_CPUSVN_OUT_OF_DATE),
                report && flags.stream().anyMatch(SOFTWARE_FLAGS::contains));
    }

    private static PlatformInfoBlob parse(ByteString pib) throws PlatformException {
        try {
            return PlatformInfoBlob.parse(pib.toArray());
        } catch (MalformedMessageException e) {
            throw new PlatformException(SgxStatus.SGX_ERROR_INVALID_PARAMETER, e.getMessage(), e);
        }
    }

    private static boolean isSigned(PlatformInfoBlob info, EpidBlob blob) throws PlatformException {
        try {
            return P256.instance()
                    .verify(
                            P256PublicKey.fromBigEndian(blob.offer().pibKey()),
                            info.signedBytes(),
                            EcdsaP256Signature.fromBigEndian(info.signature()));
        } catch (InvalidPointException e) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_AE_INVALID_EPIDBLOB, "key for platform info blobs: " + e.getMessage(), e);
        }
    }

    /** True if there is something to install. */
    boolean updateNeeded() {
        return microcode || software;
    }
}
