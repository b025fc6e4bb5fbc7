package org.sgxra.verifier.dcap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.dcap.TdxModuleIdentity;
import org.sgxra.common.dcap.Tee;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.TdReportBody;

/**
 * One verification: every check of docs/spec/dcap.md section 4, in its order. The first that fails ends it; only dates go on, so
 * that a verdict on stored evidence still has a status.
 */
final class DcapVerification {
    private static final ByteString INTEL_VENDOR_ID = ByteString.of(
            (byte) 0x93,
            (byte) 0x9a,
            (byte) 0x72,
            (byte) 0x33,
            (byte) 0xf7,
            (byte) 0x9c,
            (byte) 0x4c,
            (byte) 0xa9,
            (byte) 0x94,
            (byte) 0x0a,
            (byte) 0x0d,
            (byte) 0xb3,
            (byte) 0x95,
            (byte) 0x7f,
            (byte) 0x06,
            (byte) 0x07);
    /** Bytes of a quote at most. */
    private static final int MAX_QUOTE_SIZE = 64 * 1024;

    /** Fields that say which kind of quote it is. */
    private static final Set<String> KIND_FIELDS = Set.of("version", "att_key_type", "tee_type", "body_type");

    private final DcapVerifier settings;
    private final PreparedCollateral collateral;
    private final Instant time;
    private final Checks checks = new Checks();
    private final List<ValidityPeriod> validity = new ArrayList<>();

    private EcdsaQuote quote;
    private P256PublicKey attestationKey;
    private List<SgxCertificate> certificates;
    private PckChain chain;
    private PckExtension pck;
    private TcbInfo tcbInfo;
    private QeIdentity qeIdentity;
    private RevocationList rootCrl;
    private RevocationList pckCrl;
    private TcbEvaluation tcb;

    DcapVerification(DcapVerifier settings, PreparedCollateral collateral, Instant time) {
        this.settings = settings;
        this.collateral = collateral;
        this.time = time;
    }

    DcapVerdict verify(byte[] bytes) {
        try {
            readQuote(bytes);
            readCertificationData();
            readCollateral();

            checkChain();
            checkRootCrl();
            checkPckCrl();
            checkPckRevocation();
            checkTcbInfoSignature();
            checkQeIdentitySignature();
            checkDates();

            checkTcbInfoIsAboutThePlatform();
            checkPpidData();
            checkQeReport();
            checkQeIdentity();
            checkQuoteSignature();
            evaluateTcb();
        } catch (Checks.Refused e) {
            return verdict(Optional.of(e));
        }
        return verdict(checks.expiry());
    }

    private DcapVerdict verdict(Optional<Checks.Refused> refused) {
        return new DcapVerdict(
                refused.map(Checks.Refused::refusal),
                refused.map(Checks.Refused::getMessage).orElse(""),
                checks.all(),
                Optional.ofNullable(tcb),
                Optional.ofNullable(quote),
                Optional.ofNullable(pck),
                Optional.ofNullable(tcbInfo),
                Optional.ofNullable(qeIdentity),
                List.copyOf(validity));
    }

    // 1. The quote.

    private void readQuote(byte[] bytes) throws Checks.Refused {
        if (bytes.length > MAX_QUOTE_SIZE) {
            throw checks.refuse(
                    DcapRefusal.QUOTE_FORMAT,
                    "quote format",
                    bytes.length + " bytes; a quote has at most " + MAX_QUOTE_SIZE);
        }
        try {
            quote = EcdsaQuote.parse(bytes);
        } catch (MalformedMessageException e) {
            boolean isUnknownKind = bytes.length >= EcdsaQuote.HEADER_SIZE && KIND_FIELDS.contains(e.field());
            throw checks.refuse(
                    isUnknownKind ? DcapRefusal.QUOTE_UNSUPPORTED : DcapRefusal.QUOTE_FORMAT,
                    "quote format",
                    e.getMessage());
        }
        checks.pass("quote format", "version " + quote.version() + ", " + tee());
        checks.requireEqual(
                DcapRefusal.QUOTE_UNSUPPORTED, "vendor of the quoting enclave", INTEL_VENDOR_ID, quote.vendorId());
        try {
            attestationKey = P256PublicKey.fromBigEndian(quote.authentication().attestationKey());
        } catch (InvalidPointException e) {
            throw checks.refuse(DcapRefusal.QUOTE_FORMAT, "attestation key", e.getMessage());
        }
        checks.pass("attestation key", "a point on P-256");
    }

