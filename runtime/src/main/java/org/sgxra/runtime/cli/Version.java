package org.sgxra.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.sgxra.common.crypto.P256;

/** What is running: for {@code --version}, and for who reports a fault. */
final class Version {
    private static final String UNKNOWN = "unknown";

    private Version() {}

    /** Version and commit, Java, the library that computes on P-256, and the mode of the checkout's enclave; a line each. */
    static String describe(String command) {
        return command + " (SGX remote attestation) " + number() + "\n"
                + "commit: " + commit() + "\n"
                + "Java: " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor") + ")\n"
                + "cryptographic library: " + library() + "\n"
                + "enclave mode: "
                + enclaveMode(Path.of(System.getProperty("sgxra.home", ""))).orElse("none built")
                + "\n";
    }

    /** The version of the project, which the build writes into a resource. */
    static String number() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException("the version is in the jar", e);
        }
    }

    /** The commit that was built, which {@link CommitFile} writes into a resource. */
    private static String commit() {
        try (InputStream in = Version.class.getResourceAsStream(CommitFile.RESOURCE)) {
            return in == null ? UNKNOWN : new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String library() {
        String name = P256.instance().library();
        if (!name.equals("Conscrypt")) {
            return name + " " + new BouncyCastleProvider().getVersionStr();
        }
        Conscrypt.Version version = Conscrypt.version();
        return name + " " + version.major() + "." + version.minor() + "." + version.patch();
    }

    /** The build of an enclave notes its mode as the first word of a file; empty if there is no enclave in the checkout. */
    static Optional<String> enclaveMode(Path checkout) {
        if (!Files.isRegularFile(checkout.resolve("enclave/Enclave.signed.so"))) {
            return Optional.empty();
        }
        try {
            String configuration = Files.readString(checkout.resolve("enclave/build/configuration"));
            return Optional.of(configuration.strip().split(" ")[0]);
        } catch (IOException e) {
            return Optional.of(UNKNOWN);
        }
    }
}
