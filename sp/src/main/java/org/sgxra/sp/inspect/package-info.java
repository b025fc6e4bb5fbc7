/** A server's sessions as pages to read, while it serves. */
package org.sgxra.sp.inspect;
