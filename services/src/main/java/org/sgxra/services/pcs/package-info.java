/** PCS and PCCS over HTTP: the requests that verifiers and quote provider libraries make (docs/dcap-emulator.md, docs/spec/dcap.md section 7). */
package org.sgxra.services.pcs;
