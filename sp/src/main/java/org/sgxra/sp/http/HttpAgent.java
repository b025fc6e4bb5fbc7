package org.sgxra.sp.http;

import java.io.IOException;

/**
 * Sends one HTTPS request and waits for the whole answer. No redirects are followed; TLS is 1.2 or later. Safe for use by many
 * threads, one for the life of the process.
 */
public interface HttpAgent {
    /** Name on the command line. */
    String name();

    /**
     * Sends {@code request}.
     *
     * @return the answer of the server, whatever its status; a proxy's refusal is no answer
     * @throws IOException whose message names the cause: name resolution, connection, proxy, TLS, time, size
     */
    HttpAnswer send(HttpCall request) throws IOException;
}
