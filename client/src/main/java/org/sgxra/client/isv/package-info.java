/**
 * The command {@code isv-app}: an enclave that lets service providers come to it, over TLS, in the way of the SGX101 example
 * (docs/spec/wire-tls-protobuf.md).
 */
package org.sgxra.client.isv;
