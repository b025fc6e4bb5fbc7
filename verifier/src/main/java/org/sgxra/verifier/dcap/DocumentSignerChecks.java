package org.sgxra.verifier.dcap;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.verifier.check.CheckName;

/** Whether a document is signed by Intel's TCB signer under the trusted root (docs/spec/dcap.md sections 3.1 and 3.2). */
final class DocumentSignerChecks {
    private static final String NAMES = "\"" + SgxCertificate.TCB_SIGNING + "\" and \"" + SgxCertificate.ROOT_CA + "\"";

    private final Checks checks;
    private final Signatures signatures;
    private final DcapRoot trusted;
    private final CollateralFormatChecks collateral;
    private final Document document;

    private SgxCertificate signer;
    private SgxCertificate root;

    /** One of the two documents: the names of its checks, what their failures are called, and its chain. */
    private record Document(
            CheckName signer,
            CheckName notRevoked,
            CheckName signature,
            DcapRefusal chainRefused,
            DcapRefusal signatureRefused,
            PreparedCollateral.Part<List<SgxCertificate>> chain) {}

    private DocumentSignerChecks(
            Checks checks,
            Signatures signatures,
            DcapRoot trusted,
            CollateralFormatChecks collateral,
            Document document) {
        this.checks = checks;
        this.signatures = signatures;
        this.trusted = trusted;
        this.collateral = collateral;
        this.document = document;
    }

    static DocumentSignerChecks ofTcbInfo(
            Checks checks,
            Signatures signatures,
            DcapRoot trusted,
            PreparedCollateral prepared,
            CollateralFormatChecks collateral) {
        Document document = new Document(
                CheckName.TCB_INFO_SIGNER,
                CheckName.TCB_INFO_SIGNER_NOT_REVOKED,
                CheckName.TCB_INFO_SIGNATURE,
                DcapRefusal.TCB_INFO_CHAIN,
                DcapRefusal.TCB_INFO_SIGNATURE,
                prepared.tcbInfoChain);
        return new DocumentSignerChecks(checks, signatures, trusted, collateral, document);
    }

    static DocumentSignerChecks ofQeIdentity(
            Checks checks,
            Signatures signatures,
            DcapRoot trusted,
            PreparedCollateral prepared,
            CollateralFormatChecks collateral) {
        Document document = new Document(
                CheckName.QE_IDENTITY_SIGNER,
                CheckName.QE_IDENTITY_SIGNER_NOT_REVOKED,
                CheckName.QE_IDENTITY_SIGNATURE,
                DcapRefusal.QE_IDENTITY_CHAIN,
                DcapRefusal.QE_IDENTITY_SIGNATURE,
                prepared.qeIdentityChain);
        return new DocumentSignerChecks(checks, signatures, trusted, collateral, document);
    }

    void signer() throws Refused {
        List<SgxCertificate> pair;
        try {
            pair = document.chain().orThrow();
        } catch (DcapFormatException e) {
            throw refuse(e.getMessage(), e.getMessage());
        }
        Optional<SgxCertificate> foundSigner = PckChain.only(pair, SgxCertificate.TCB_SIGNING);
        Optional<SgxCertificate> foundRoot = PckChain.only(pair, SgxCertificate.ROOT_CA);
        if (pair.size() != 2 || foundSigner.isEmpty() || foundRoot.isEmpty()) {
            throw refuse(pair, pair + "; needed are " + NAMES);
        }
        signer = foundSigner.get();
        root = foundRoot.get();
        requireOr(() -> root.key().equals(Optional.of(trusted.key())), () -> "its root is not the trusted one");
        requireOr(() -> signatures.isIssuedBy(root, root), () -> root + " is not signed by itself");
        requireOr(() -> signatures.isIssuedBy(signer, root), () -> signer + " is not signed by the trusted root");
        Optional<String> fault = root.faultOfCa(0)
                .map(text -> root + " " + text)
                .or(() -> signer.faultOfEndEntity().map(text -> signer + " " + text));
        if (fault.isPresent()) {
            throw refuse(signer, fault.get());
        }
        checks.pass(document.signer(), NAMES, pair);
    }

    private void requireOr(BooleanSupplier passed, Supplier<String> fault) throws Refused {
        if (!passed.getAsBoolean()) {
            throw refuse(signer, fault.get());
        }
    }

    private Refused refuse(Object actual, String detail) {
        return checks.refuse(document.signer(), document.chainRefused(), NAMES, actual, detail);
    }

    void notRevoked() throws Refused {
        RevocationList list = collateral.readRootCrl();
        String expected = "not in a list of " + list.serialNumbers().size();
        if (list.revokes(signer.serialNumber())) {
            throw checks.refuse(
                    document.notRevoked(), DcapRefusal.TCB_SIGNER_REVOKED, expected, signer, signer + " is revoked");
        }
        checks.pass(document.notRevoked(), expected, signer);
    }

    void signature() throws Refused {
        if (!isDocumentSigned()) {
            throw checks.refuse(
                    document.signature(),
                    document.signatureRefused(),
                    signer,
                    "another signer",
                    "it is not signed by " + signer);
        }
        checks.pass(document.signature(), signer, signer);
    }

    private boolean isDocumentSigned() {
        return document.signature() == CheckName.TCB_INFO_SIGNATURE
                ? signatures.isSigned(
                        signer.key(),
                        collateral.readTcbInfo().signedBytes(),
                        collateral.readTcbInfo().signature())
                : signatures.isSigned(
                        signer.key(),
                        collateral.readQeIdentity().signedBytes(),
                        collateral.readQeIdentity().signature());
    }

    SgxCertificate signerCertificate() {
        return signer;
    }

    SgxCertificate rootCertificate() {
        return root;
    }
}
