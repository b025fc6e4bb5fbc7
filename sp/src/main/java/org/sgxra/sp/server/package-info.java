/** The hex protocol on the service provider's side: one attestation after the other, over TCP or standard input and output. */
package org.sgxra.sp.server;