    private Tee tee() {
        return quote.isTrustDomain() ? Tee.TDX : Tee.SGX;
    }

    private void readCertificationData() throws Checks.Refused {
        CertificationData data = new CertificationData(quote.authentication());
        if (!data.isPckChain() && !(data.isPpid() && collateral.pckChain.isPresent())) {
            throw checks.refuse(DcapRefusal.CERTIFICATION_TYPE, "certification data", data.advice());
        }
        checks.pass("certification data", data.describe());
        try {
            certificates = data.isPckChain()
                    ? data.pckChain()
                    : collateral.pckChain.orElseThrow().orThrow();
        } catch (DcapFormatException e) {
            throw checks.refuse(DcapRefusal.CHAIN_FORMAT, "certificate chain", e.getMessage());
        }
        checks.require(
                certificates.size() == PckChain.LENGTH,
                DcapRefusal.CHAIN_FORMAT,
                "certificate chain",
                certificates.size() + " certificates; a PCK certificate, its CA and the root make 3");
    }

    // 2. The collateral's formats.

    private void readCollateral() throws Checks.Refused {
        tcbInfo = read(collateral.tcbInfo, DcapRefusal.TCB_INFO_FORMAT, "TCB info format");
        qeIdentity = read(collateral.qeIdentity, DcapRefusal.QE_IDENTITY_FORMAT, "QE identity format");
        rootCrl = read(collateral.rootCrl, DcapRefusal.ROOT_CRL_FORMAT, "root CRL format");
        pckCrl = read(collateral.pckCrl, DcapRefusal.PCK_CRL_FORMAT, "PCK CRL format");
    }

    private <T> T read(PreparedCollateral.Part<T> part, DcapRefusal refusal, String name) throws Checks.Refused {
        try {
            T value = part.orThrow();
            checks.pass(name, "well-formed");
            return value;
        } catch (DcapFormatException e) {
            throw checks.refuse(refusal, name, e.getMessage());
        }
    }

    // 3. The PCK certificate chain and its revocation lists.

    private void checkChain() throws Checks.Refused {
        chain = PckChain.of(certificates)
                .orElseThrow(() -> checks.refuse(
                        DcapRefusal.CHAIN_NAMES,
                        "chain names",
                        certificates + "; needed are one each of " + PckChain.NAMES));
        checks.pass("chain names", chain.pck() + ", " + chain.ca() + ", " + chain.root());
        checkAlgorithms();
        checkSignedBy(chain.root(), chain.root());
        checkSignedBy(chain.ca(), chain.root());
        checkSignedBy(chain.pck(), chain.ca());
        checks.require(
                chain.root().key().equals(Optional.of(settings.root().key())),
                DcapRefusal.ROOT_UNTRUSTED,
                "trusted root",
                "key of the root: "
                        + chain.root().key().map(P256PublicKey::toString).orElse("none"));
        checkExtensions("root", chain.root(), chain.root().faultOfCa(1));
        checkExtensions("CA", chain.ca(), chain.ca().faultOfCa(0));
        checkExtensions("PCK certificate", chain.pck(), chain.pck().faultOfEndEntity());
        try {
            pck = chain.pck().pckExtension();
        } catch (DcapFormatException e) {
            throw checks.refuse(DcapRefusal.SGX_EXTENSION, "SGX extension", e.getMessage());
        }
        checks.require(
                pck.platform().isPresent() == chain.isPlatformCa(),
                DcapRefusal.SGX_EXTENSION,
                "SGX extension",
                (pck.platform().isPresent() ? 7 : 5) + " entries under " + chain.ca() + ": " + pck);
    }

