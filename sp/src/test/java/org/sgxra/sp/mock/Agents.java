package org.sgxra.sp.mock;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAgents;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.http.HttpProxy;
import org.sgxra.sp.http.TlsTrust;

/** HTTP agents as the tests use them, and calls for them. */
public final class Agents {
    private Agents() {}

    /** One that trusts the CA of the tests. */
    public static HttpAgent agent(String name) throws IOException {
        return agent(name, TestServer.trust());
    }

    /** One with trust of its own. */
    public static HttpAgent agent(String name, TlsTrust trust) {
        return agent(name, trust, Duration.ofSeconds(600));
    }

    /** One with a time limit of its own, without a proxy. */
    public static HttpAgent agent(String name, TlsTrust trust, Duration timeout) {
        return HttpAgents.of(name, trust, Optional.empty(), timeout, System.getenv());
    }

    /** One that goes through a proxy. */
    public static HttpAgent through(String name, String proxy) throws IOException {
        return HttpAgents.of(
                name,
                TestServer.trust(),
                Optional.of(HttpProxy.parse("-p", proxy)),
                Duration.ofSeconds(600),
                System.getenv());
    }

    /** GET of {@code /x}, whose answer may have 1000 bytes. */
    public static HttpCall call(String server) {
        return call(server, 1000, Expiry.NEVER);
    }

    /** The same with another limit, in a session with an end. */
    public static HttpCall call(String server, int limit, Expiry end) {
        return new HttpCall(URI.create(server + "/x"), Optional.empty(), Optional.empty(), limit, end);
    }
}
