/**
 * Judges EPID quotes where the group's key is known: {@link org.sgxra.verifier.epid.EpidQuoteVerifier}. It needs the optional artifact
 * {@code sgxra-epid}; reports of Intel's service about EPID quotes do not.
 */
package org.sgxra.verifier.epid;