    private void checkAlgorithms() throws Checks.Refused {
        for (SgxCertificate certificate : certificates) {
            checks.require(
                    certificate.key().isPresent() && certificate.signature().isPresent(),
                    DcapRefusal.CHAIN_SIGNATURE,
                    "chain algorithms",
                    "P-256 key and ecdsa-with-SHA256 in " + certificate);
        }
    }

    private void checkSignedBy(SgxCertificate certificate, SgxCertificate issuer) throws Checks.Refused {
        checks.require(
                isIssuedBy(certificate, issuer),
                DcapRefusal.CHAIN_SIGNATURE,
                "chain signature",
                certificate + " signed by " + issuer);
    }

    private void checkExtensions(String name, SgxCertificate certificate, Optional<String> fault)
            throws Checks.Refused {
        checks.require(
                fault.isEmpty(),
                DcapRefusal.CERTIFICATE_EXTENSIONS,
                "extensions of the " + name,
                certificate + fault.map(text -> " " + text).orElse(""));
    }

    private void checkRootCrl() throws Checks.Refused {
        checks.requireEqual(
                DcapRefusal.ROOT_CRL_UNKNOWN_ISSUER,
                "root CRL issuer",
                chain.root().subject(),
                rootCrl.issuer());
        checks.require(
                isSigned(settings.root().key(), rootCrl.signedBytes(), rootCrl.signature()),
                DcapRefusal.ROOT_CRL_SIGNATURE,
                "root CRL signature",
                "signed by " + chain.root());
    }

    private void checkPckCrl() throws Checks.Refused {
        if (collateral.pckCrlIssuerChain.isPresent()) {
            checkPckCrlIssuerChain(collateral.pckCrlIssuerChain.get());
        }
        checks.requireEqual(
                DcapRefusal.PCK_CRL_UNKNOWN_ISSUER, "PCK CRL issuer", chain.ca().subject(), pckCrl.issuer());
        checks.require(
                isSigned(chain.ca().key(), pckCrl.signedBytes(), pckCrl.signature()),
                DcapRefusal.PCK_CRL_SIGNATURE,
                "PCK CRL signature",
                "signed by " + chain.ca());
    }

    private void checkPckCrlIssuerChain(PreparedCollateral.Part<List<SgxCertificate>> part) throws Checks.Refused {
        List<SgxCertificate> issuers = read(part, DcapRefusal.PCK_CRL_UNKNOWN_ISSUER, "PCK CRL issuer chain format");
        for (SgxCertificate issuer : issuers) {
            checks.require(
                    isSigned(settings.root().key(), issuer.signedBytes(), issuer.signature()),
                    DcapRefusal.PCK_CRL_UNKNOWN_ISSUER,
                    "PCK CRL issuer chain",
                    issuer + " signed by the trusted root");
        }
    }

    private void checkPckRevocation() throws Checks.Refused {
        checks.require(
                !rootCrl.revokes(chain.ca().serialNumber()),
                DcapRefusal.CA_REVOKED,
                "CA not revoked",
                chain.ca() + " in " + rootCrl.serialNumbers().size() + " entries of the root CRL");
        checks.require(
                !pckCrl.revokes(chain.pck().serialNumber()),
                DcapRefusal.PCK_REVOKED,
                "PCK not revoked",
                chain.pck() + " in " + pckCrl.serialNumbers().size() + " entries of the PCK CRL");
    }

    // 4. and 5. The signatures of the two documents.

    private void checkTcbInfoSignature() throws Checks.Refused {
        SgxCertificate signer =
                checkSigningChain(collateral.tcbInfoChain, DcapRefusal.TCB_INFO_CHAIN, "TCB info signer");
        checkDocumentSignature(
                signer,
                tcbInfo.signedBytes(),
                tcbInfo.signature(),
                DcapRefusal.TCB_INFO_SIGNATURE,
                "TCB info signature");
    }

