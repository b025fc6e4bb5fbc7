/** The command line of {@code sp}: options, files they name, and what is wrong with them (docs/spec/cli.md). */
package org.sgxra.sp.cli;
