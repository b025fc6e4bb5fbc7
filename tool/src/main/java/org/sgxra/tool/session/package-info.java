/** Recorded sessions in files that the user names. */
package org.sgxra.tool.session;
