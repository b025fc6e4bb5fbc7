package org.sgxra.platform;

import java.security.SecureRandom;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.HashAlgorithm;
import org.sgxra.epid.Member;
import org.sgxra.epid.MemberPrivateKey;
import org.sgxra.epid.RevokedException;
import org.sgxra.epid.SigRl;

/** Signs quotes with the member key of a blob; apart, so that nothing of EPID is loaded before the first quote. */
final class EpidSigner {
    private static final int F_AT = 100;

    private final Member member;
    private final Misbehaviour misbehaviour;

    EpidSigner(EpidBlob blob, Misbehaviour misbehaviour, SecureRandom random) throws PlatformException {
        this.misbehaviour = misbehaviour;
        ByteString key = misbehaviour == Misbehaviour.FORGES ? forged(blob.memberKey(), random) : blob.memberKey();
        try {
            member = new Member(
                    GroupPublicKey.parse(blob.offer().groupPublicKey().toArray()),
                    MemberPrivateKey.parse(key.toArray()),
                    HashAlgorithm.SHA_256,
                    random,
                    blob.precomputation().toArray());
        } catch (EpidException e) {
            throw new PlatformException(SgxStatus.SGX_ERROR_AE_INVALID_EPIDBLOB, "EPID blob: " + e.getMessage(), e);
        }
    }

    /** The key with another f, which A does not certify; its first byte keeps it below the order of the curve. */
    private static ByteString forged(ByteString key, SecureRandom random) {
        byte[] f = new byte[key.size() - F_AT];
        random.nextBytes(f);
        f[0] = 1;
        return ByteString.concat(key.slice(0, F_AT), ByteString.of(f));
    }

    /** The plain signature over the 432 bytes, 360 + 160 n bytes. */
    byte[] sign(EpidQuoteBody body, SgxSigRl list) throws PlatformException {
        byte[] message = body.encode();
        byte[] basename = body.basename().toArray();
        try {
            SigRl epidList = list == null ? null : epidList(list);
            return misbehaviour == Misbehaviour.SIGNS_WHEN_REVOKED
                    ? member.signEvenIfRevoked(message, basename, epidList)
                    : member.sign(message, basename, epidList);
        } catch (RevokedException e) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_EPID_MEMBER_REVOKED,
                    "this platform is on the signature revocation list of its group " + body.gid(),
                    e);
        } catch (EpidException e) {
            throw new PlatformException(SgxStatus.SGX_ERROR_INVALID_PARAMETER, "revocation list: " + e.getMessage(), e);
        }
    }

    /** The list without SGX's header before and the issuer's signature after it is what EPID knows. */
    private static SigRl epidList(SgxSigRl list) throws EpidException {
        ByteString signed = list.signedBytes();
        return SigRl.parse(signed.slice(4, signed.size()).toArray(), 4);
    }
}
