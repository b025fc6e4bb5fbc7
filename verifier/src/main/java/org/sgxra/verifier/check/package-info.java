/** The checks that verifiers make of evidence, by name, with what each of them compared. */
package org.sgxra.verifier.check;
