/**
 * The service provider of the protobuf system: the command {@code isv-sp}, which connects to an Application, has its enclave
 * prove itself and gives it a secret (docs/spec/wire-tls-protobuf.md).
 */
package org.sgxra.sp.isv;
