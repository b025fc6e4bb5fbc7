package org.sgxra.verifier.check;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The checks of all kinds of evidence, each kind's in the order in which they are made: those of an attestation report
 * (docs/spec/wire-hex.md, "SP on msg3"), those of an EPID quote whose group is known (docs/spec/epid2.md section 8), those of a DCAP quote
 * (docs/spec/dcap.md section 4), and those of the policies, which are the same for reports and DCAP quotes.
 */
public enum CheckName {
    /** The time stamp can be read; the signing chain is validated at that time. */
    TIME_STAMP("report time stamp", Subject.ENDORSEMENT),
    /** The certificates lead to a trusted CA, all valid at the time of the report, and the leaf may sign. */
    SIGNING_CHAIN("report signing chain", Subject.ENDORSEMENT),
    /** The signature is the leaf's over exactly these bytes. */
    SIGNATURE("report signature", Subject.ENDORSEMENT),
    /** The body is an attestation report. */
    CONTENT("report content", Subject.ENDORSEMENT),
    /** The platform info blob, if there is one, is signed by who should have signed it. */
    PLATFORM_INFO("report platform info", Subject.ENDORSEMENT),
    /** The report is of the version of the API that was asked. */
    VERSION("report version", Subject.ENDORSEMENT),
    /** The report is about the quote that was sent. */
    QUOTE_BODY("report quote body", Subject.ENDORSEMENT),
    /** The report repeats the nonce that was sent. */
    NONCE("report nonce", Subject.ENDORSEMENT),
    /** The report is not older than allowed. */
    NOT_TOO_OLD("report not before", Subject.ENDORSEMENT),
    /** The report is not of the future. */
    NOT_IN_FUTURE("report not after", Subject.ENDORSEMENT),

    /** The EPID quote is of the group whose key is known. */
    EPID_GROUP("EPID group", Subject.EVIDENCE),
    /** Its signature is well-formed and encrypted for the key that is known. */
    EPID_PAYLOAD("EPID payload", Subject.EVIDENCE),
    /** A member of the group signed the quote with the basename in it. */
    EPID_SIGNATURE("EPID signature", Subject.EVIDENCE),
    /** The group is not revoked. */
    EPID_GROUP_NOT_REVOKED("EPID group not revoked", Subject.EVIDENCE),
    /** The revocation lists are the group's. */
    EPID_LISTS("EPID lists", Subject.ENDORSEMENT),
    /** The member's key is not revoked. */
    EPID_KEY_NOT_REVOKED("EPID key not revoked", Subject.EVIDENCE),
    /** The signature was made for the signature revocation list that is known. */
    EPID_SIG_RL("EPID SigRL", Subject.EVIDENCE),
    /** None of the signatures in that list is by the same member. */
    EPID_SIGNATURE_NOT_REVOKED("EPID signature not revoked", Subject.EVIDENCE),
    /** The verifier's own list does not have the member. */
    EPID_NOT_REVOKED_BY_VERIFIER("EPID not revoked by verifier", Subject.EVIDENCE),

