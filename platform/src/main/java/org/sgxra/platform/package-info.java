/**
 * The platform half of SOFT mode: a quoting enclave and its provisioning, in software. It protects nothing: its keys lie readable
 * in a directory, and its quotes are worth something only to the emulator that gave it the keys (docs/spec/sgx-quote.md).
 */
package org.sgxra.platform;
