/**
 * EPID 2.0: group signatures with revocation, as the SGX quoting enclave and the attestation service use them
 * (docs/spec/epid2.md, byte-compatible with it). Knows nothing of SGX.
 *
 * <p><b>The arithmetic is not constant-time</b> and leaves copies of secrets in memory. It is made for test groups of an
 * emulator and for verifying; it must not be used with the member or issuer keys of a production group.
 *
 * <p>All numbers are big-endian. Everything public is immutable or, like {@link org.sgxra.epid.Member} and
 * {@link org.sgxra.epid.EpidVerifier}, safe for use by several threads. Parsers accept any bytes and give an object or an
 * {@link org.sgxra.epid.EpidException} that names the object, the field and the offset.
 */
package org.sgxra.epid;