    /** The quote is of version 3, 4 or 5, and its lengths are right. */
    QUOTE_FORMAT("quote format", Subject.EVIDENCE),
    /** The quoting enclave is Intel's by the quote's own word. */
    QE_VENDOR("vendor of the quoting enclave", Subject.EVIDENCE),
    /** The attestation key is a point on P-256. */
    ATTESTATION_KEY("attestation key", Subject.EVIDENCE),
    /** The quote carries its PCK certificate chain, or the caller gave it. */
    CERTIFICATION_DATA("certification data", Subject.EVIDENCE),
    /** The PCK chain is three certificates in PEM. */
    CHAIN_FORMAT("certificate chain", Subject.EVIDENCE),
    /** The TCB info is well-formed. */
    TCB_INFO_FORMAT("TCB info format", Subject.ENDORSEMENT),
    /** The QE identity is well-formed. */
    QE_IDENTITY_FORMAT("QE identity format", Subject.ENDORSEMENT),
    /** The revocation list of the root is well-formed. */
    ROOT_CRL_FORMAT("root CRL format", Subject.ENDORSEMENT),
    /** The revocation list of the PCK's CA is well-formed. */
    PCK_CRL_FORMAT("PCK CRL format", Subject.ENDORSEMENT),
    /** The chain is a PCK certificate, one of its two CAs and the root. */
    CHAIN_NAMES("chain names", Subject.EVIDENCE),
    /** All three have keys on P-256 and signatures by ecdsa-with-SHA256. */
    CHAIN_ALGORITHMS("chain algorithms", Subject.EVIDENCE),
    /** The root signed itself. */
    ROOT_SIGNATURE("root signature", Subject.EVIDENCE),
    /** The root signed the CA's certificate. */
    CA_SIGNATURE("CA signature", Subject.EVIDENCE),
    /** The CA signed the PCK certificate. */
    PCK_SIGNATURE("PCK signature", Subject.EVIDENCE),
    /** The root is the trusted one. */
    TRUSTED_ROOT("trusted root", Subject.EVIDENCE),
    /** The root is a CA that may have CAs below it. */
    ROOT_EXTENSIONS("extensions of the root", Subject.EVIDENCE),
    /** The CA is one. */
    CA_EXTENSIONS("extensions of the CA", Subject.EVIDENCE),
    /** The PCK certificate is not a CA's. */
    PCK_EXTENSIONS("extensions of the PCK certificate", Subject.EVIDENCE),
    /** The PCK certificate says which platform it is, as its CA's certificates do. */
    SGX_EXTENSION("SGX extension", Subject.EVIDENCE),
    /** The root's revocation list is the root's by name. */
    ROOT_CRL_ISSUER("root CRL issuer", Subject.ENDORSEMENT),
    /** The root signed it. */
    ROOT_CRL_SIGNATURE("root CRL signature", Subject.ENDORSEMENT),
    /** The chain that came with the PCK's revocation list, if any, is signed by the trusted root. */
    PCK_CRL_ISSUER_CHAIN("PCK CRL issuer chain", Subject.ENDORSEMENT),
    /** The PCK's revocation list is that of the CA which issued the PCK certificate, by name. */
    PCK_CRL_ISSUER("PCK CRL issuer", Subject.ENDORSEMENT),
    /** The CA signed it. */
    PCK_CRL_SIGNATURE("PCK CRL signature", Subject.ENDORSEMENT),
    /** The CA is not revoked. */
    CA_NOT_REVOKED("CA not revoked", Subject.EVIDENCE),
    /** The PCK certificate is not revoked. */
    PCK_NOT_REVOKED("PCK not revoked", Subject.EVIDENCE),
    /** The signer of the TCB info is Intel's under the trusted root, and may sign. */
    TCB_INFO_SIGNER("TCB info signer", Subject.ENDORSEMENT),
    /** That signer is not revoked. */
    TCB_INFO_SIGNER_NOT_REVOKED("TCB info signer not revoked", Subject.ENDORSEMENT),
    /** The TCB info is signed by it. */
    TCB_INFO_SIGNATURE("TCB info signature", Subject.ENDORSEMENT),
    /** The signer of the QE identity is Intel's under the trusted root, and may sign. */
    QE_IDENTITY_SIGNER("QE identity signer", Subject.ENDORSEMENT),
    /** That signer is not revoked. */
    QE_IDENTITY_SIGNER_NOT_REVOKED("QE identity signer not revoked", Subject.ENDORSEMENT),
    /** The QE identity is signed by it. */
    QE_IDENTITY_SIGNATURE("QE identity signature", Subject.ENDORSEMENT),
    /** The root is valid at the time. */
    ROOT_DATE("date of the root", Subject.EVIDENCE),
    /** The CA's certificate is valid at the time. */
    CA_DATE("date of the CA", Subject.EVIDENCE),
    /** The PCK certificate is valid at the time. */
    PCK_DATE("date of the PCK certificate", Subject.EVIDENCE),
    /** The root's revocation list is valid at the time, or within the days of grace. */
    ROOT_CRL_DATE("date of the root CRL", Subject.ENDORSEMENT),
    /** The PCK's revocation list is valid at the time, or within the days of grace. */
    PCK_CRL_DATE("date of the PCK CRL", Subject.ENDORSEMENT),
    /** The root in the TCB info's chain is valid at the time. */
    TCB_INFO_ROOT_DATE("date of the TCB info signer's root", Subject.ENDORSEMENT),
    /** The signer of the TCB info is valid at the time. */
    TCB_INFO_SIGNER_DATE("date of the TCB info signer", Subject.ENDORSEMENT),
    /** The root in the QE identity's chain is valid at the time. */
    QE_IDENTITY_ROOT_DATE("date of the QE identity signer's root", Subject.ENDORSEMENT),
    /** The signer of the QE identity is valid at the time. */
    QE_IDENTITY_SIGNER_DATE("date of the QE identity signer", Subject.ENDORSEMENT),
    /** The TCB info is valid at the time, or within the days of grace. */
    TCB_INFO_DATE("date of the TCB info", Subject.ENDORSEMENT),
    /** The QE identity is valid at the time, or within the days of grace. */
    QE_IDENTITY_DATE("date of the QE identity", Subject.ENDORSEMENT),
    /** The TCB info is about enclaves or trust domains, as the quote is. */
    TCB_INFO_TEE("TEE of the TCB info", Subject.ENDORSEMENT),
    /** The TCB info is about processors of this kind. */
    FMSPC("FMSPC", Subject.ENDORSEMENT),
    /** The TCB info is about this provisioning certification enclave. */
    PCE_ID("PCE ID", Subject.ENDORSEMENT),
    /** The QE identity is that of a quoting enclave for such quotes. */
    QE_IDENTITY_ID("id of the QE identity", Subject.ENDORSEMENT),
    /** Where the caller gave the PCK chain: the quote names the same platform and versions. */
    PPID_DATA("PPID data", Subject.EVIDENCE),
    /** The PCK signed the report of the quoting enclave. */
    QE_REPORT_SIGNATURE("QE report signature", Subject.EVIDENCE),
    /** That report is about the attestation key. */
    QE_REPORT_DATA("QE report data", Subject.EVIDENCE),
    /** The quoting enclave's MISCSELECT is that of the QE identity under its mask. */
    QE_MISC_SELECT("QE misc select", Subject.EVIDENCE),
    /** The quoting enclave's ATTRIBUTES are those of the QE identity under its mask. */
    QE_ATTRIBUTES("QE attributes", Subject.EVIDENCE),
    /** The quoting enclave is signed by the signer in the QE identity. */
    QE_SIGNER("QE signer", Subject.EVIDENCE),
    /** The quoting enclave is the product in the QE identity. */
    QE_PRODUCT("QE product", Subject.EVIDENCE),
    /** The attestation key signed the quote. */
    QUOTE_SIGNATURE("quote signature", Subject.EVIDENCE),
    /** Of a trust domain: the TCB info knows its TDX module. */
    TDX_MODULE("TDX module", Subject.EVIDENCE),
    /** Of a trust domain: that module's signer. */
    TDX_MODULE_SIGNER("TDX module signer", Subject.EVIDENCE),
    /** Of a trust domain: that module's attributes. */
    TDX_MODULE_ATTRIBUTES("TDX module attributes", Subject.EVIDENCE),
    /** The platform reaches a level of the TCB info; of a trust domain: it did when the trust domain was launched. */
    TCB_LEVEL("TCB level", Subject.EVIDENCE),
    /** Of a trust domain: what it runs on now reaches a level, too. */
    TCB_LEVEL_NOW("TCB level now", Subject.EVIDENCE),
    /** The quoting enclave reaches a level of the QE identity. */
    QE_LEVEL("QE level", Subject.EVIDENCE),
    /** None of the levels reached is revoked. */
    TCB_NOT_REVOKED("TCB not revoked", Subject.EVIDENCE),

