package org.sgxra.services.dcap;

import java.math.BigInteger;

/**
 * A certificate under the SGX root that is revoked.
 *
 * @param issuer whose list it is on
 * @param serialNumber of the certificate
 * @param reason CRLReason of RFC 5280 section 5.3.1
 */
public record Revocation(Issuer issuer, BigInteger serialNumber, int reason) {
    /** CAs that have a revocation list. */
    public enum Issuer {
        /** Of the CAs below it and of the TCB signer. */
        ROOT,
        /** Of platforms of one package. */
        PROCESSOR,
        /** Of platforms of several packages. */
        PLATFORM
    }
}
