/** From evidence to signed attestation report (docs/spec/ias-api.md sections 3 to 5, docs/spec/sgx-quote.md section 7). */
package org.sgxra.services.report;
