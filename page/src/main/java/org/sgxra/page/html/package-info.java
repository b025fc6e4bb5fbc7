/** The parts of the page, a class each. */
package org.sgxra.page.html;
