/**
 * Intel's Attestation Service for EPID quotes, reached over HTTPS (docs/spec/ias-api.md): what is asked, and what is made of the
 * answer.
 */
package org.sgxra.sp.ias;
