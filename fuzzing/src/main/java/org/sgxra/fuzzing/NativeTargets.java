package org.sgxra.fuzzing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The C code of the SOFT enclave, which libFuzzer runs: {@code make -C enclave fuzz} makes a program for each target. */
final class NativeTargets {
    /** Names, and what reads the bytes. */
    static final Map<String, String> ALL = new TreeMap<>(Map.of(
            "c-ecalls", "the enclave's entry point: calls in any order, with any arguments",
            "c-sigma", "the enclave's own key exchange: msg2, target info, report and quote",
            "c-loader", "enclave files: SIGSTRUCT, signature, sizes",
            "c-sign-config", "configuration of the signing tool"));

    private final Path enclave;

    /** @param home the checkout */
    NativeTargets(Path home) {
        this.enclave = home.resolve("enclave");
    }

    /**
     * Makes the programs.
     *
     * @return why there are none; empty if there are
     */
    Optional<String> build() throws IOException, InterruptedException {
        Process make = new ProcessBuilder("make", "-sC", enclave.toString(), "fuzz")
                .redirectErrorStream(true)
                .start();
        String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return make.waitFor() == 0 ? Optional.empty() : Optional.of(said);
    }

    /** The command that runs one. */
    List<String> command(String name) {
        return List.of(enclave.resolve("build/fuzz").resolve(name).toString());
    }

    /** Bytes to begin with, which the build of the programs makes. */
    Path seeds(String name) {
        return enclave.resolve("build/fuzz/seeds").resolve(name);
    }

    /** True if the programs were made. */
    boolean isBuilt() {
        return ALL.keySet().stream()
                .allMatch(
                        name -> Files.isExecutable(enclave.resolve("build/fuzz").resolve(name)));
    }
}
