/** Events as files have them. */
package org.sgxra.page.record;
