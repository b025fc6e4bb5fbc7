/** The command {@code sgx-ra walkthrough}. */
package org.sgxra.tool.walkthrough;
