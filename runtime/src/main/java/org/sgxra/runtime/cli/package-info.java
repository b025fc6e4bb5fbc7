/**
 * One table of options for each command ({@link org.sgxra.runtime.cli.OptionTable}). Parsing as getopt_long(3) does it, the
 * help, the manual pages and the completions of shells come from it (docs/spec/cli.md).
 */
package org.sgxra.runtime.cli;
