/** What the emulator keeps in its state directory: keys, certificates, EPID groups with their revocation lists, TCB levels. */
package org.sgxra.services.state;
