package org.sgxra.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final int WRITERS = 4;
    private static final int ROUNDS = 25;
    private static final int SIZE = 100_000;
    /** More than any system counts to. */
    private static final String NO_PROCESS = "999999999999";

    @TempDir
    Path folder;

    @Test
    void writersOfOneFileDoNotDisturbEachOther() throws Exception {
        Path file = folder.resolve("file");
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                byte[] content = new byte[SIZE];
                Arrays.fill(content, (byte) i);
                writers.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        start.await(600, TimeUnit.SECONDS);
                        WholeFile.replace(file, content);
                        byte[] read = Files.readAllBytes(file);
                        assertThat(read).hasSize(SIZE).containsOnly(read[0]);
                    }
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get(600, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(folder).isDirectoryContaining("glob:**file").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void whatAnEndedProcessLeftIsDeletedAndWhatARunningOneWritesIsNot() throws Exception {
        long running = ProcessHandle.current().parent().orElseThrow().pid();
        Path ended = Files.writeString(folder.resolve(".file." + NO_PROCESS + "-1.tmp"), "half");
        Path written = Files.writeString(folder.resolve(".file." + running + "-1.tmp"), "half");
        Path ofAnother = Files.writeString(folder.resolve(".other." + NO_PROCESS + "-1.tmp"), "half");

        WholeFile.replace(folder.resolve("file"), new byte[] {1});

        assertThat(ended).doesNotExist();
        assertThat(written).exists();
        assertThat(ofAnother).exists();
    }

    /** Listing a folder at each write costs as much as there are files in it. */
    @Test
    void theFolderIsListedOnceForEachFile() throws Exception {
        WholeFile.replace(folder.resolve("file"), new byte[] {1});
        Path ofFile = Files.writeString(folder.resolve(".file." + NO_PROCESS + "-1.tmp"), "half");
        Path ofOther = Files.writeString(folder.resolve(".other." + NO_PROCESS + "-1.tmp"), "half");

        WholeFile.replace(folder.resolve("file"), new byte[] {2});
        WholeFile.replace(folder.resolve("other"), new byte[] {2});

        assertThat(ofFile).exists();
        assertThat(ofOther).doesNotExist();
    }
}
