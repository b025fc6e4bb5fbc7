/** The documentation is true: what it names exists, and its commands do what it says. */
package org.sgxra.docs;
