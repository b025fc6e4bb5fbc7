/** The command {@code sgx-ra replay}: the checks of a recorded session, made again. */
package org.sgxra.tool.replay;
