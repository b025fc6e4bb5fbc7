/**
 * The messages of the protobuf system (docs/spec/wire-tls-protobuf.md sections 4 and 14): serialized bytes to records and
 * back. {@code Proto} is generated from attestation.proto by the build.
 */
package org.sgxra.runtime.wire.protobuf;
