/**
 * Judges DCAP quotes with the collateral that Intel publishes: {@link org.sgxra.verifier.dcap.DcapVerifier}. No network, no clock, no
 * state: root, collateral and time are given.
 */
package org.sgxra.verifier.dcap;
