package org.sgxra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The commands of the checkout, and what its build noted about the enclave. */
final class Checkout {
    private final Path root =
            Path.of(System.getProperty("sgxra.home", "")).toAbsolutePath().normalize();
    private final Properties policy = new Properties();

    /** The one that the system property {@code sgxra.home} names. */
    Checkout() throws IOException {
        try (var lines = Files.newBufferedReader(root.resolve("policy/policy"))) {
            policy.load(lines);
        }
    }

    /** A file of it. */
    Path file(String name) {
        return root.resolve(name);
    }

    /** Starts a command of {@code bin}. */
    StartedCommand start(Path folder, Map<String, String> environment, String command, List<String> arguments)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(file("bin/" + command).toString()));
        words.addAll(arguments);
        return StartedCommand.start(folder, environment, words);
    }

    /** The policy of the enclave, as options of {@code sp} and {@code isv-sp}. */
    List<String> policyOptions() {
        return List.of(
                "--mrsigner=" + policy.getProperty("MRSIGNER"),
                "--isv-product-id=" + policy.getProperty("PRODID"),
                "--min-isv-svn=" + policy.getProperty("MIN_ISVSVN"));
    }

    /** SHA-256 of the modulus of the enclave's signer, 64 hexadecimal digits. */
    String mrSigner() {
        return policy.getProperty("MRSIGNER");
    }
}
