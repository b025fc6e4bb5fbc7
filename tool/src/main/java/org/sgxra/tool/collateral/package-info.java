/** The command {@code sgx-ra collateral}: fetches and stores what DCAP quotes are judged with. */
package org.sgxra.tool.collateral;
