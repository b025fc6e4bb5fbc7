/** The command {@code sgx-ra decode}: what bytes are, and their fields. */
package org.sgxra.tool.decode;
