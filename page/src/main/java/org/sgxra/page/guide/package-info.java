/** What fields and checks are for. */
package org.sgxra.page.guide;
