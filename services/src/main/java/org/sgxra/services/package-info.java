/**
 * An emulator of Intel's attestation service for EPID, which was switched off in 2025. Its keys are test keys: what it says can be
 * trusted by nobody, and is signed by a CA of its own.
 */
package org.sgxra.services;
