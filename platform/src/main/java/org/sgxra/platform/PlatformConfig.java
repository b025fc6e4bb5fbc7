package org.sgxra.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where a SOFT platform keeps its keys and where it gets them.
 *
 * @param state the platform's own directory
 * @param provisioning base URL of the emulator, {@code https://host[:port]}
 * @param caFile PEM file with the CA of the emulator's TLS certificate; no other CA is trusted
 * @param notices takes a line for people when the platform provisions itself
 */
public record PlatformConfig(Path state, URI provisioning, Path caFile, Consumer<String> notices) {
    public PlatformConfig {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(caFile, "caFile");
        Objects.requireNonNull(notices, "notices");
        String scheme =
                provisioning.getScheme() == null ? "" : provisioning.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") || provisioning.getHost() == null) {
            throw new IllegalArgumentException("provisioning URL " + provisioning + " is not https://host[:port]");
        }
    }

    /**
     * Reads PLATFORM_STATE, PROVISIONING_URL and PROVISIONING_CA_FILE; where one is missing or empty, the default is
     * {@code state/platform}, {@code https://localhost:8443} and {@code state/ias/tls_ca.pem} (paths under {@code home}).
     *
     * @throws IllegalArgumentException if the URL is none; the message is for people
     */
    public static PlatformConfig of(Map<String, String> environment, Path home, Consumer<String> notices) {
        String url = value(environment, "PROVISIONING_URL", "https://localhost:8443");
        try {
            return new PlatformConfig(
                    home.resolve(value(environment, "PLATFORM_STATE", "state/platform")),
                    new URI(url),
                    home.resolve(value(environment, "PROVISIONING_CA_FILE", "state/ias/tls_ca.pem")),
                    notices);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("provisioning URL " + url + ": " + e.getReason(), e);
        }
    }

    private static String value(Map<String, String> environment, String name, String otherwise) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }
}