    private void checkQeIdentitySignature() throws Checks.Refused {
        SgxCertificate signer =
                checkSigningChain(collateral.qeIdentityChain, DcapRefusal.QE_IDENTITY_CHAIN, "QE identity signer");
        checkDocumentSignature(
                signer,
                qeIdentity.signedBytes(),
                qeIdentity.signature(),
                DcapRefusal.QE_IDENTITY_SIGNATURE,
                "QE identity signature");
    }

    /** Checks that a chain is Intel's TCB signer and the trusted root, and gives the signer. */
    private SgxCertificate checkSigningChain(
            PreparedCollateral.Part<List<SgxCertificate>> part, DcapRefusal refusal, String name)
            throws Checks.Refused {
        List<SgxCertificate> pair = read(part, refusal, name + " chain format");
        Optional<SgxCertificate> signer = PckChain.only(pair, SgxCertificate.TCB_SIGNING);
        Optional<SgxCertificate> root = PckChain.only(pair, SgxCertificate.ROOT_CA);
        if (pair.size() != 2 || signer.isEmpty() || root.isEmpty()) {
            throw checks.refuse(
                    refusal,
                    name,
                    pair + "; needed are \"" + SgxCertificate.TCB_SIGNING + "\" and \"" + SgxCertificate.ROOT_CA
                            + "\"");
        }
        checks.require(
                root.get().key().equals(Optional.of(settings.root().key()))
                        && isIssuedBy(root.get(), root.get())
                        && isIssuedBy(signer.get(), root.get()),
                refusal,
                name,
                signer.get() + " signed by the trusted root");
        Optional<String> fault = root.get().faultOfCa(0).or(signer.get()::faultOfEndEntity);
        checks.require(
                fault.isEmpty(),
                refusal,
                name + " extensions",
                signer.get() + fault.map(text -> ": " + text).orElse(""));
        checks.require(
                !rootCrl.revokes(signer.get().serialNumber()),
                DcapRefusal.TCB_SIGNER_REVOKED,
                name + " not revoked",
                signer.get() + " in " + rootCrl.serialNumbers().size() + " entries of the root CRL");
        addValidity(name + "'s root", root.get());
        addValidity(name, signer.get());
        return signer.get();
    }

    private void checkDocumentSignature(
            SgxCertificate signer,
            ByteString signedBytes,
            Optional<EcdsaP256Signature> signature,
            DcapRefusal refusal,
            String name)
            throws Checks.Refused {
        checks.require(
                isSigned(signer.key(), signedBytes, signature),
                refusal,
                name,
                signedBytes.size() + " bytes signed by " + signer);
    }

    // Dates, which do not end the verification.

    private void checkDates() {
        List<ValidityPeriod> signers = List.copyOf(validity);
        validity.clear();
        addValidity("root", chain.root());
        addValidity("CA", chain.ca());
        addValidity("PCK certificate", chain.pck());
        validity.add(new ValidityPeriod(
                "root CRL", DcapRefusal.ROOT_CRL_EXPIRED, rootCrl.thisUpdate(), rootCrl.nextUpdate()));
        validity.add(
                new ValidityPeriod("PCK CRL", DcapRefusal.PCK_CRL_EXPIRED, pckCrl.thisUpdate(), pckCrl.nextUpdate()));
        validity.addAll(signers);
        validity.add(new ValidityPeriod(
                "TCB info", DcapRefusal.TCB_INFO_EXPIRED, tcbInfo.issueDate(), tcbInfo.nextUpdate()));
        validity.add(new ValidityPeriod(
                "QE identity", DcapRefusal.QE_IDENTITY_EXPIRED, qeIdentity.issueDate(), qeIdentity.nextUpdate()));
        for (ValidityPeriod period : validity) {
            boolean begun = !period.from().isAfter(time.plus(settings.clockSkew()));
            boolean ended = period.to().isBefore(time);
            boolean inGrace = ended
                    && period.isRenewed()
                    && !period.to().plus(settings.grace()).isBefore(time);
            checks.date(period, time, begun && (!ended || inGrace), inGrace);
        }
    }

