/** TCP connections whose waits all have an end, and the addresses they lead to. */
package org.sgxra.runtime.net;
