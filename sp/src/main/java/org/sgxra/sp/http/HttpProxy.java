package org.sgxra.sp.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.runtime.net.HostPort;

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
    /** Scheme, credentials, host with port. Not {@link URI}, which knows no host names with underscores. */
    private static final Pattern URL =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?([^/@\\s]+)(?:/.*)?");

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
        String exceptions = first(environment, List.of("no_proxy", "NO_PROXY"))
                .map(environment::get)
                .orElse("");
        if (new NoProxyList(exceptions).covers(target.getHost())) {
            return Optional.empty();
        }
        if (given != null) {
            return Optional.of(parse("--proxy", given));
        }
        List<String> names = target.getScheme().equals("http")
                ? List.of("http_proxy", "all_proxy", "ALL_PROXY")
                : List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        return first(environment, names).map(name -> parse("environment variable " + name, environment.get(name)));
    }

    private static Optional<String> first(Map<String, String> environment, List<String> names) {
        return names.stream()
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .findFirst();
    }

    /**
     * Reads {@code [scheme://][user:password@]host[:port]}; a path after it is ignored.
     *
     * @throws IllegalArgumentException naming {@code source}; the message does not repeat a password
     */
    public static HttpProxy parse(String source, String text) {
        Matcher url = URL.matcher(text);
        String scheme = url.matches() && url.group(1) != null ? url.group(1).toLowerCase(Locale.ROOT) : "http";
        if (scheme.startsWith("socks")) {
            throw new IllegalArgumentException(
                    source + ": a " + scheme + " proxy is not supported, only HTTP proxies are");
        }
        int defaultPort = scheme.equals("https") ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        try {
            if (url.matches() && SCHEMES.contains(scheme)) {
                HostPort address = HostPort.parse(url.group(3), defaultPort);
                return new HttpProxy(
                        scheme,
                        address.host(),
                        address.port(),
                        Optional.ofNullable(url.group(2)).map(HttpProxy::decode));
            }
        } catch (HostPort.FormatException e) {
            // Said below: its own words are about host and port alone.
        }
        throw new IllegalArgumentException(
                source + ": not the URL of an HTTP proxy, [http://][user:password@]host[:port]");
    }

    private static String decode(String userInfo) {
        String decoded;
        try {
            decoded = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that starts nothing stands for itself.
            decoded = userInfo;
        }
        return decoded.contains(":") ? decoded : decoded + ":";
    }

    /** Host and port, without credentials. */
    @Override
    public String toString() {
        return new HostPort(host, port).toString();
    }
}
