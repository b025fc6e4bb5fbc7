package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With all that -v and -d show: no secret is where it can be read, and the keys of a session are gone when it is over. */
@Tag("long")
class SecrecyIT {
    /** Those that an emulator knows when it is new, but given by the environment as one's own would be. */
    private static final String PRIMARY = "0a0b0c0d0e0f10111213141516171819";

    private static final String SECONDARY = "1a1b1c1d1e1f20212223242526272829";
    private static final String PASSWORD = "swordfish-of-the-proxy";
    private static final String SECRET = "what only the enclave may know";
    private static final int KEY = 16;

    @TempDir
    private static Path directory;

    private static Stage stage;
    private static final List<Command> COMMANDS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), SECRET);
        stage = Stage.in(directory)
                .with("IAS_PRIMARY_SUBSCRIPTION_KEY", PRIMARY)
                .with("IAS_SECONDARY_SUBSCRIPTION_KEY", SECONDARY)
                .with("ISV_CERT", directory.resolve("isv/cert.pem").toString())
                .with("ISV_KEY", directory.resolve("isv/key.pem").toString())
                .with("ISV_SECRET_FILE", secret.toString())
                .with("SECRET_FILE", secret.toString());
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private static Command kept(Command command) {
        COMMANDS.add(command);
        return command;
    }

    /** Of each running Java program: the arguments and the environment, as others on the machine may read them. */
    private static String asTheSystemTells(Command command) throws IOException {
        StringBuilder told = new StringBuilder();
        for (ProcessHandle process : Stream.concat(
                        Stream.of(command.process().toHandle()),
                        command.process().descendants())
                .toList()) {
            for (String what : List.of("cmdline", "environ")) {
                told.append(Files.readString(
                        Path.of("/proc", Long.toString(process.pid()), what), StandardCharsets.ISO_8859_1));
            }
        }
        return told.toString();
    }

    @Test
    void noSecretIsInAnyOutputFileArgumentOrEnvironment() throws Exception {
        Path log = directory.resolve("secrecy.log");
        Path events = directory.resolve("secrecy-client.jsonl");
        Stage.Server server = stage.server("-v", "-d", "--log=" + log);
        kept(server.command());
        String told = asTheSystemTells(server.command());
        kept(stage.attest(server, "-v", "-d", "--events=" + events, "--sealed-out=" + directory.resolve("sealed")));
        kept(stage.attest(server, "-v", "-d", "--attestation=dcap"));
        Command app = kept(stage.run("run-isv-app", "-v", "-d", "0"));
        String address = "localhost:" + Stage.port(app);
        Command sp = kept(stage.run("run-isv-sp", "-v", "-d", address));
        assertThat(sp.exitCode()).as("%s", sp).isZero();
        told += asTheSystemTells(app);
        // Whom nobody answers: that is where a reason is told.
        stage.with("IAS_PROXY_URL", "http://user:" + PASSWORD + "@127.0.0.1:9");
        Stage.Server proxied = stage.server("-v", "-d");
        kept(proxied.command());
        told += asTheSystemTells(proxied.command());
        kept(stage.attest(proxied, "-v", "-d"));
        assertThat(proxied.command().errors()).contains("127.0.0.1:9");
        stage.with("IAS_PROXY_URL", "");

        StringBuilder all = new StringBuilder(told);
        COMMANDS.forEach(command -> all.append(command.output()).append(command.errors()));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(log|jsonl|1)"))
                    .toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        Map<String, String> secrets = new LinkedHashMap<>(Map.of(
                "primary subscription key", PRIMARY,
                "secondary subscription key", SECONDARY,
                "password of the proxy", PASSWORD,
                "secret", SECRET,
                "secret in hexadecimal digits", HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8))));
        privateKeys(secrets);
        assertThat(secrets).hasSizeGreaterThan(8);
        String text = all.toString();
        secrets.forEach((name, secret) ->
                assertThat(text.contains(secret)).as("%s is told", name).isFalse());
        assertThat(text).contains("+++ SMK");
    }

    /** The second line of each private key in the states, which no public key shares. */
    private static void privateKeys(Map<String, String> secrets) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                Matcher key = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\n([^-]*)-----END")
                        .matcher(text);
                while (key.find()) {
                    List<String> lines = key.group(1).lines().toList();
                    secrets.put(file + " " + key.start(), lines.get(Math.min(1, lines.size() - 1)));
                }
            }
        }
    }

    /** The value that {@code -d} shows under this name. */
    private static byte[] shown(Command command, String name) {
        Matcher value = Pattern.compile("(?m)^(?:\\+\\+\\+ )?" + name + " *= ([0-9a-f]{32})$")
                .matcher(command.errors());
        assertThat(value.find()).as("%s in\n%s", name, command.errors()).isTrue();
        return HexFormat.of().parseHex(value.group(1));
    }

    private static long java(Command command) {
        return Stream.concat(
                        Stream.of(command.process().toHandle()),
                        command.process().descendants())
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    @Test
    void serviceProviderHasNoKeysOfASessionThatIsOver() throws Exception {
        Stage.Server server = stage.server("-v", "-d");
        Command client = stage.attest(server);
        assertThat(client.exitCode()).as("%s", client).isZero();
        server.command().awaitError("^SK ");
        // The next one has other keys: nothing of the first waits in a buffer.
        assertThat(stage.attest(server).exitCode()).isZero();

        Path dump = directory.resolve("sp.hprof");
        Process jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd",
                        Long.toString(java(server.command())),
                        "GC.heap_dump",
                        dump.toString())
                .redirectErrorStream(true)
                .start();
        jcmd.getInputStream().readAllBytes();
        assertThat(jcmd.waitFor(600, TimeUnit.SECONDS)).isTrue();

        byte[] heap = Files.readAllBytes(dump);
        // What is there is found: the name under which a key is shown.
        assertThat(contains(heap, heap.length, "Enclave TRUSTED".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        for (String name : List.of("KDK", "SMK", "SK")) {
            assertThat(contains(heap, heap.length, shown(server.command(), name)))
                    .as("%s is in the heap", name)
                    .isFalse();
        }
    }

    @Test
    void applicationAndItsEnclaveHaveNoKeysOfASessionThatIsOver() throws Exception {
        Command app = stage.run("run-isv-app", "0");
        String address = "localhost:" + Stage.port(app);
        Command sp = stage.run("run-isv-sp", "-v", "-d", address);
        assertThat(sp.exitCode()).as("%s", sp).isZero();
        app.awaitError("Enclave TRUSTED");
        assertThat(stage.run("run-isv-sp", address).exitCode()).isZero();

        List<String> found = new ArrayList<>();
        for (String name : List.of("KDK", "SMK", "SK")) {
            found.addAll(memory(java(app), name, shown(sp, name)));
        }
        assertThat(found).isEmpty();
    }

    /** Where a process has these bytes: in all that it can write to, the C heap, stacks and the Java heap. */
    private static List<String> memory(long pid, String name, byte[] key) throws IOException {
        List<String> found = new ArrayList<>();
        byte[] block = new byte[1 << 20];
        try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
                String[] words = line.split("\\s+", 6);
                if (!words[1].startsWith("rw")) {
                    continue;
                }
                String[] ends = words[0].split("-");
                long end = Long.parseUnsignedLong(ends[1], 16);
                for (long at = Long.parseUnsignedLong(ends[0], 16); at < end; at += block.length - KEY) {
                    memory.seek(at);
                    int count;
                    try {
                        count = memory.read(block, 0, (int) Math.min(block.length, end - at));
                    } catch (IOException e) {
                        // A page that was given back.
                        continue;
                    }
                    if (count > 0 && contains(block, count, key)) {
                        found.add(name + " in " + line);
                    }
                }
            }
        }
        return found;
    }

    private static boolean contains(byte[] all, int length, byte[] wanted) {
        for (int i = 0; i + wanted.length <= length; i++) {
            if (all[i] == wanted[0] && Arrays.equals(all, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
