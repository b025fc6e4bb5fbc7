/**
 * Every structure taken apart: its fields by name, with offset, bytes, byte order and a text for people. Each byte belongs to
 * exactly one field. Transcripts, JSON lines and the command {@code sgx-ra decode} show these and no others.
 */
package org.sgxra.common.field;
