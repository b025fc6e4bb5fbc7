/** Commands beside the emulator: they change what it goes by, also while it runs, and look at what people have archived. */
package org.sgxra.services.command;
