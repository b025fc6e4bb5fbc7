package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a session is over its keys are gone: from the live heaps of all four programs, and where enclaves are, from all memory. */
@Tag("long")
class SessionKeysIT {
    private static final int PAGE = 4096;
    /** So much of a block of memory is looked at with the next one, too: more than is looked for. */
    private static final int OVERLAP = 256;

    @TempDir
    private static Path directory;

    private static Path notes;
    /** What the memory of every program has: the agent's option. */
    private static byte[] known;

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        notes = directory.resolve("notes");
        known = notes.toString().getBytes(StandardCharsets.US_ASCII);
        Path secret = Files.writeString(directory.resolve("secret"), "what only the enclave may know");
        stage = Stage.in(
                directory, Map.of("SGXRA_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 " + WatchAgent.option(notes)));
        stage.with("ISV_CERT", directory.resolve("isv/cert.pem").toString())
                .with("ISV_KEY", directory.resolve("isv/key.pem").toString())
                .with("SECRET_FILE", secret.toString())
                .with("ISV_SECRET_FILE", secret.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        WatchAgent.release(notes);
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epid", "dcap"})
    void serviceProviderAndClientHaveNoKeysOfASessionThatIsOver(String kind) throws Exception {
        String attestation = "--attestation=" + kind;
        Stage.Server server = stage.server("-v", "-d", attestation);
        WatchAgent.hold(notes);
        Command client = stage.run(
                "run-client", "-v", attestation, "--sealed-out=" + directory.resolve("sealed"), server.address());
        WatchAgent.awaitEnd(notes, client.process());
        server.command().awaitError("^\\+* *SK ");
        List<Key> keys = keys(server.command());
        List<String> found = inMemory(client, keys);
        found.addAll(inHeap(client, keys));
        WatchAgent.release(notes);
        assertThat(client.exitCode()).as("%s", client).isZero();
        assertThat(client.errors()).contains("Enclave TRUSTED");

        // The next one has other keys: nothing of the first waits in a buffer.
        Command next = stage.attest(server, attestation);
        assertThat(next.exitCode()).as("%s", next).isZero();
        found.addAll(inHeap(server.command(), keys));
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epid", "dcap"})
    void applicationAndItsServiceProviderHaveNoKeysOfASessionThatIsOver(String kind) throws Exception {
        String attestation = "--attestation=" + kind;
        Command app = stage.run("run-isv-app", attestation, "0");
        String address = "localhost:" + Stage.port(app);
        WatchAgent.hold(notes);
        Command sp = stage.run("run-isv-sp", "-v", "-d", attestation, address);
        WatchAgent.awaitEnd(notes, sp.process());
        List<Key> keys = keys(sp);
        List<String> found = inHeap(sp, keys);
        WatchAgent.release(notes);
        assertThat(sp.exitCode()).as("%s", sp).isZero();
        app.awaitError("Enclave TRUSTED, secret of 30 bytes received");

        Command next = stage.run("run-isv-sp", attestation, address);
        assertThat(next.exitCode()).as("%s", next).isZero();
        found.addAll(inMemory(app, keys));
        found.addAll(inHeap(app, keys));
        assertThat(found).isEmpty();
    }

    /** A key of a session, in the forms that memory could have it in. */
    private record Key(String name, List<byte[]> forms) {
        /** As bytes, as words of a cipher's key schedule, which are the other way round in memory, and in digits. */
        static Key of(String name, byte[] key) {
            byte[] words = new byte[key.length];
            for (int i = 0; i < key.length; i++) {
                words[i] = key[i ^ 3];
            }
            return new Key(
                    name, List.of(key, words, HexFormat.of().formatHex(key).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** Those of the first session that {@code -d} shows. */
    private static List<Key> keys(Command shows) {
        return Stream.of("KDK", "SMK", "SK")
                .map(name -> {
                    Matcher value = Pattern.compile("(?m)^(?:\\+\\+\\+ )?" + name + " *= ([0-9a-f]{32})$")
                            .matcher(shows.errors());
                    assertThat(value.find())
                            .as("%s in\n%s", name, shows.errors())
                            .isTrue();
                    return Key.of(name, HexFormat.of().parseHex(value.group(1)));
                })
                .toList();
    }

    /** Which of them are in a dump of the objects that {@code program} still holds. */
    private static List<String> inHeap(Command program, List<Key> keys) throws Exception {
        Path dump = Files.createTempDirectory(directory, "dump").resolve("live.hprof");
        Process jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd",
                        Long.toString(program.process().pid()),
                        "GC.heap_dump",
                        dump.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor(600, TimeUnit.SECONDS)).isTrue();
        assertThat(jcmd.exitValue()).as(said).isZero();

        byte[] heap = Files.readAllBytes(dump);
        Files.delete(dump);
        // What is there is found: the agent's thread holds it.
        assertThat(contains(heap, heap.length, known)).as(said).isTrue();
        List<String> found = new ArrayList<>();
        for (Key key : keys) {
            if (key.forms().stream().anyMatch(form -> contains(heap, heap.length, form))) {
                found.add(key.name() + " in the heap of " + program.process().info());
            }
        }
        return found;
    }

    /** The same in all memory that {@code program} can write to: C heap, stacks and what the Java heap held. */
    private static List<String> inMemory(Command program, List<Key> keys) throws IOException {
        List<String> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        byte[] block = new byte[1 << 20];
        try (RandomAccessFile memory =
                new RandomAccessFile("/proc/" + program.process().pid() + "/mem", "r")) {
            for (String line :
                    Files.readAllLines(Path.of("/proc/" + program.process().pid() + "/maps"))) {
                String[] words = line.split("\\s+", 6);
                if (!words[1].startsWith("rw")) {
                    continue;
                }
                String[] ends = words[0].split("-");
                long end = Long.parseUnsignedLong(ends[1], 16);
                for (long at = Long.parseUnsignedLong(ends[0], 16); at < end; ) {
                    int count = read(memory, at, block, (int) Math.min(block.length, end - at));
                    if (contains(block, count, known)) {
                        seen.add(words[5]);
                    }
                    for (Key key : keys) {
                        if (key.forms().stream().anyMatch(form -> contains(block, count, form))) {
                            found.add(key.name() + " in " + line);
                        }
                    }
                    at += Math.max(count - OVERLAP, PAGE);
                }
            }
        }
        // What is there is found: arguments and options are on the stack and in the C heap.
        assertThat(seen).contains("[stack]", "[heap]");
        return found;
    }

    /** How many bytes could be read; none of a page that was given back. */
    private static int read(RandomAccessFile memory, long at, byte[] block, int length) {
        try {
            memory.seek(at);
            return Math.max(memory.read(block, 0, length), 0);
        } catch (IOException e) {
            return 0;
        }
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
