/** Failures in words. */
package org.sgxra.runtime.fault;
