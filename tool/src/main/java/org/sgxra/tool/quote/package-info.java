/** The command {@code sgx-ra verify-quote}. */
package org.sgxra.tool.quote;
