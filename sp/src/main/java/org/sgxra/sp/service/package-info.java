/**
 * What an attestation session needs of an attestation service, whatever kind of evidence it judges and however it is
 * reached: EPID quotes are judged by IAS ({@code org.sgxra.sp.ias}), DCAP quotes with collateral ({@code org.sgxra.sp.pcs}).
 */
package org.sgxra.sp.service;