    /** The enclave or trust domain put the expected data into its own report. */
    REPORT_DATA("report data", Subject.EVIDENCE),
    /** The enclave is signed by the required signer. */
    MRSIGNER("MRSIGNER", Subject.POLICY),
    /** The enclave's measurement is one of those allowed. */
    MRENCLAVE("MRENCLAVE", Subject.POLICY),
    /** The enclave is the required product. */
    PRODUCT_ID("product id", Subject.POLICY),
    /** The enclave's security version is high enough. */
    ISV_SVN("ISV SVN", Subject.POLICY),
    /** No debugger can look into the enclave or trust domain, or that is allowed. */
    DEBUG("debug", Subject.POLICY),
    /** The status of the platform is trusted, by itself or because it is accepted on purpose. */
    PLATFORM_STATUS("platform status", Subject.POLICY),
    /** The advisories that apply to the platform are mitigated, where a list of mitigated ones is given. */
    ADVISORIES("advisories", Subject.POLICY),
    /** Of a DCAP quote: TCB info and QE identity are not older than the numbered set that is asked for. */
    TCB_EVALUATION_DATA_NUMBER("TCB evaluation data number", Subject.POLICY);

    /** What a check that fails speaks against. */
    public enum Subject {
        /** The evidence: what the attester sent is not genuine, or not about this session. */
        EVIDENCE,
        /** What should vouch for the evidence, a report or collateral: nothing is known of the evidence then. */
        ENDORSEMENT,
        /** The wishes of the relying party; the evidence is genuine. */
        POLICY
    }

