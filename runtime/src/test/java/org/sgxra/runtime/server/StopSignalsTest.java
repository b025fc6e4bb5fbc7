package org.sgxra.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs of their own that are sent signals. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class StopSignalsTest {
    /** Prints what happens, a line each. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            CountDownLatch mayReturn = new CountDownLatch(1);
            StopSignals signals = new StopSignals();
            signals.handle();
            signals.stopWith(() -> {
                System.out.println("stopping");
                switch (args[0]) {
                    case "returning" -> mayReturn.countDown();
                    case "never stopping" -> sleep();
                    default -> {
                        // The main thread sleeps on.
                    }
                }
                return args[0].equals("returning");
            });
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
            System.out.println("ready");
            mayReturn.await();
            System.out.println("main returns");
            System.exit(0);
        }

        private static void sleep() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Process process;
    private BufferedReader lines;

    /** A shell that started the tests in the background has them ignore SIGINT, which would be passed on. */
    private void start(String behaviour) throws Exception {
        process = new ProcessBuilder(
                        "env",
                        "--default-signal=INT,TERM",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        behaviour)
                .redirectErrorStream(true)
                .start();
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("ready");
    }

    private void send(String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private int exitCode() throws Exception {
        assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @ParameterizedTest
    @CsvSource({"TERM, returning", "INT, returning"})
    void theFirstStopsTheServerAndAllHooksRun(String signal, String behaviour) throws Exception {
        start(behaviour);
        send(signal);

        assertThat(lines.lines()).containsExactly("stopping", "main returns", "hook");
        assertThat(exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"TERM", "INT"})
    void aMainThreadThatCannotReturnIsNotWaitedFor(String signal) throws Exception {
        start("reading");
        send(signal);

        assertThat(lines.lines()).containsExactly("stopping", "hook");
        assertThat(exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"TERM, TERM, 143", "INT, TERM, 143", "TERM, INT, 130", "INT, INT, 130"})
    void theSecondEndsTheProcessAtOnce(String first, String second, int exitCode) throws Exception {
        start("never stopping");
        send(first);
        assertThat(lines.readLine()).isEqualTo("stopping");
        send(second);

        assertThat(lines.lines()).isEmpty();
        assertThat(exitCode()).isEqualTo(exitCode);
    }
}
