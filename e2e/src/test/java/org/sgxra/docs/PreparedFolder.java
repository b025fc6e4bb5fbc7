package org.sgxra.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.sgxra.testdata.FreePort;

/**
 * A folder that looks like the checkout after it was built, with settings, state and ports of its own: scripts are copied, since
 * they start from where they are, and everything that is only read is linked.
 */
final class PreparedFolder {
    private static final Set<String> LEFT_OUT = Set.of("state", ".git", "sp.log", "client.log");
    private static final List<String> PORTS = List.of("7777", "8443", "22222", "8080");

    private static final String START = "^((?:[A-Z_]+=\\S+ )?\\./";

    private final Path top;
    private final Path notes;
    private final Map<String, String> local = new LinkedHashMap<>();

    private PreparedFolder(Path top, Path notes) {
        this.top = top;
        this.notes = notes;
    }

    /** One that is made of a checkout. */
    static PreparedFolder of(Path home, Path folder) throws IOException {
        PreparedFolder prepared = within(folder);
        Files.createDirectory(prepared.top);
        try (Stream<Path> entries = Files.list(home)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                prepared.add(entry);
            }
        }
        // Keys take seconds to make: those with which the build trained the commands will do.
        Path keys = home.resolve("target/archives/state/ias");
        if (Files.isDirectory(keys)) {
            copy(keys, Files.createDirectory(prepared.top.resolve("state")).resolve("ias"));
        }
        return prepared;
    }

    /** One whose folder is yet to be made: {@code checkout} in the one given. */
    static PreparedFolder within(Path folder) throws IOException {
        PreparedFolder prepared =
                new PreparedFolder(folder.resolve("checkout"), Files.createDirectory(folder.resolve("notes")));
        for (String port : PORTS) {
            prepared.local.put(port, Integer.toString(FreePort.any()));
        }
        prepared.local.put("/tmp/", Files.createDirectory(folder.resolve("tmp")) + "/");
        return prepared;
    }

    private void add(Path entry) throws IOException {
        String name = entry.getFileName().toString();
        Path target = top.resolve(name);
        if (LEFT_OUT.contains(name)) {
            return;
        }
        if (name.equals("settings")) {
            Files.writeString(target, localized(Files.readString(entry)));
        } else if (name.equals("bin") || Files.isRegularFile(entry)) {
            copy(entry, target);
        } else {
            Files.createSymbolicLink(target, entry);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Where the commands are run. */
    Path folder() {
        return top;
    }

    /** A folder for commands and what they wrote. */
    Path notes() {
        return notes;
    }

    /** A command or a text with free ports and a temporary folder in place of those that pages and settings name, and of defaults. */
    String localized(String text) {
        String here = text;
        for (Map.Entry<String, String> entry : local.entrySet()) {
            String name = entry.getKey();
            String end = name.endsWith("/") ? "" : "\\b";
            here = here.replaceAll("(?<!\\w)" + name + end, entry.getValue());
        }
        return here.replaceAll(START + "run-server\\b(?!.* -z))(.*?)( &)?$", "$1$2 " + local.get("7777") + "$3")
                .replaceAll(START + "run-ias)(?= -|$| &)", "$1 --port=" + local.get("8443"))
                .replaceAll(
                        "(\\./run-client\\b)(?! -[ezq]| --unseal)([^;|\n]*)", "$1$2 localhost:" + local.get("7777"));
    }
}
