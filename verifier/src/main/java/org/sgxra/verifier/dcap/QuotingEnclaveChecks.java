package org.sgxra.verifier.dcap;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.ReportBody;
import org.sgxra.verifier.check.CheckName;

/** Whether the quoting enclave is genuine, vouches for the attestation key, and is the one of the QE identity. */
final class QuotingEnclaveChecks {
    private final Checks checks;
    private final Signatures signatures;
    private final QuoteChecks quote;
    private final CollateralFormatChecks collateral;
    private final PckChainChecks chain;

    QuotingEnclaveChecks(
            Checks checks,
            Signatures signatures,
            QuoteChecks quote,
            CollateralFormatChecks collateral,
            PckChainChecks chain) {
        this.checks = checks;
        this.signatures = signatures;
        this.quote = quote;
        this.collateral = collateral;
        this.chain = chain;
    }

    void reportSignature() throws Refused {
        EcdsaAuthentication found = quote.authentication();
        if (!signatures.isSigned(Optional.of(chain.pckKey()), found.qeReport(), found.qeReportSignature())) {
            throw checks.refuse(
                    CheckName.QE_REPORT_SIGNATURE,
                    DcapRefusal.QE_REPORT_SIGNATURE,
                    chain.chain().pck(),
                    found.qeReportSignature(),
                    "it is not signed by " + chain.chain().pck());
        }
        checks.pass(CheckName.QE_REPORT_SIGNATURE, chain.chain().pck(), found.qeReportSignature());
    }

    void reportData() throws Refused {
        EcdsaAuthentication found = quote.authentication();
        ByteString hash = Sha256.of(found.attestationKey(), found.qeAuthData());
        checks.requireEqual(
                CheckName.QE_REPORT_DATA,
                DcapRefusal.QE_REPORT_DATA,
                ByteString.concat(hash, ByteString.zeros(32)),
                report().reportData());
    }

    void miscSelect() throws Refused {
        QeIdentity identity = collateral.readQeIdentity();
        checkMasked(
                CheckName.QE_MISC_SELECT,
                identity.miscSelect(),
                quote.authentication().qeReport().slice(16, 20),
                identity.miscSelectMask());
    }

    void attributes() throws Refused {
        QeIdentity identity = collateral.readQeIdentity();
        checkMasked(
                CheckName.QE_ATTRIBUTES,
                identity.attributes(),
                quote.authentication().qeReport().slice(48, 64),
                identity.attributesMask());
    }

    void signer() throws Refused {
        checks.requireEqual(
                CheckName.QE_SIGNER,
                DcapRefusal.QE_IDENTITY_MISMATCH,
                collateral.readQeIdentity().mrSigner(),
                report().mrSigner());
    }

    void product() throws Refused {
        checks.requireEqual(
                CheckName.QE_PRODUCT,
                DcapRefusal.QE_IDENTITY_MISMATCH,
                collateral.readQeIdentity().isvProdId(),
                report().isvProdId());
    }

    private void checkMasked(CheckName name, ByteString expected, ByteString found, ByteString mask) throws Refused {
        checks.requireEqual(name, DcapRefusal.QE_IDENTITY_MISMATCH, Masked.of(expected, mask), Masked.of(found, mask));
    }

    private ReportBody report() {
        return quote.authentication().qeReportBody();
    }
}
