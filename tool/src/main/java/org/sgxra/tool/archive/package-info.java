/** Attestation reports as people keep them: the forms of body, signature and chain, and what storage did to them. */
package org.sgxra.tool.archive;