    private void addValidity(String name, SgxCertificate certificate) {
        validity.add(new ValidityPeriod(
                name, DcapRefusal.CERTIFICATE_EXPIRED, certificate.notBefore(), certificate.notAfter()));
    }

    // 6. The quote against all that.

    private void checkTcbInfoIsAboutThePlatform() throws Checks.Refused {
        checks.requireEqual(DcapRefusal.TCB_INFO_MISMATCH, "TEE of the TCB info", tee(), tcbInfo.tee());
        checks.requireEqual(DcapRefusal.TCB_INFO_MISMATCH, "FMSPC", pck.fmspc(), tcbInfo.fmspc());
        checks.requireEqual(DcapRefusal.TCB_INFO_MISMATCH, "PCE ID", pck.pceId(), tcbInfo.pceId());
        checks.requireEqual(DcapRefusal.QE_IDENTITY_MISMATCH, "id of the QE identity", qeId(), qeIdentity.id());
    }

    private String qeId() {
        return quote.isTrustDomain() ? "TD_QE" : "QE";
    }

    private void checkPpidData() throws Checks.Refused {
        CertificationData data = new CertificationData(quote.authentication());
        if (data.isPpid()) {
            Optional<String> fault = data.faultOfPpidData(pck);
            checks.require(
                    fault.isEmpty(),
                    DcapRefusal.CERTIFICATION_TYPE,
                    "PPID data",
                    fault.orElse("those of the PCK certificate that was given"));
        }
    }

    private void checkQeReport() throws Checks.Refused {
        ByteString report = quote.authentication().qeReport();
        checks.require(
                isSigned(
                        chain.pck().key(),
                        report,
                        signature(quote.authentication().qeReportSignature())),
                DcapRefusal.QE_REPORT_SIGNATURE,
                "QE report signature",
                "signed by " + chain.pck());
        ByteString hash = Sha256.of(
                quote.authentication().attestationKey(), quote.authentication().qeAuthData());
        checks.requireEqual(
                DcapRefusal.QE_REPORT_DATA,
                "QE report data",
                ByteString.concat(hash, ByteString.zeros(32)),
                quote.authentication().qeReportBody().reportData());
    }

    private void checkQeIdentity() throws Checks.Refused {
        ByteString report = quote.authentication().qeReport();
        checkMasked("QE misc select", qeIdentity.miscSelect(), report.slice(16, 20), qeIdentity.miscSelectMask());
        checkMasked("QE attributes", qeIdentity.attributes(), report.slice(48, 64), qeIdentity.attributesMask());
        checks.requireEqual(
                DcapRefusal.QE_IDENTITY_MISMATCH,
                "QE signer",
                qeIdentity.mrSigner(),
                quote.authentication().qeReportBody().mrSigner());
        checks.requireEqual(
                DcapRefusal.QE_IDENTITY_MISMATCH,
                "QE product",
                qeIdentity.isvProdId(),
                quote.authentication().qeReportBody().isvProdId());
    }

    private void checkMasked(String name, ByteString expected, ByteString found, ByteString mask)
            throws Checks.Refused {
        checks.requireEqual(
                DcapRefusal.QE_IDENTITY_MISMATCH, name + " under " + mask, and(expected, mask), and(found, mask));
    }

    private static ByteString and(ByteString bytes, ByteString mask) {
        byte[] masked = bytes.toArray();
        for (int i = 0; i < masked.length; i++) {
            masked[i] &= (byte) mask.at(i);
        }
        return ByteString.of(masked);
    }

    private void checkQuoteSignature() throws Checks.Refused {
        checks.require(
                isSigned(
                        attestationKey,
                        quote.signedPart(),
                        signature(quote.authentication().signature())),
                DcapRefusal.QUOTE_SIGNATURE,
                "quote signature",
                quote.signedPart().size() + " bytes signed by the attestation key");
    }

    private static Optional<EcdsaP256Signature> signature(ByteString bigEndian) {
        return Optional.of(EcdsaP256Signature.fromBigEndian(bigEndian));
    }

