package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.sgxra.services.Emulator;

/** The enclave that the build made, with an emulator whose group its platform joins. */
public final class SoftWorld implements AutoCloseable {
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    static final Path ENCLAVE = HOME.resolve("enclave/Enclave.signed.so");
    static final Path LIBRARY = HOME.resolve("jni/libenclave_jni.so");

    private static Path keys;

    private final Path folder;
    private final Emulator emulator;

    /** Keeps everything in {@code folder}. */
    public SoftWorld(Path folder) throws Exception {
        this.folder = folder;
        copyKeys(folder.resolve("ias"));
        emulator = emulator(folder.resolve("ias"));
    }

    private static Emulator emulator(Path state) throws Exception {
        return Emulator.start(
                new Emulator.Config(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), state), new Quiet());
    }

    /** RSA keys cost seconds: those of all emulators of these tests are made once. */
    private static synchronized void copyKeys(Path state) throws Exception {
        if (keys == null) {
            Path made = Files.createTempDirectory(Path.of("target"), "ias");
            emulator(made).close();
            keys = made;
        }
        Files.createDirectory(state);
        try (Stream<Path> files = Files.list(keys)) {
            for (Path file : files.toList()) {
                Files.copy(file, state.resolve(file.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** What the software platform reads. */
    Map<String, String> environment() {
        return Map.of(
                "PROVISIONING_URL",
                "https://localhost:" + emulator.port(),
                "PROVISIONING_CA_FILE",
                folder.resolve("ias/tls_ca.pem").toString(),
                "PLATFORM_STATE",
                folder.resolve("platform").toString());
    }

    /** The enclave, loaded. */
    public NativeEnclave load() throws EnclaveException {
        return NativeEnclave.load(new EnclaveFiles(HOME, ENCLAVE, LIBRARY), environment(), notice -> assertThat(notice)
                .isNotEmpty());
    }

    /** Runs the client on it. */
    ClientRun run(String... args) {
        return run(ENCLAVE, environment(), args);
    }

    ClientRun run(Path enclave, Map<String, String> environment, String... args) {
        return ClientRun.of(
                notices -> NativeEnclave.load(new EnclaveFiles(HOME, enclave, LIBRARY), environment, notices),
                folder,
                new ByteArrayInputStream(new byte[0]),
                args);
    }

    @Override
    public void close() {
        emulator.close();
    }

    /** Nobody listens to the emulator here. */
    private static final class Quiet implements Emulator.Output {
        @Override
        public void line(String text) {
            assertThat(text).isNotEmpty();
        }

        @Override
        public void verbose(String text) {
            assertThat(text).isNotEmpty();
        }

        @Override
        public void debug(String text) {
            assertThat(text).isNotEmpty();
        }
    }
}
