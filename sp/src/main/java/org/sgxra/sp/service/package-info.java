/**
 * What an attestation session needs of an attestation service, whatever kind of evidence it judges and however it is
 * reached. EPID quotes judged by IAS are the one kind there is now ({@code org.sgxra.sp.ias}).
 */
package org.sgxra.sp.service;