    private void evaluateTcb() throws Checks.Refused {
        TcbMatch platform;
        TcbStatus status;
        if (quote.isTrustDomain()) {
            TdReportBody domain = quote.trustDomain();
            checkTdxModule(domain);
            platform = reached(TcbMatch.ofTrustDomain(tcbInfo, pck, domain.teeTcbSvn()), domain.teeTcbSvn());
            status = domain.teeTcbSvn2().isEmpty()
                    ? platform.status()
                    : platform.afterUpdateTo(reached(
                            TcbMatch.ofTrustDomain(
                                    tcbInfo, pck, domain.teeTcbSvn2().get()),
                            domain.teeTcbSvn2().get()));
        } else {
            platform = reached(TcbMatch.ofEnclave(tcbInfo, pck), ByteString.EMPTY);
            status = platform.status();
        }
        int qeSvn = quote.authentication().qeReportBody().isvSvn();
        EnclaveTcbLevel qe = EnclaveTcbLevel.reached(qeIdentity.levels(), qeSvn)
                .orElseThrow(() -> checks.refuse(
                        DcapRefusal.QE_NOT_SUPPORTED, "QE level", "SVN " + qeSvn + " is below every level"));
        checks.pass("QE level", "SVN " + qeSvn + " reaches " + qe.isvSvn() + ": " + qe.status());
        tcb = TcbEvaluation.of(tcbInfo, qeIdentity, platform, qe, status);
        checks.require(
                tcb.status() != TcbStatus.REVOKED,
                DcapRefusal.REVOKED,
                "TCB not revoked",
                "platform " + status + ", QE " + qe.status() + ": " + tcb.status());
    }

    private void checkTdxModule(TdReportBody domain) throws Checks.Refused {
        int major = domain.teeTcbSvn().at(1);
        TdxModuleIdentity module = tcbInfo.tdxModuleOf(major)
                .orElseThrow(() -> checks.refuse(
                        DcapRefusal.TCB_INFO_MISMATCH,
                        "TDX module",
                        "the TCB info knows no " + TdxModuleIdentity.idOf(major)));
        checks.requireEqual(
                DcapRefusal.TCB_INFO_MISMATCH, "TDX module signer", module.mrSigner(), domain.mrSignerSeam());
        checks.requireEqual(
                DcapRefusal.TCB_INFO_MISMATCH,
                "TDX module attributes under " + module.attributesMask(),
                and(module.attributes(), module.attributesMask()),
                and(domain.seamAttributes(), module.attributesMask()));
        checks.requireEqual(
                DcapRefusal.TCB_INFO_MISMATCH, "TDX module attributes", ByteString.zeros(8), domain.seamAttributes());
    }

    private TcbMatch reached(Optional<TcbMatch> match, ByteString teeTcbSvn) throws Checks.Refused {
        String versions = "components " + pck.components() + ", PCE SVN " + pck.pceSvn()
                + (teeTcbSvn.isEmpty() ? "" : ", TEE TCB SVN " + teeTcbSvn);
        TcbMatch reached = match.orElseThrow(
                () -> checks.refuse(DcapRefusal.TCB_NOT_SUPPORTED, "TCB level", versions + " are below every level"));
        checks.pass(
                "TCB level",
                versions + " reach " + reached.level().components() + ", PCE SVN "
                        + reached.level().pceSvn() + ": " + reached.status());
        return reached;
    }

    // Signatures.

    private boolean isIssuedBy(SgxCertificate certificate, SgxCertificate issuer) {
        return certificate.issuer().equals(issuer.subject())
                && isSigned(issuer.key(), certificate.signedBytes(), certificate.signature());
    }

    private boolean isSigned(Optional<P256PublicKey> key, ByteString message, Optional<EcdsaP256Signature> signature) {
        return key.isPresent() && isSigned(key.get(), message, signature);
    }

    private boolean isSigned(P256PublicKey key, ByteString message, Optional<EcdsaP256Signature> signature) {
        return signature.isPresent()
                && (collateral.verified.contains(key, message, signature.get())
                        || settings.ecdsa().verify(key, message, signature.get()));
    }
}
