/**
 * Intel's Attestation Service for EPID quotes, reached over HTTPS (docs/spec/ias-api.md): what is asked, what is made of the
 * answer, and two HTTP agents, one of the JDK and one that runs curl.
 */
package org.sgxra.sp.ias;
