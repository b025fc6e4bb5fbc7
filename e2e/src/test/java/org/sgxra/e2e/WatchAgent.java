package org.sgxra.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * An agent in the JVM of a program under test. It notes what the system tells others of the program, its arguments and its
 * environment, however short its life is; and it can hold the program back at its end, when its work is done and its memory is
 * still there to be looked at.
 */
public final class WatchAgent {
    private static final String ARGUMENTS = ".cmdline";
    private static final String ENVIRONMENT = ".environ";
    private static final String CURL = ".curl";
    private static final String HOLD = "hold";
    private static final String ENDED = ".ended";

    private WatchAgent() {}

    /** Called by the JVM before the program begins. */
    public static void premain(String folder) throws IOException {
        Path notes = Path.of(folder);
        String pid = Long.toString(ProcessHandle.current().pid());
        for (String what : new String[] {ARGUMENTS, ENVIRONMENT}) {
            // Numbers of processes come again.
            Files.write(
                    notes.resolve(pid + what),
                    Files.readAllBytes(Path.of("/proc/self", what.substring(1))),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        Runtime.getRuntime().addShutdownHook(new Thread("held back") {
            @Override
            public void run() {
                holdBack(notes, pid);
            }
        });
    }

    private static void holdBack(Path notes, String pid) {
        try {
            if (Files.exists(notes.resolve(HOLD))) {
                Files.createFile(notes.resolve(pid + ENDED));
            }
            while (Files.exists(notes.resolve(HOLD))) {
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            // The test that waits for the file says that it did not come.
            Thread.currentThread().interrupt();
        }
    }

    /** The option of a JVM that loads this agent; its notes go to {@code notes}, which is made. */
    static String option(Path notes) throws IOException {
        Files.createDirectories(notes);
        Path jar = notes.resolve("agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", WatchAgent.class.getName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
            for (String name : new String[] {"WatchAgent", "WatchAgent$1"}) {
                out.putNextEntry(new JarEntry("org/sgxra/e2e/" + name + ".class"));
                try (InputStream in = WatchAgent.class.getResourceAsStream(name + ".class")) {
                    in.transferTo(out);
                }
            }
        }
        Files.write(jar, bytes.toByteArray());
        return "-javaagent:" + jar + "=" + notes;
    }

    /** Puts a curl(1) into {@code folder} that notes its arguments and its environment, and is then the real one. */
    static Path curl(Path notes, Path folder) throws IOException {
        Path real = Stream.of(System.getenv("PATH").split(":"))
                .map(other -> Path.of(other, "curl"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
        Files.createDirectories(notes);
        String note = "{ printf '%s\\n' \"$@\"; env; } >>" + notes + "/$$" + CURL;
        Path script = Files.writeString(
                Files.createDirectories(folder).resolve("curl"), "#!/bin/sh\n" + note + "\nexec " + real + " \"$@\"\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + script + " executable");
        }
        return folder;
    }

    /** Arguments of a program, from its notes, one character for each byte and a zero after each. */
    static String arguments(Path notes, Process program) throws IOException {
        return text(notes.resolve(program.pid() + ARGUMENTS));
    }

    /** Its environment, in the same form. */
    static String environment(Path notes, Process program) throws IOException {
        return text(notes.resolve(program.pid() + ENVIRONMENT));
    }

    /** What each curl(1) noted, in lines. */
    static List<String> curls(Path notes) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(notes)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(CURL)) {
                    texts.add(text(file));
                }
            }
        }
        return texts;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** From now on programs are held back at their end. */
    static void hold(Path notes) throws IOException {
        Files.createFile(notes.resolve(HOLD));
    }

    /** Waits until this program has come to its end and is held back there. */
    static void awaitEnd(Path notes, Process program) throws InterruptedException {
        Path ended = notes.resolve(program.pid() + ENDED);
        while (!Files.exists(ended)) {
            if (!program.isAlive()) {
                throw new AssertionError("was not held back: " + program);
            }
            Thread.sleep(20);
        }
    }

    /** Lets all end that are held back. */
    static void release(Path notes) throws IOException {
        Files.deleteIfExists(notes.resolve(HOLD));
    }
}
