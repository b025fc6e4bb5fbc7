/** The service provider: the command {@code sp} (docs/spec/cli.md). */
package org.sgxra.sp;
