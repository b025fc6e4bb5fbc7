package org.sgxra.verifier.dcap;

import java.time.Instant;
import java.util.Optional;
import org.sgxra.verifier.check.CheckName;

/**
 * One verification: every check of docs/spec/dcap.md section 4, in its order, named as in {@link CheckName#OF_DCAP_QUOTE}. The first
 * that fails ends it; only dates go on, so that a verdict on stored evidence still has a status. For one thread, once.
 */
final class DcapVerification {
    private final Checks checks = new Checks();
    private final QuoteChecks quote;
    private final CollateralFormatChecks collateral;
    private final PckChainChecks chain;
    private final RevocationChecks lists;
    private final DocumentSignerChecks tcbInfoSigner;
    private final DocumentSignerChecks qeIdentitySigner;
    private final DateChecks dates;
    private final PlatformChecks platform;
    private final QuotingEnclaveChecks qe;
    private final TcbChecks tcb;

    DcapVerification(DcapVerifier settings, PreparedCollateral prepared, Instant time) {
        Signatures signatures = new Signatures(prepared.verified, settings.ecdsa());
        quote = new QuoteChecks(checks, prepared, signatures);
        collateral = new CollateralFormatChecks(checks, prepared);
        chain = new PckChainChecks(checks, signatures, settings.root(), quote);
        lists = new RevocationChecks(checks, signatures, settings.root(), prepared, collateral, chain);
        tcbInfoSigner = DocumentSignerChecks.ofTcbInfo(checks, signatures, settings.root(), prepared, collateral);
        qeIdentitySigner = DocumentSignerChecks.ofQeIdentity(checks, signatures, settings.root(), prepared, collateral);
        dates = new DateChecks(checks, settings, time);
        platform = new PlatformChecks(checks, quote, collateral, chain);
        qe = new QuotingEnclaveChecks(checks, signatures, quote, collateral, chain);
        tcb = new TcbChecks(checks, quote, collateral, chain);
    }

    DcapVerdict verify(byte[] bytes) {
        try {
            check(bytes);
        } catch (Refused e) {
            return verdict(Optional.of(e));
        }
        return verdict(checks.expiry());
    }

    /** The checks that need no collateral; a verdict if one of them fails. */
    Optional<DcapVerdict> refuseWithoutCollateral(byte[] bytes) {
        try {
            checkQuote(bytes);
            checkChain();
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(verdict(Optional.of(e)));
        }
    }

    private void checkQuote(byte[] bytes) throws Refused {
        quote.format(bytes); // 1
        quote.vendor(); // 2
        quote.attestationKey(); // 3
        quote.certificationData(); // 4
        quote.certificateChain(); // 5
    }

    private void checkChain() throws Refused {
        chain.names(); // 10
        chain.algorithms(); // 11
        chain.rootSignature(); // 12
        chain.caSignature(); // 13
        chain.pckSignature(); // 14
        chain.trustedRoot(); // 15
        chain.rootExtensions(); // 16
        chain.caExtensions(); // 17
        chain.pckExtensions(); // 18
        chain.sgxExtension(); // 19
    }

    private void check(byte[] bytes) throws Refused {
        checkQuote(bytes);

        collateral.tcbInfo(); // 6
        collateral.qeIdentity(); // 7
        collateral.rootCrl(); // 8
        collateral.pckCrl(); // 9

        checkChain();

        lists.rootCrlIssuer(); // 20
        lists.rootCrlSignature(); // 21
        lists.pckCrlIssuerChain(); // 22
        lists.pckCrlIssuer(); // 23
        lists.pckCrlSignature(); // 24
        lists.caNotRevoked(); // 25
        lists.pckNotRevoked(); // 26

        tcbInfoSigner.signer(); // 27
        tcbInfoSigner.notRevoked(); // 28
        tcbInfoSigner.signature(); // 29
        qeIdentitySigner.signer(); // 30
        qeIdentitySigner.notRevoked(); // 31
        qeIdentitySigner.signature(); // 32

        dates.root(chain); // 33
        dates.ca(chain); // 34
        dates.pck(chain); // 35
        dates.rootCrl(collateral); // 36
        dates.pckCrl(collateral); // 37
        dates.tcbInfoRoot(tcbInfoSigner); // 38
        dates.tcbInfoSigner(tcbInfoSigner); // 39
        dates.qeIdentityRoot(qeIdentitySigner); // 40
        dates.qeIdentitySigner(qeIdentitySigner); // 41
        dates.tcbInfo(collateral); // 42
        dates.qeIdentity(collateral); // 43

        platform.tee(); // 44
        platform.fmspc(); // 45
        platform.pceId(); // 46
        platform.qeIdentityId(); // 47
        platform.ppidData(); // 48

        qe.reportSignature(); // 49
        qe.reportData(); // 50
        qe.miscSelect(); // 51
        qe.attributes(); // 52
        qe.signer(); // 53
        qe.product(); // 54
        quote.signature(); // 55

        tcb.tdxModule(); // 56
        tcb.tdxModuleSigner(); // 57
        tcb.tdxModuleAttributes(); // 58
        tcb.platformLevel(); // 59
        tcb.platformLevelNow(); // 60
        tcb.qeLevel(); // 61
        tcb.notRevoked(); // 62
    }

    private DcapVerdict verdict(Optional<Refused> refused) {
        return new DcapVerdict(
                refused.map(Refused::refusal),
                refused.map(Refused::getMessage).orElse(""),
                checks.made(),
                tcb.evaluation(),
                quote.ifRead(),
                chain.pckExtension(),
                collateral.tcbInfoIfRead(),
                collateral.qeIdentityIfRead(),
                dates.periods());
    }
}
