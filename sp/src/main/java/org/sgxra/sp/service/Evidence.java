package org.sgxra.sp.service;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;

/**
 * What a platform offers as proof.
 *
 * @param quote the quote as it came
 * @param platformServices statement of the platform services; empty when there is none
 * @param nonce made for this question, at most 32 characters; a service that takes one must return it
 */
public record Evidence(ByteString quote, ByteString platformServices, Optional<String> nonce) {}
