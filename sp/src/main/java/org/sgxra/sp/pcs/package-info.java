/**
 * DCAP quotes, judged with the collateral that Intel publishes (docs/spec/dcap.md): where it comes from, how long it is kept, and what is made of
 * a quote with it.
 */
package org.sgxra.sp.pcs;
