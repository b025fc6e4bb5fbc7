/** Immutable and secret byte sequences, and the hexadecimal form in which people and wires see them. */
package org.sgxra.common.bytes;
