package org.sgxra.sp.ias;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The proxy for a target, chosen as curl chooses it.
 *
 * @param scheme http or https
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 * @param credentials {@code user:password}
 */
public record HttpProxy(String scheme, String host, int port, Optional<String> credentials) {
    /** curl's default port for proxies. */
    private static final int DEFAULT_PORT = 1080;
    private static final int DEFAULT_TLS_PORT = 443;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /**
     * Chooses the proxy: the given one, else {@code https_proxy}, {@code HTTPS_PROXY} (for a target of the scheme http:
     * {@code http_proxy}, in lower case only), else {@code all_proxy}, {@code ALL_PROXY}; none if {@code no_proxy} or
     * {@code NO_PROXY} names the target. Empty variables count as unset.
     *
     * @param target what is to be reached
     * @param given URL of a proxy from the command line, or null
     * @param environment variables
     * @throws IllegalArgumentException naming the source, if it is no URL of an HTTP proxy
     */
    public static Optional<HttpProxy> choose(URI target, String given, Map<String, String> environment) {
        String exceptions = first(environment, List.of("no_proxy", "NO_PROXY")).map(environment::get).orElse("");
        if (new NoProxyList(exceptions).covers(target.getHost())) {
            return Optional.empty();
        }
        if (given != null) {
            return Optional.of(parse("--proxy", given));
        }
        List<String> names = target.getScheme().equals("http") ? List.of("http_proxy", "all_proxy", "ALL_PROXY")
                : List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        return first(environment, names).map(name -> parse("environment variable " + name, environment.get(name)));
    }

    private static Optional<String> first(Map<String, String> environment, List<String> names) {
        return names.stream().filter(name -> !environment.getOrDefault(name, "").isEmpty()).findFirst();
    }

    /**
     * Reads {@code [scheme://][user:password@]host[:port]}.
     *
     * @throws IllegalArgumentException naming {@code source}; the message does not repeat a password
     */
    public static HttpProxy parse(String source, String text) {
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(source + ": not the URL of a proxy");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.startsWith("socks")) {
            throw new IllegalArgumentException(source + ": a " + scheme + " proxy is not supported, only HTTP proxies are");
        }
        if (!SCHEMES.contains(scheme) || uri.getHost() == null || uri.getPort() > 65535 || uri.getPort() == 0) {
            throw new IllegalArgumentException(source + ": not the URL of an HTTP proxy, [http://][user:password@]host[:port]");
        }
        String host = uri.getHost().startsWith("[") ? uri.getHost().substring(1, uri.getHost().length() - 1) : uri.getHost();
        int port = uri.getPort() > 0 ? uri.getPort() : scheme.equals("https") ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        return new HttpProxy(scheme, host, port, Optional.ofNullable(uri.getRawUserInfo()).map(HttpProxy::decode));
    }

    private static String decode(String userInfo) {
        String decoded = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        return decoded.contains(":") ? decoded : decoded + ":";
    }

    /** Host and port, without credentials. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
