package org.sgxra.verifier.dcap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.KnownCertificates;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;

/**
 * Collateral that has been read, with those of its signatures that are right: what costs time and does not depend on a quote.
 * {@link DcapVerifier#prepare} makes it. It says nothing about whether the collateral is valid: each verification asks that anew, in
 * the order of the specification, and fails where this failed to be read or signed. Immutable; many threads may use one.
 */
public final class PreparedCollateral {
    final Part<TcbInfo> tcbInfo;
    final Part<List<SgxCertificate>> tcbInfoChain;
    final Part<QeIdentity> qeIdentity;
    final Part<List<SgxCertificate>> qeIdentityChain;
    final Part<RevocationList> rootCrl;
    final Part<RevocationList> pckCrl;
    final Optional<Part<List<SgxCertificate>>> pckCrlIssuerChain;
    final Optional<Part<List<SgxCertificate>>> pckChain;
    final VerifiedSignatures verified;
    /** The certificates of all chains: those of CA and root stand in each quote again. */
    final KnownCertificates certificates;

    /** A part of the collateral: its value, or what is wrong with it. */
    record Part<T>(T value, DcapFormatException fault) {
        @FunctionalInterface
        interface Reading<T> {
            T read() throws DcapFormatException;
        }

        static <T> Part<T> of(Reading<T> reading) {
            try {
                return new Part<>(reading.read(), null);
            } catch (DcapFormatException e) {
                return new Part<>(null, e);
            }
        }

        void ifRead(Consumer<T> consumer) {
            if (fault == null) {
                consumer.accept(value);
            }
        }

        T orThrow() throws DcapFormatException {
            if (fault != null) {
                throw fault;
            }
            return value;
        }

        /** The elements of a list, or none if it could not be read. */
        static <E> List<E> orNone(Part<List<E>> part) {
            return part.fault == null ? part.value : List.of();
        }
    }

    PreparedCollateral(Collateral collateral, P256PublicKey rootKey, EcdsaVerification ecdsa) {
        tcbInfo = Part.of(() -> TcbInfo.parse(collateral.tcbInfo().toArray()));
        tcbInfoChain = Part.of(() -> PemChain.parse(collateral.tcbInfoChain()));
        qeIdentity = Part.of(() -> QeIdentity.parse(collateral.qeIdentity().toArray()));
        qeIdentityChain = Part.of(() -> PemChain.parse(collateral.qeIdentityChain()));
        rootCrl = Part.of(() -> RevocationList.parse(collateral.rootCrl().toArray()));
        pckCrl = Part.of(() -> RevocationList.parse(collateral.pckCrl().toArray()));
        pckCrlIssuerChain = collateral.pckCrlIssuerChain().map(pem -> Part.of(() -> PemChain.parse(pem)));
        pckChain = collateral.pckChain().map(pem -> Part.of(() -> PemChain.parse(pem)));
        verified = verify(rootKey, ecdsa);
        certificates = KnownCertificates.of(
                Stream.of(Optional.of(tcbInfoChain), Optional.of(qeIdentityChain), pckCrlIssuerChain, pckChain)
                        .flatMap(Optional::stream)
                        .flatMap(chain -> Part.orNone(chain).stream())
                        .toList());
    }

    private VerifiedSignatures verify(P256PublicKey rootKey, EcdsaVerification ecdsa) {
        VerifiedSignatures found = new VerifiedSignatures(ecdsa);
        List<SgxCertificate> tcbSigner = Part.orNone(tcbInfoChain);
        List<SgxCertificate> qeSigner = Part.orNone(qeIdentityChain);
        List<SgxCertificate> pck = pckChain.map(Part::orNone).orElse(List.of());
        List<SgxCertificate> crlIssuer = pckCrlIssuerChain.map(Part::orNone).orElse(List.of());
        for (List<SgxCertificate> chain : List.of(tcbSigner, qeSigner, crlIssuer, pck)) {
            for (SgxCertificate certificate : chain) {
                if (!certificate.commonName().equals(SgxCertificate.PCK)) {
                    found.add(rootKey, certificate.signedBytes(), certificate.signature());
                }
            }
        }
        rootCrl.ifRead(list -> found.add(rootKey, list.signedBytes(), list.signature()));
        for (P256PublicKey key : caKeys(crlIssuer.isEmpty() ? pck : crlIssuer)) {
            pckCrl.ifRead(list -> found.add(key, list.signedBytes(), list.signature()));
        }
        for (P256PublicKey key : keys(tcbSigner, SgxCertificate.TCB_SIGNING)) {
            tcbInfo.ifRead(info -> found.add(key, info.signedBytes(), info.signature()));
        }
        for (P256PublicKey key : keys(qeSigner, SgxCertificate.TCB_SIGNING)) {
            qeIdentity.ifRead(identity -> found.add(key, identity.signedBytes(), identity.signature()));
        }
        return found;
    }

    private static Set<P256PublicKey> caKeys(List<SgxCertificate> chain) {
        return keys(chain, SgxCertificate.PROCESSOR_CA, SgxCertificate.PLATFORM_CA);
    }

    private static Set<P256PublicKey> keys(List<SgxCertificate> chain, String... commonNames) {
        return chain.stream()
                .filter(certificate -> List.of(commonNames).contains(certificate.commonName()))
                .flatMap(certificate -> certificate.key().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
