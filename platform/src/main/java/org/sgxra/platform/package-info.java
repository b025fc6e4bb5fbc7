/**
 * The platform half of SOFT mode: quoting enclaves and their provisioning, in software. It protects nothing: its keys lie
 * readable in a directory, and its quotes are worth something only under the keys of the emulator that vouches for them
 * (docs/spec/sgx-quote.md, docs/spec/dcap.md section 8).
 */
package org.sgxra.platform;
