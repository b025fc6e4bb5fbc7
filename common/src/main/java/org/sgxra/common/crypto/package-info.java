/**
 * The cryptography of the protocol: P-256 in SGX byte order, AES-CMAC, the key derivation, SHA-256
 * (docs/spec/wire-hex.md, Keys).
 */
package org.sgxra.common.crypto;
