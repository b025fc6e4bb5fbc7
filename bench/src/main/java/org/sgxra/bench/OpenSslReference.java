package org.sgxra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The cryptography of an attestation by OpenSSL (bench/src/main/c/openssl_reference.c): what ours is compared with. */
final class OpenSslReference {
    private static final String LIBRARY = "target/libopenssl_reference.so";

    private OpenSslReference() {}

    /**
     * Builds the library if it is older than its source, and loads it.
     *
     * @param home the checkout
     * @throws IOException if it cannot be built, with what the compiler said
     */
    static void load(Path home, Progress progress) throws IOException, InterruptedException {
        Path bench = home.resolve("bench");
        Process make = new ProcessBuilder("make", "-C", bench.toString(), LIBRARY)
                .redirectErrorStream(true)
                .start();
        try (var output = make.inputReader()) {
            output.lines().forEach(progress::line);
        }
        if (!make.waitFor(1, TimeUnit.MINUTES) || make.exitValue() != 0) {
            throw new IOException("make cannot build " + LIBRARY + ": gcc and the headers of OpenSSL 3 are needed");
        }
        System.load(Files.createDirectories(bench.resolve("target"))
                .resolve(Path.of(LIBRARY).getFileName())
                .toAbsolutePath()
                .toString());
    }

    /**
     * Computes everything from msg1 to the verdict several times, with an ephemeral key each time.
     *
     * @param peer the enclave's public key: 4, x, y, big-endian
     * @param msg2 what the MAC of msg2 covers
     * @param msg3 what the MAC of msg3 covers
     * @param signature of the report
     * @param signer SubjectPublicKeyInfo of who signed it
     * @return how often it went well
     */
    static native int attest(
            int times, byte[] peer, byte[] msg2, byte[] msg3, byte[] report, byte[] signature, byte[] signer);
}
