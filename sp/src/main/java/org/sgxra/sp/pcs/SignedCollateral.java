package org.sgxra.sp.pcs;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.sp.service.DisbelievedException;

/** Collateral whose parts are signed under the trusted root, and so may be kept. All else each verification asks anew. */
final class SignedCollateral {
    private final Map<CollateralPart, SignedPart> parts;
    private final Collateral collateral;

    private SignedCollateral(Map<CollateralPart, SignedPart> parts) {
        this.parts = parts;
        this.collateral = new Collateral(
                bytes(CollateralPart.TCB_INFO),
                chain(CollateralPart.TCB_INFO),
                bytes(CollateralPart.QE_IDENTITY),
                chain(CollateralPart.QE_IDENTITY),
                bytes(CollateralPart.ROOT_CRL),
                bytes(CollateralPart.PCK_CRL),
                Optional.of(chain(CollateralPart.PCK_CRL)),
                Optional.empty());
    }

    /**
     * Checks the signatures.
     *
     * @param collateral with all its issuer chains
     * @param ca whose revocation list it must have
     * @throws DisbelievedException naming the part that is malformed or not signed by whom it must be under {@code root}
     */
    static SignedCollateral of(Collateral collateral, PlatformKind.Ca ca, P256PublicKey root)
            throws DisbelievedException {
        Map<CollateralPart, SignedPart> parts = new EnumMap<>(CollateralPart.class);
        for (CollateralPart part : CollateralPart.values()) {
            try {
                parts.put(
                        part,
                        switch (part) {
                            case TCB_INFO ->
                                SignedPart.ofTcbInfo(collateral.tcbInfo(), collateral.tcbInfoChain(), root);
                            case QE_IDENTITY ->
                                SignedPart.ofQeIdentity(collateral.qeIdentity(), collateral.qeIdentityChain(), root);
                            case PCK_CRL ->
                                SignedPart.ofPckCrl(
                                        collateral.pckCrl(),
                                        collateral.pckCrlIssuerChain().orElse(ByteString.EMPTY),
                                        root,
                                        ca.commonName());
                            case ROOT_CRL ->
                                SignedPart.ofRootCrl(collateral.rootCrl(), collateral.tcbInfoChain(), root);
                        });
            } catch (DcapFormatException e) {
                throw new DisbelievedException(part + ": " + e.getMessage(), e);
            }
        }
        return new SignedCollateral(parts);
    }

    private ByteString bytes(CollateralPart part) {
        return parts.get(part).bytes();
    }

    private ByteString chain(CollateralPart part) {
        return parts.get(part).chain();
    }

    /** The collateral, one object for the life of this. */
    Collateral collateral() {
        return collateral;
    }

    /** Last second in which all parts may be used, documents and lists for {@code grace} after their time. */
    Instant lastUse(Duration grace) {
        return parts.values().stream()
                .map(part -> part.lastUse(grace))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /**
     * This, with each part of {@code known} that is newer and may still be used, so that an older part never takes its place.
     *
     * @param grace how long after their time documents and lists may be used
     * @param told of each part that was older, a line
     */
    SignedCollateral withNewerOf(SignedCollateral known, Instant now, Duration grace, Consumer<String> told) {
        Map<CollateralPart, SignedPart> newest = new EnumMap<>(parts);
        parts.forEach((name, part) -> {
            SignedPart other = known.parts.get(name);
            if (part.isOlderThan(other) && !other.lastUse(grace).isBefore(now)) {
                newest.put(name, other);
                told.accept("the " + part + " is older than the " + other + ", which is kept");
            }
        });
        return new SignedCollateral(newest);
    }
}
