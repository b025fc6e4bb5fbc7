package org.sgxra.services.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateLock;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.GroupStore;
import org.sgxra.services.state.KeyRing;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.TlsNames;

/** What was acknowledged survives kill -9. */
class DurabilityTest {
    @TempDir
    Path directory;

    /** Revokes one random signature and one random key after another, and acknowledges each on standard output. */
    static final class Stream {
        private Stream() {}

        public static void main(String[] arguments) throws Exception {
            StateDirectory state = StateDirectory.open(Path.of(arguments[0]));
            GroupStore store = GroupStore.existing(state);
            P256KeyPair signer = KeyRing.epidSigningKey(state);
            Random random = new Random(Long.parseLong(arguments[1]));
            while (true) {
                byte[] signature = new byte[128];
                byte[] key = new byte[32];
                random.nextBytes(signature);
                random.nextBytes(key);
                store.change(groups -> {
                    Group group = groups.all().get(0);
                    return groups.replacing(
                            GroupStore.withSigRl(group, group.sigRl().with(List.of(ByteString.of(signature))), signer));
                });
                acknowledge(ByteString.of(signature));
                store.change(groups -> {
                    Group group = groups.all().get(0);
                    return groups.replacing(group.withPrivRl(group.privRl().with(List.of(ByteString.of(key)))));
                });
                acknowledge(ByteString.of(key));
            }
        }

        private static void acknowledge(ByteString entry) {
            System.out.println(entry);
            System.out.flush();
        }
    }

    @Test
    void noAcknowledgedRevocationIsLostInThreeKills() throws Exception {
        noAcknowledgedRevocationIsLost(3, 1);
    }

    @Test
    @Tag("long")
    void noAcknowledgedRevocationIsLostInFiftyKills() throws Exception {
        noAcknowledgedRevocationIsLost(50, 2);
    }

    private void noAcknowledgedRevocationIsLost(int kills, long seed) throws Exception {
        StateDirectory state = StateDirectory.open(directory);
        new GroupStore(state, line -> {});
        KeyRing.open(state, TlsNames.LOCAL, ReportNames.OWN, line -> {});
        List<ByteString> acknowledged = new ArrayList<>();
        Random random = new Random(seed);

        for (int kill = 0; kill < kills; kill++) {
            acknowledged.addAll(killedStream(1 + random.nextInt(12), random.nextInt(3), random.nextLong()));

            // As an emulator that starts again finds it.
            Group group = new GroupStore(state, line -> {}).groups().all().get(0);
            List<ByteString> stored = new ArrayList<>(group.sigRl().entries());
            stored.addAll(group.privRl().entries());
            assertThat(stored).containsAll(acknowledged);
            assertThat(group.sigRl().version())
                    .isEqualTo(group.sigRl().entries().size());
            assertThat(group.privRl().version())
                    .isEqualTo(group.privRl().entries().size());
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(kills);
    }

    @Test
    void commandsThatRunTogetherTakeTurns() throws Exception {
        StateDirectory state = StateDirectory.open(directory);
        new GroupStore(state, line -> {});
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> changes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ByteString key = ByteString.concat(ByteString.of((byte) i), ByteString.zeros(31));
            changes.add(threads.submit(() -> GroupStore.existing(state)
                    .change(groups -> groups.replacing(groups.all()
                            .get(0)
                            .withPrivRl(groups.all().get(0).privRl().with(List.of(key)))))));
        }
        for (Future<?> change : changes) {
            change.get();
        }
        threads.shutdown();

        assertThat(GroupStore.existing(state).groups().all().get(0).privRl().version())
                .isEqualTo(40);
        assertThat(GroupStore.existing(state).groups().all().get(0).privRl().entries())
                .hasSize(40);
    }

    /** Kills a stream some moments after a number of acknowledgements; returns all that were given. */
    private List<ByteString> killedStream(int acknowledgements, int moments, long seed) throws Exception {
        Path out = directory.resolve("acknowledged");
        Process process = java(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stream.class.getName(),
                        directory.toString(),
                        Long.toString(seed))
                .redirectOutput(out.toFile())
                .start();
        while (given(out).size() < acknowledgements && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        TimeUnit.MILLISECONDS.sleep(moments);
        process.destroyForcibly().waitFor();
        return given(out);
    }

    private static ProcessBuilder java(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Only whole lines count: half a line was not given yet. */
    private static List<ByteString> given(Path out) throws Exception {
        String text = Files.readString(out);
        List<ByteString> given = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            given.add(ByteString.fromHex(line));
        }
        return given;
    }

    @Test
    void anEmulatorThatWasKilledLeavesItsLockToTheNext() throws Exception {
        StateDirectory state = StateDirectory.open(directory);
        Process holder = java(
                        "-cp", System.getProperty("java.class.path"), Holder.class.getName(), directory.toString())
                .start();
        assertThat(holder.getInputStream().read()).isEqualTo('L');
        assertThat(state.tryLock("emulator.lock")).isEmpty();

        holder.destroyForcibly().waitFor();

        assertThat(state.tryLock("emulator.lock")).isPresent();
    }

    /** Holds an emulator's lock until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            StateLock lock = StateDirectory.open(Path.of(arguments[0]))
                    .tryLock("emulator.lock")
                    .orElseThrow();
            System.out.print("L");
            System.out.flush();
            System.in.read();
            lock.close();
        }
    }
}
