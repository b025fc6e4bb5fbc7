package org.sgxra.verifier.dcap;

/** Why a quote is not verified (docs/spec/dcap.md section 15): a closed list. */
public enum DcapRefusal {
    /** The quote is not well-formed. */
    QUOTE_FORMAT,
    /** A version, key type, TEE type or vendor that is not known. */
    QUOTE_UNSUPPORTED,
    /** The quote does not carry its PCK certificate chain, or its PPID data are not those of the chain that was given. */
    CERTIFICATION_TYPE,
    /** The PCK chain is not three certificates in PEM. */
    CHAIN_FORMAT,
    /** The PCK chain is not a PCK certificate, one of its two CAs and the root. */
    CHAIN_NAMES,
    /** A certificate of the PCK chain is not signed by the next one. */
    CHAIN_SIGNATURE,
    /** The root of the PCK chain is not the trusted one. */
    ROOT_UNTRUSTED,
    /** A certificate of the PCK chain lacks an extension, or has one that forbids its use. */
    CERTIFICATE_EXTENSIONS,
    /** The SGX extension of the PCK certificate is missing or wrong. */
    SGX_EXTENSION,
    /** The PCK certificate is revoked. */
    PCK_REVOKED,
    /** The CA of the PCK certificate is revoked. */
    CA_REVOKED,
    /** The signer of TCB info or QE identity is revoked. */
    TCB_SIGNER_REVOKED,
    /** The revocation list of the root is not well-formed. */
    ROOT_CRL_FORMAT,
    /** The revocation list of the root is somebody else's. */
    ROOT_CRL_UNKNOWN_ISSUER,
    /** The revocation list of the root is not signed by the root. */
    ROOT_CRL_SIGNATURE,
    /** The revocation list of the root is not valid at the time. */
    ROOT_CRL_EXPIRED,
    /** The revocation list of the PCK's CA is not well-formed. */
    PCK_CRL_FORMAT,
    /** The revocation list of the PCK's CA is somebody else's. */
    PCK_CRL_UNKNOWN_ISSUER,
    /** The revocation list of the PCK's CA is not signed by it. */
    PCK_CRL_SIGNATURE,
    /** The revocation list of the PCK's CA is not valid at the time. */
    PCK_CRL_EXPIRED,
    /** The TCB info is not well-formed. */
    TCB_INFO_FORMAT,
    /** The signer of the TCB info is not Intel's under the trusted root. */
    TCB_INFO_CHAIN,
    /** The TCB info is not signed by its signer. */
    TCB_INFO_SIGNATURE,
    /** The TCB info is not valid at the time. */
    TCB_INFO_EXPIRED,
    /** The TCB info is about another platform. */
    TCB_INFO_MISMATCH,
    /** The QE identity is not well-formed. */
    QE_IDENTITY_FORMAT,
    /** The signer of the QE identity is not Intel's under the trusted root. */
    QE_IDENTITY_CHAIN,
    /** The QE identity is not signed by its signer. */
    QE_IDENTITY_SIGNATURE,
    /** The QE identity is not valid at the time. */
    QE_IDENTITY_EXPIRED,
    /** The quoting enclave is not the one that the QE identity describes. */
    QE_IDENTITY_MISMATCH,
    /** A certificate is not valid at the time. */
    CERTIFICATE_EXPIRED,
    /** The report of the quoting enclave is not signed by the PCK. */
    QE_REPORT_SIGNATURE,
    /** The report of the quoting enclave is not about the attestation key. */
    QE_REPORT_DATA,
    /** The quote is not signed by the attestation key. */
    QUOTE_SIGNATURE,
    /** The platform, or its TDX module, is below every level of the TCB info. */
    TCB_NOT_SUPPORTED,
    /** The quoting enclave is below every level of the QE identity. */
    QE_NOT_SUPPORTED,
    /** The TCB level of the platform, the quoting enclave or the TDX module is revoked. */
    REVOKED
}
