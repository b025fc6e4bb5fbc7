package org.sgxra.platform;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.AttestationKeyId;
import org.sgxra.common.message.EcdsaQuoteCall;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/**
 * The operations ending in {@code _ex} of the platform's attestation service (docs/spec/dcap.md sections 8.3 and 8.4): quoting enclave
 * and PCE for ECDSA, and the certificate that they need. Many threads may use one.
 */
final class EcdsaAttestation {
    private static final int LIST_HEADER = 8;

    private final SecureRandom random;
    private final RootKeys keys;
    private final DeviceSecret secret;
    private final ProvisioningCertificationEnclave pce;
    private final PckRegistration registration;
    private final CrossedQuoting crossed;
    private volatile CertifiedKey certified;

    /** @param blobs what EPID provisioning left, for the platform that answers with the wrong kind of quote */
    EcdsaAttestation(
            PlatformConfig config, StateDirectory state, SecureRandom random, RootKeys keys, QuotingEnclave.Blobs blobs)
            throws StateException {
        this.random = random;
        this.keys = keys;
        this.secret = DeviceSecret.load(state, random);
        this.pce = new ProvisioningCertificationEnclave(keys, secret);
        this.registration = new PckRegistration(config, state, random, secret, pce);
        this.crossed = new CrossedQuoting(keys, random, blobs);
    }

    /** The first entry of a list, or of an empty request the only one, that the platform has a key for: 256 bytes. */
    static ByteString select(ByteString list) throws PlatformException, MalformedMessageException {
        if (list.isEmpty()) {
            return ByteString.of(AttestationKeyId.ECDSA_P256.encode());
        }
        List<AttestationKeyId> ids = AttestationKeyId.parseList(list.toArray());
        for (int i = 0; i < ids.size(); i++) {
            if (ids.get(i).hasBaseOf(AttestationKeyId.ECDSA_P256)) {
                int at = LIST_HEADER + i * AttestationKeyId.SIZE;
                return list.slice(at, at + AttestationKeyId.SIZE);
            }
        }
        throw unsupported("none of the attestation keys in the list (" + describe(ids) + ")");
    }

    private static String describe(List<AttestationKeyId> ids) {
        return ids.stream()
                .map(id -> "algorithm " + id.algorithm() + " of " + id.mrSigner())
                .collect(Collectors.joining(", "));
    }

    private static void requireEcdsa(AttestationKeyId id) throws PlatformException {
        if (!id.hasBaseOf(AttestationKeyId.ECDSA_P256)) {
            throw unsupported("this attestation key (" + describe(List.of(id)) + ")");
        }
    }

    private static PlatformException unsupported(String what) {
        return new PlatformException(
                SgxStatus.SGX_ERROR_UNSUPPORTED_ATT_KEY_ID,
                "the SOFT platform does not have " + what + "; it has algorithm 2 (ECDSA P-256) of "
                        + AttestationKeyId.QE3_SIGNER);
    }

    /** Target info 512 of the quoting enclave, SHA-256 32 of its attestation key, which is certified now. */
    synchronized ByteString initQuote(AttestationKeyId id, PlatformSettings now)
            throws PlatformException, StateException {
        requireEcdsa(id);
        return ByteString.concat(
                ByteString.of(EcdsaQuotingEnclave.TARGET.encode()),
                Sha256.of(certify(now).key().bigEndian()));
    }

    private synchronized CertifiedKey certify(PlatformSettings now) throws PlatformException, StateException {
        PckCertificate certificate = registration.certificate(now.tcb());
        CertifiedKey known = certified;
        if (known == null
                || !known.settings().equals(now)
                || !known.certificate().equals(certificate)) {
            known = quotingEnclave(now).certify(pce, certificate);
            certified = known;
        }
        return known;
    }

    private EcdsaQuotingEnclave quotingEnclave(PlatformSettings settings) {
        return new EcdsaQuotingEnclave(keys, secret, settings, random);
    }

    /** Bytes of a quote. */
    int quoteSize(AttestationKeyId id, PlatformSettings now) throws PlatformException {
        requireEcdsa(id);
        CertifiedKey key = certifiedFor(now);
        return now.misbehaviour() == Misbehaviour.EPID_QUOTE
                ? CrossedQuoting.EPID_QUOTE_SIZE
                : quotingEnclave(now).quoteSize(key);
    }

    private CertifiedKey certifiedFor(PlatformSettings now) throws PlatformException {
        CertifiedKey known = certified;
        if (known == null) {
            throw uninitialized("the attestation key has not been made yet");
        }
        if (!known.settings().equals(now)) {
            throw uninitialized("the attestation key was made before " + PlatformSettings.FILE + " was changed");
        }
        return known;
    }

    private static PlatformException uninitialized(String reason) {
        return new PlatformException(
                SgxStatus.SGX_ERROR_ATT_KEY_UNINITIALIZED, reason + "; call sgx_init_quote_ex first");
    }

    /** The quoting enclave's report (432 zero bytes without report info), then the quote. */
    ByteString quote(EcdsaQuoteCall call, PlatformSettings now) throws PlatformException {
        requireEcdsa(call.keyId());
        CertifiedKey key = certifiedFor(now);
        EcdsaQuotingEnclave enclave = quotingEnclave(now);
        enclave.requireOwn(call.report());
        int size = quoteSize(call.keyId(), now);
        if (call.quoteCapacity() < size) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_INVALID_PARAMETER,
                    "quote refused: the quote needs " + ByteCount.of(size) + ", the buffer has "
                            + call.quoteCapacity());
        }
        ByteString quote = now.misbehaviour() == Misbehaviour.EPID_QUOTE
                ? crossed.epidQuote(call.report().body(), now)
                : enclave.quote(key, call.report().body());
        ByteString qeReport = call.reportInfo()
                .map(info -> ByteString.of(enclave.report(info, quote).encode()))
                .orElse(ByteString.zeros(Report.SIZE));
        return ByteString.concat(qeReport, quote);
    }

    /** An answer to {@code sgx_get_quote} with an ECDSA quote in it. */
    ByteString quoteForEpid(QuoteCall call, PlatformSettings now) throws PlatformException, StateException {
        return crossed.ecdsaQuote(call, certify(now), quotingEnclave(now));
    }
}
