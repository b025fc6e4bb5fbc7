/** Attestation reports: the JSON that the attestation service signs, and who signed it (docs/spec/ias-api.md sections 4 and 5). */
package org.sgxra.common.report;
