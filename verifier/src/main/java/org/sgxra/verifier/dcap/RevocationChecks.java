package org.sgxra.verifier.dcap;

import java.util.List;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.DistinguishedName;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.verifier.check.CheckName;

/** Whether the revocation lists are those of the root and the PCK's CA, and whom they revoke (docs/spec/dcap.md section 3.4). */
final class RevocationChecks {
    private final Checks checks;
    private final Signatures signatures;
    private final DcapRoot root;
    private final PreparedCollateral prepared;
    private final CollateralFormatChecks collateral;
    private final PckChainChecks chain;

    RevocationChecks(
            Checks checks,
            Signatures signatures,
            DcapRoot root,
            PreparedCollateral prepared,
            CollateralFormatChecks collateral,
            PckChainChecks chain) {
        this.checks = checks;
        this.signatures = signatures;
        this.root = root;
        this.prepared = prepared;
        this.collateral = collateral;
        this.chain = chain;
    }

    void rootCrlIssuer() throws Refused {
        checkIssuer(
                CheckName.ROOT_CRL_ISSUER,
                DcapRefusal.ROOT_CRL_UNKNOWN_ISSUER,
                chain.chain().root().subject(),
                collateral.readRootCrl().issuer());
    }

    void rootCrlSignature() throws Refused {
        RevocationList list = collateral.readRootCrl();
        checkSigned(
                CheckName.ROOT_CRL_SIGNATURE,
                DcapRefusal.ROOT_CRL_SIGNATURE,
                signatures.isSigned(root.key(), list.signedBytes(), list.signature()),
                chain.chain().root());
    }

    void pckCrlIssuerChain() throws Refused {
        if (prepared.pckCrlIssuerChain.isEmpty()) {
            return;
        }
        String expected = "signed by the trusted root";
        List<SgxCertificate> issuers;
        try {
            issuers = prepared.pckCrlIssuerChain.get().orThrow();
        } catch (DcapFormatException e) {
            throw checks.refuse(
                    CheckName.PCK_CRL_ISSUER_CHAIN,
                    DcapRefusal.PCK_CRL_UNKNOWN_ISSUER,
                    expected,
                    e.getMessage(),
                    e.getMessage());
        }
        for (SgxCertificate issuer : issuers) {
            if (!signatures.isSigned(root.key(), issuer.signedBytes(), issuer.signature())) {
                throw checks.refuse(
                        CheckName.PCK_CRL_ISSUER_CHAIN,
                        DcapRefusal.PCK_CRL_UNKNOWN_ISSUER,
                        expected,
                        issuer,
                        issuer + " is not signed by the trusted root");
            }
        }
        checks.pass(CheckName.PCK_CRL_ISSUER_CHAIN, expected, issuers);
    }

    void pckCrlIssuer() throws Refused {
        checkIssuer(
                CheckName.PCK_CRL_ISSUER,
                DcapRefusal.PCK_CRL_UNKNOWN_ISSUER,
                chain.chain().ca().subject(),
                collateral.readPckCrl().issuer());
    }

    private void checkIssuer(CheckName name, DcapRefusal refusal, DistinguishedName expected, DistinguishedName found)
            throws Refused {
        if (!found.equals(expected)) {
            String difference = found.toString().equals(expected.toString())
                    ? "is encoded in another way than in the certificate"
                    : "instead of " + expected;
            throw checks.refuse(name, refusal, expected, found, found + " " + difference);
        }
        checks.pass(name, expected, found);
    }

    void pckCrlSignature() throws Refused {
        RevocationList list = collateral.readPckCrl();
        SgxCertificate ca = chain.chain().ca();
        checkSigned(
                CheckName.PCK_CRL_SIGNATURE,
                DcapRefusal.PCK_CRL_SIGNATURE,
                signatures.isSigned(ca.key(), list.signedBytes(), list.signature()),
                ca);
    }

    private void checkSigned(CheckName name, DcapRefusal refusal, boolean signed, SgxCertificate issuer)
            throws Refused {
        if (!signed) {
            throw checks.refuse(name, refusal, issuer, "another signer", "it is not signed by " + issuer);
        }
        checks.pass(name, issuer, issuer);
    }

    void caNotRevoked() throws Refused {
        checkNotRevoked(
                CheckName.CA_NOT_REVOKED, DcapRefusal.CA_REVOKED, chain.chain().ca(), collateral.readRootCrl());
    }

    void pckNotRevoked() throws Refused {
        checkNotRevoked(
                CheckName.PCK_NOT_REVOKED,
                DcapRefusal.PCK_REVOKED,
                chain.chain().pck(),
                collateral.readPckCrl());
    }

    private void checkNotRevoked(CheckName name, DcapRefusal refusal, SgxCertificate found, RevocationList list)
            throws Refused {
        String expected = "not in a list of " + list.serialNumbers().size();
        if (list.revokes(found.serialNumber())) {
            throw checks.refuse(name, refusal, expected, found, found + " is revoked");
        }
        checks.pass(name, expected, found);
    }
}
