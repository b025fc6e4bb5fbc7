/**
 * How messages travel: hexadecimal lines over TCP or standard input and output (docs/spec/wire-hex.md), frames over TLS
 * (docs/spec/wire-tls-protobuf.md section 2).
 */
package org.sgxra.runtime.wire;
