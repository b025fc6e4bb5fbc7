/** State that outlives a process: a private directory, files that are replaced whole or not at all, locks between processes. */
package org.sgxra.runtime.state;
