/** TLS contexts of all programs: whom they trust, and who they are. */
package org.sgxra.runtime.tls;
