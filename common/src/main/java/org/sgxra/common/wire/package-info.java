/** How messages travel: hexadecimal lines over TCP or standard input and output (docs/spec/wire-hex.md). */
package org.sgxra.common.wire;
