/**
 * Signs real evidence under a root of its own: certificates, revocation lists, documents and quotes as Intel's are, of which a test
 * changes one thing. Names and layouts are those of docs/spec/dcap.md section 9.
 */
package org.sgxra.fakes;
