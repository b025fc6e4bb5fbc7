package org.sgxra.sp.service;

import org.sgxra.common.bytes.ByteString;

/**
 * What msg2 asks of a platform.
 *
 * @param spid service provider id, 16 bytes; zero for kinds of quote that have none
 * @param quoteType u16 of msg2: 0 unlinkable, 1 linkable; 0 for kinds of quote that know no such difference
 * @param sigRl signature revocation list as the service gave it; empty when there is none
 */
public record QuoteRequest(ByteString spid, int quoteType, ByteString sigRl) {}
