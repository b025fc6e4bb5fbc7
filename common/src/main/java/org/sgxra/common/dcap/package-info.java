/**
 * The formats that DCAP evidence is judged with (docs/spec/dcap.md sections 2 and 3): certificates under Intel's SGX root and their SGX
 * extension, revocation lists, TCB info and QE identity. Each parser takes any bytes and gives an immutable value or throws
 * {@link org.sgxra.common.dcap.DcapFormatException}. Nothing here is known to be signed by anybody.
 */
package org.sgxra.common.dcap;
