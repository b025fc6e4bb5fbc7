/** The command {@code sgx-ra} for relying parties. */
package org.sgxra.tool;
