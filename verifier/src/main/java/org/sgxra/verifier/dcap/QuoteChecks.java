package org.sgxra.verifier.dcap;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.Tee;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.verifier.check.CheckName;

/** Whether a quote can be read and is signed by its attestation key (docs/spec/dcap.md sections 1 and 12). */
final class QuoteChecks {
    private static final ByteString INTEL_VENDOR_ID =
            ByteString.of(HexFormat.of().parseHex("939a7233f79c4ca9940a0db3957f0607"));
    /** Bytes of a quote at most. */
    private static final int MAX_SIZE = 64 * 1024;
    /** Fields that say which kind of quote it is. */
    private static final Set<String> KIND_FIELDS = Set.of("version", "att_key_type", "tee_type", "body_type");

    private final Checks checks;
    private final PreparedCollateral collateral;
    private final Signatures signatures;

    private EcdsaQuote quote;
    private P256PublicKey attestationKey;
    private List<SgxCertificate> certificates;

    QuoteChecks(Checks checks, PreparedCollateral collateral, Signatures signatures) {
        this.checks = checks;
        this.collateral = collateral;
        this.signatures = signatures;
    }

    void format(byte[] bytes) throws Refused {
        String expected = "a quote of version 3, 4 or 5";
        if (bytes.length > MAX_SIZE) {
            throw checks.refuse(
                    CheckName.QUOTE_FORMAT,
                    DcapRefusal.QUOTE_FORMAT,
                    expected,
                    ByteCount.of(bytes.length),
                    ByteCount.of(bytes.length) + "; a quote has at most " + MAX_SIZE);
        }
        try {
            quote = EcdsaQuote.parse(bytes);
        } catch (MalformedMessageException e) {
            boolean isUnknownKind = bytes.length >= EcdsaQuote.HEADER_SIZE && KIND_FIELDS.contains(e.field());
            throw checks.refuse(
                    CheckName.QUOTE_FORMAT,
                    isUnknownKind ? DcapRefusal.QUOTE_UNSUPPORTED : DcapRefusal.QUOTE_FORMAT,
                    expected,
                    e.field(),
                    e.getMessage());
        }
        checks.pass(CheckName.QUOTE_FORMAT, expected, "version " + quote.version() + ", " + tee());
    }

    void vendor() throws Refused {
        checks.requireEqual(CheckName.QE_VENDOR, DcapRefusal.QUOTE_UNSUPPORTED, INTEL_VENDOR_ID, quote.vendorId());
    }

    void attestationKey() throws Refused {
        String expected = "a point on P-256";
        ByteString found = authentication().attestationKey();
        try {
            attestationKey = P256PublicKey.fromBigEndian(found);
        } catch (InvalidPointException e) {
            throw checks.refuse(CheckName.ATTESTATION_KEY, DcapRefusal.QUOTE_FORMAT, expected, found, e.getMessage());
        }
        checks.pass(CheckName.ATTESTATION_KEY, expected, found);
    }

    void certificationData() throws Refused {
        CertificationData data = new CertificationData(authentication());
        boolean given = data.isPpid() && collateral.pckChain.isPresent();
        String expected = given ? "PPID data, type 1 to 3" : "a PCK certificate chain, type 5";
        if (!data.isPckChain() && !given) {
            throw checks.refuse(
                    CheckName.CERTIFICATION_DATA,
                    DcapRefusal.CERTIFICATION_TYPE,
                    expected,
                    data.describe(),
                    data.advice());
        }
        checks.pass(CheckName.CERTIFICATION_DATA, expected, data.describe());
    }

    void certificateChain() throws Refused {
        String expected = PckChain.LENGTH + " certificates in PEM";
        CertificationData data = new CertificationData(authentication());
        try {
            certificates = data.isPckChain()
                    ? data.pckChain(collateral.certificates)
                    : collateral.pckChain.orElseThrow().orThrow();
        } catch (DcapFormatException e) {
            throw checks.refuse(
                    CheckName.CHAIN_FORMAT, DcapRefusal.CHAIN_FORMAT, expected, e.getMessage(), e.getMessage());
        }
        if (certificates.size() != PckChain.LENGTH) {
            throw checks.refuse(
                    CheckName.CHAIN_FORMAT,
                    DcapRefusal.CHAIN_FORMAT,
                    expected,
                    certificates.size(),
                    certificates.size() + " certificates; a PCK certificate, its CA and the root make 3");
        }
        checks.pass(CheckName.CHAIN_FORMAT, expected, certificates);
    }

    void signature() throws Refused {
        boolean signed = signatures.isSigned(
                Optional.of(attestationKey),
                quote.signedPart(),
                authentication().signature());
        checks.require(
                CheckName.QUOTE_SIGNATURE,
                DcapRefusal.QUOTE_SIGNATURE,
                signed,
                "a signature by the attestation key over header and body",
                authentication().signature());
    }

    EcdsaQuote quote() {
        return quote;
    }

    Optional<EcdsaQuote> ifRead() {
        return Optional.ofNullable(quote);
    }

    EcdsaAuthentication authentication() {
        return quote.authentication();
    }

    Tee tee() {
        return quote.isTrustDomain() ? Tee.TDX : Tee.SGX;
    }

    /** The certificates of the PCK chain in any order. */
    List<SgxCertificate> certificates() {
        return certificates;
    }
}
