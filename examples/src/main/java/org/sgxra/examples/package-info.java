/** What a relying party writes to verify attestation reports with {@code org.sgxra.verifier}. */
package org.sgxra.examples;
