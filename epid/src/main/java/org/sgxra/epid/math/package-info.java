/**
 * The pairing-friendly curve BN-P256 (docs/spec/epid2.md, sections 2 and 3): the groups G1, G2 and GT, which are immutable
 * values here, and the pairing between them. Mutable numbers of the field tower below them stay inside the package.
 *
 * <p><b>Not constant-time</b>: running times depend on scalars. Not for production secrets.
 */
package org.sgxra.epid.math;
