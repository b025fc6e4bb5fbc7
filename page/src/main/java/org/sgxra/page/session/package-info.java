/** What happened in a session, from the records of one or both ends. */
package org.sgxra.page.session;
