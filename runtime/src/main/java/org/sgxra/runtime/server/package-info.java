/** The one connection server, and the signals that stop a program in an orderly way. */
package org.sgxra.runtime.server;
