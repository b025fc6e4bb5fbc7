package org.sgxra.sp.service;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Quote;

/**
 * What a platform offers as proof.
 *
 * @param quote as it came in msg3
 * @param platformServices statement of the platform services; empty when there is none
 * @param nonce made for this session, at most 32 characters; a service that takes one must return it
 */
public record Evidence(Quote quote, ByteString platformServices, Optional<String> nonce) {}
