/** What people read: headings, fields and status lines on standard error and in the log file (docs/spec/cli.md, Streams). */
package org.sgxra.runtime.transcript;
