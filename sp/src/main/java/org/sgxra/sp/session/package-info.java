/**
 * The service provider's side of one attestation, message by message, without input or output of its own
 * (docs/spec/wire-hex.md).
 */
package org.sgxra.sp.session;
