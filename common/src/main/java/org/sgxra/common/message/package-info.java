/**
 * The records that cross a wire, bytes to fields and back: docs/spec/wire-hex.md (messages, SIGSTRUCT),
 * docs/spec/sgx-quote.md (quotes, SigRL), docs/spec/ias-api.md section 5.4 (platform info blob).
 *
 * <p>Each {@code parse} takes any byte array and gives a record or throws
 * {@link org.sgxra.common.message.MalformedMessageException}. Each {@code encode} gives exactly the bytes that were parsed.
 */
package org.sgxra.common.message;
