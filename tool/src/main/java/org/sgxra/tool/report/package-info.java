/** The command {@code sgx-ra verify-report}. */
package org.sgxra.tool.report;
