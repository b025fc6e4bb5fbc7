package org.sgxra.services.dcap;

/**
 * Addresses that stand in certificates.
 *
 * @param port that the emulator listens on
 */
public record EmulatorUrls(int port) {
    /** Path of the root CA's revocation list. */
    public static final String ROOT_CRL_PATH = "/IntelSGXRootCA.der";
    /** Path of the platform CAs' revocation lists. */
    public static final String PCK_CRL_PATH = "/sgx/certification/v4/pckcrl";

    /** Where the root CA's revocation list is, in DER. */
    String rootCrl() {
        return base() + ROOT_CRL_PATH;
    }

    /** Where a platform CA's revocation list is, in DER. */
    String pckCrl(PckCa ca) {
        return base() + PCK_CRL_PATH + "?ca=" + ca + "&encoding=der";
    }

    private String base() {
        return "https://localhost:" + port;
    }
}
