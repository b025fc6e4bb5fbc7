/** What of the documentation is generated: its pictures, and the bytes of the session that it explains. */
package org.sgxra.page.docs;