    /** The checks of the enclave policy. */
    public static final Set<CheckName> ENCLAVE = range(MRSIGNER, DEBUG);

    /** The checks of both policies, of enclaves and of platforms. */
    public static final Set<CheckName> OF_POLICY = range(MRSIGNER, TCB_EVALUATION_DATA_NUMBER);

    /** The checks of an attestation report, the policies' included. */
    public static final Set<CheckName> OF_REPORT =
            union(range(TIME_STAMP, NOT_IN_FUTURE), range(REPORT_DATA, ADVISORIES));

    /** The checks of an EPID quote whose group is known. */
    public static final Set<CheckName> OF_EPID_QUOTE = range(EPID_GROUP, EPID_NOT_REVOKED_BY_VERIFIER);

    /** The checks of a DCAP quote, the policies' included. */
    public static final Set<CheckName> OF_DCAP_QUOTE = range(QUOTE_FORMAT, TCB_EVALUATION_DATA_NUMBER);

    /** The dates of a DCAP quote's certificates, lists and documents. Verification goes on when one of them has passed. */
    public static final Set<CheckName> DATES = range(ROOT_DATE, QE_IDENTITY_DATE);

    /** The checks of a DCAP quote that compare it with what TCB info and QE identity say: with others it may pass them. */
    public static final Set<CheckName> BY_DOCUMENTS =
            union(range(QE_MISC_SELECT, QE_PRODUCT), range(TDX_MODULE, TCB_NOT_REVOKED));

    private final String title;
    private final String label;
    private final Subject subject;

    CheckName(String title, Subject subject) {
        this.title = title;
        this.label = title.toLowerCase(Locale.ROOT).replace(' ', '-').replace("'", "");
        this.subject = subject;
    }

    private static Set<CheckName> range(CheckName first, CheckName last) {
        return Collections.unmodifiableSet(EnumSet.range(first, last));
    }

    private static Set<CheckName> union(Set<CheckName> some, Set<CheckName> others) {
        EnumSet<CheckName> all = EnumSet.copyOf(some);
        all.addAll(others);
        return Collections.unmodifiableSet(all);
    }

    /** The name in words, for people. */
    public String title() {
        return title;
    }

    /** The name in lower-case words with hyphens, for logs and JSON. */
    public String label() {
        return label;
    }

    /** What fails if this check does. */
    public Subject subject() {
        return subject;
    }

    /** True for the checks that decide whether the evidence is genuine; the others decide whether it is acceptable. */
    public boolean decidesGenuine() {
        return subject != Subject.POLICY;
    }
}
