package org.sgxra.sp.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The HTTP agents by their names on the command line. All make the same decisions. */
public final class HttpAgents {
    /** The names; the first one is the default. */
    public static final List<String> NAMES = List.of("direct", "jdk", "curl");

    private HttpAgents() {}

    /**
     * An agent.
     *
     * @param name one of {@link #NAMES}
     * @param trust for TLS
     * @param proxy to go through
     * @param timeout for a whole exchange
     * @param environment variables: PATH
     * @throws IllegalArgumentException if it cannot work like that
     */
    public static HttpAgent of(
            String name, TlsTrust trust, Optional<HttpProxy> proxy, Duration timeout, Map<String, String> environment) {
        return switch (name) {
            case "direct" -> new DirectAgent(trust, proxy, timeout);
            case "jdk" -> new JdkAgent(trust, proxy, timeout);
            case "curl" -> new CurlAgent(environment.getOrDefault("PATH", ""), trust, proxy, timeout);
            default -> throw new IllegalArgumentException("no HTTP agent is named " + name);
        };
    }
}
