package org.sgxra.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.SignType;
import org.sgxra.common.message.TargetInfo;

/** Makes EPID quotes, version 2 (docs/spec/sgx-quote.md sections 1 to 6). */
final class QuotingEnclave {
    /** The quoting enclave as a target for reports. */
    static final TargetInfo TARGET =
            new TargetInfo(name("SOFT quoting enclave"), new Attributes(Attributes.INIT | Attributes.MODE64, 3), 0);

    private static final ByteString SIGNER = name("SOFT platform enclaves");
    private static final int PROD_ID = 1;
    private static final int SMALLEST_LIST = SgxSigRl.FIXED_SIZE + SgxSigRl.ENTRY_SIZE;

    private final RootKeys keys;
    private final PlatformSettings settings;
    private final SecureRandom random;

    QuotingEnclave(RootKeys keys, PlatformSettings settings, SecureRandom random) {
        this.keys = keys;
        this.settings = settings;
        this.random = random;
    }

    private static ByteString name(String text) {
        return Sha256.of(ByteString.of(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** What provisioning left, asked for only when the arguments are in order. */
    interface Blobs {
        EpidBlob get() throws PlatformException;
    }

    /** The QE's report (432 zero bytes without a nonce), then the quote. */
    ByteString quote(QuoteCall call, Blobs blobs) throws PlatformException {
        if (!call.sigRl().isEmpty() && call.sigRl().size() < SMALLEST_LIST) {
            throw refused("a revocation list has at least one entry; \"no list\" is a size of 0");
        }
        if (call.signType() != 0 && call.signType() != 1) {
            throw refused("quote type " + call.signType() + " is neither 0 (unlinkable) nor 1 (linkable)");
        }
        if (!keys.verifies(call.report(), TARGET, settings.cpuSvn())) {
            throw refused("the enclave's report was not made on this platform for the quoting enclave");
        }
        EpidBlob blob = blobs.get();
        SgxSigRl list = call.sigRl().isEmpty() ? null : list(call.sigRl(), blob);
        int entries = list == null ? 0 : list.entries().size();
        if (call.quoteCapacity() < EpidQuote.FIXED_SIZE + EpidQuoteSignature.sizeFor(entries)) {
            throw refused("the quote needs " + (EpidQuote.FIXED_SIZE + EpidQuoteSignature.sizeFor(entries))
                    + " bytes, the buffer has " + call.quoteCapacity());
        }
        EpidQuoteBody body = body(call, blob);
        ByteString quote = ByteString.of(
                new EpidQuote(body, ByteString.of(sign(body, list, blob).encode())).encode());
        ByteString qeReport = call.nonce().isPresent() ? qeReport(call, quote) : ByteString.zeros(Report.SIZE);
        return ByteString.concat(qeReport, quote);
    }

    private static SgxSigRl list(ByteString bytes, EpidBlob blob) throws PlatformException {
        try {
            SgxSigRl list = SgxSigRl.parse(bytes.toArray());
            if (!list.gid().equals(blob.offer().gid())) {
                throw refused("the revocation list is for group " + list.gid() + ", this platform is in group "
                        + blob.offer().gid());
            }
            return list;
        } catch (MalformedMessageException e) {
            throw new PlatformException(SgxStatus.SGX_ERROR_INVALID_PARAMETER, e.getMessage(), e);
        }
    }

    private EpidQuoteBody body(QuoteCall call, EpidBlob blob) throws PlatformException {
        SignType signType = SignType.values()[call.signType()];
        byte[] tail = new byte[16];
        if (signType == SignType.UNLINKABLE) {
            random.nextBytes(tail);
        }
        try {
            return new EpidQuoteBody(
                    signType,
                    blob.offer().gid(),
                    settings.qeSvn(),
                    settings.pceSvn(),
                    blob.offer().xeid(),
                    ByteString.concat(call.spid(), ByteString.of(tail)),
                    ReportBody.parse(call.report().body().toArray()));
        } catch (MalformedMessageException e) {
            throw new PlatformException(SgxStatus.SGX_ERROR_INVALID_PARAMETER, e.getMessage(), e);
        }
    }

    /**
     * Signs and encrypts. The list's signature is looked at before its entries and not after them as in Intel's quoting
     * enclave: nobody can see the difference, except in the time a forged list costs.
     */
    private EpidQuoteSignature sign(EpidQuoteBody body, SgxSigRl list, EpidBlob blob) throws PlatformException {
        if (list != null && !signedByGroup(list, blob)) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_UNEXPECTED,
                    "the signature on the revocation list is not one of this group's issuer");
        }
        byte[] signature = new EpidSigner(blob, settings.misbehaviour(), random).sign(body, list);
        try {
            return new QuoteWrapping(blob.offer().qsdkModulus(), blob.offer().qsdkExponent(), random).wrap(signature);
        } catch (GeneralSecurityException e) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_AE_INVALID_EPIDBLOB,
                    "the attestation service's encryption key" + " is unusable: " + e.getMessage(),
                    e);
        }
    }

    private static boolean signedByGroup(SgxSigRl list, EpidBlob blob) throws PlatformException {
        try {
            return P256.instance()
                    .verify(
                            P256PublicKey.fromBigEndian(blob.offer().epidSigningKey()),
                            list.signedBytes(),
                            EcdsaP256Signature.fromBigEndian(list.signature()));
        } catch (InvalidPointException e) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_AE_INVALID_EPIDBLOB, "EPID signing key: " + e.getMessage(), e);
        }
    }

    /** This quoting enclave's report on a quote, 432 bytes, for the enclave that asked for it with a nonce. */
    ByteString qeReport(QuoteCall call, ByteString quote) throws PlatformException {
        try {
            ReportBody app = ReportBody.parse(call.report().body().toArray());
            ByteString data = ByteString.concat(Sha256.of(call.nonce().orElseThrow(), quote), ByteString.zeros(32));
            ReportBody own = new ReportBody(
                    settings.cpuSvn(),
                    TARGET.miscSelect(),
                    ByteString.zeros(16),
                    TARGET.attributes(),
                    TARGET.mrEnclave(),
                    SIGNER,
                    ByteString.zeros(64),
                    PROD_ID,
                    settings.qeSvn(),
                    0,
                    ByteString.zeros(16),
                    data);
            Report report = keys.report(ByteString.of(own.encode()), TargetInfo.of(app), settings.cpuSvn());
            return ByteString.of(report.encode());
        } catch (MalformedMessageException e) {
            throw new PlatformException(SgxStatus.SGX_ERROR_INVALID_PARAMETER, e.getMessage(), e);
        }
    }

    private static PlatformException refused(String reason) {
        return new PlatformException(SgxStatus.SGX_ERROR_INVALID_PARAMETER, "quote refused: " + reason);
    }
}
