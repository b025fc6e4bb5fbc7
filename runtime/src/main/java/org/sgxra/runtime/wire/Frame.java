package org.sgxra.runtime.wire;

import org.sgxra.common.bytes.ByteString;

/**
 * A message of the protobuf system as it travels (docs/spec/wire-tls-protobuf.md section 2).
 *
 * @param type what it carries
 * @param body the serialized message, at least one byte
 */
public record Frame(FrameType type, ByteString body) {}
