package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two builds of the same files, in folders of other names and by users with another umask, give the same jars of the libraries. */
@Tag("long")
class ReproducibleJarsIT {
    private static final Path WORK = Command.home().resolve("e2e/target/reproducible");
    private static final List<String> LIBRARIES = List.of("common", "epid", "verifier");
    private static final int LIMIT_MINUTES = 40;

    /** Arguments: umask, this checkout, the folder to build in, Maven. Files and folders get the modes that the umask leaves. */
    private static final String BUILD = """
            set -e
            umask "$1"
            rm -rf "$3"
            mkdir -p "$3"
            cd "$2"
            git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$3"
            cd "$3"
            exec "$4" -o -q -B -T1 package -Dmaven.test.skip=true -Dexec.skip=true -Dspotless.check.skip=true \
                -pl verifier,epid -am
            """;

    @Test
    void areTheSameWhateverTheFolderAndTheUmask() throws Exception {
        Map<String, String> one = build("022", "one");
        Map<String, String> other = build("077", "another folder");

        assertThat(one).hasSize(LIBRARIES.size()).isEqualTo(other);
    }

    /** SHA-256 of each jar by its place in the folder. */
    private static Map<String, String> build(String umask, String name) throws Exception {
        Path folder = WORK.resolve(name);
        Path log = Files.createDirectories(WORK).resolve(umask + ".log");
        Path maven = Path.of(System.getProperty("sgxra.maven"), "bin", "mvn");
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", BUILD, "build", umask, Command.home().toString(), folder.toString(), maven.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("%s", Files.readString(log)).isZero();
        return sums(folder);
    }

    private static Map<String, String> sums(Path folder) throws IOException, NoSuchAlgorithmException {
        Map<String, String> sums = new TreeMap<>();
        for (String library : LIBRARIES) {
            try (Stream<Path> files = Files.list(folder.resolve(library + "/target"))) {
                Path file = files.filter(each -> each.toString().endsWith(".jar"))
                        .findFirst()
                        .orElseThrow();
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                sums.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
            }
        }
        return sums;
    }
}
