package org.sgxra.tool.quote;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Tee;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.sp.pcs.PcsAddress;
import org.sgxra.sp.pcs.PlatformKind;
import org.sgxra.sp.pcs.UndeterminedPlatformException;

/**
 * Where Intel publishes what a quote is judged with.
 *
 * @param file name that it is stored under
 * @param url of it
 * @param hint what else to do; empty if nothing
 */
record PublishedPart(String file, URI url, String hint) {
    /** Of the files that are missing; none if the quote does not say which platform it is of. */
    static List<PublishedPart> of(EcdsaQuote quote, StoredCollateral stored) {
        Optional<PlatformKind> platform = platform(quote, stored);
        if (platform.isEmpty()) {
            return List.of();
        }
        PcsAddress intel = PcsAddress.INTEL;
        URI tcbInfo = intel.tcbInfo(platform.get());
        List<PublishedPart> all = List.of(
                new PublishedPart(StoredCollateral.TCB_INFO, tcbInfo, ""),
                new PublishedPart(
                        StoredCollateral.SIGNING_CHAIN,
                        tcbInfo,
                        "the header TCB-Info-Issuer-Chain of the answer, percent-decoded"),
                new PublishedPart(StoredCollateral.QE_IDENTITY, intel.qeIdentity(platform.get()), ""),
                new PublishedPart(StoredCollateral.ROOT_CRL, intel.rootCrl(), ""),
                new PublishedPart(StoredCollateral.PCK_CRL, intel.pckCrl(platform.get()), ""));
        return all.stream()
                .filter(source -> stored.missing().contains(source.file))
                .toList();
    }

    /** By the certificates in the quote, or beside the collateral. */
    private static Optional<PlatformKind> platform(EcdsaQuote quote, StoredCollateral stored) {
        Optional<ByteString> given = stored.collateral().pckChain();
        try {
            return Optional.of(PlatformKind.of(quote));
        } catch (UndeterminedPlatformException e) {
            return given.flatMap(pem -> platform(quote.isTrustDomain() ? Tee.TDX : Tee.SGX, pem));
        }
    }

    private static Optional<PlatformKind> platform(Tee tee, ByteString pckChain) {
        try {
            return Optional.of(PlatformKind.of(tee, pckChain));
        } catch (UndeterminedPlatformException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return file + ": " + url + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
