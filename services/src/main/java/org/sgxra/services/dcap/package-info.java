/**
 * What the emulator is and keeps for DCAP (docs/spec/dcap.md sections 7, 9 and 15): a CA with Intel's names, registered platforms and
 * their PCK certificates, TCB levels, and the collateral that it issues.
 */
package org.sgxra.services.dcap;
