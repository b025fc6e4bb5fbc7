package org.sgxra.e2e;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The instructions of the checkout's {@code Containerfile}, by stage.
 *
 * @param stages in their order, each beginning with FROM
 */
record Containerfile(List<List<Instruction>> stages) {
    /**
     * An instruction.
     *
     * @param name in upper case
     * @param text what follows, on one line
     */
    record Instruction(String name, String text) {
        /** The words of an instruction in the shell's form. */
        List<String> words() {
            return List.of(text.split("\\s+"));
        }

        /** The words of a command in the JSON form. */
        List<String> command() throws IOException {
            return new ObjectMapper().readValue(text.substring(text.indexOf('[')), new TypeReference<>() {});
        }
    }

    static Containerfile read(Path home) throws IOException {
        String text = Files.readString(home.resolve("Containerfile"))
                .replaceAll("(?m)^#.*\n", "")
                .replace("\\\n", " ");
        List<List<Instruction>> stages = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            String[] parts = line.strip().split("\\s+", 2);
            if (!parts[0].matches("FROM|RUN|WORKDIR|COPY|ENV|USER|VOLUME|EXPOSE|HEALTHCHECK|CMD")) {
                throw new IOException("unknown instruction: " + line);
            }
            if (parts[0].equals("FROM")) {
                stages.add(new ArrayList<>());
            }
            stages.get(stages.size() - 1).add(new Instruction(parts[0], parts[1].strip()));
        }
        return new Containerfile(stages);
    }

    /** Those of a name in a stage. */
    List<Instruction> all(int stage, String name) {
        return stages.get(stage).stream().filter(i -> i.name().equals(name)).toList();
    }

    /** The last stage. */
    int last() {
        return stages.size() - 1;
    }

    /** What the last stage takes from the build, and where it puts it: paths below the program's folder. */
    List<Copy> copies() {
        return all(last(), "COPY").stream().map(Copy::of).toList();
    }

    /** The environment of the image. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Instruction instruction : all(last(), "ENV")) {
            for (String variable : instruction.words()) {
                String[] parts = variable.split("=", 2);
                environment.put(parts[0], parts[1]);
            }
        }
        return environment;
    }

    /**
     * A COPY instruction.
     *
     * @param sources below the program's folder
     * @param target a folder if it ends with a slash
     */
    record Copy(List<String> sources, String target) {
        private static Copy of(Instruction instruction) {
            List<String> words = instruction.words();
            if (!words.get(0).equals("--from=build")) {
                throw new IllegalArgumentException("not from the build: " + instruction);
            }
            List<String> sources = words.subList(1, words.size() - 1).stream()
                    .map(source -> source.substring("/opt/sgxra/".length()))
                    .toList();
            String target = words.get(words.size() - 1);
            return new Copy(sources, target.equals("./") ? "/" : target);
        }

        /** Where a source goes. */
        String placeOf(String source) {
            String name = source.substring(source.lastIndexOf('/') + 1);
            String place = target.endsWith("/") ? target + name : target;
            return place.startsWith("/") ? place.substring(1) : place;
        }
    }

    /** Which of the commands' options tables a script goes by. */
    static String tableOf(String script) {
        String name = script.substring(script.lastIndexOf('/') + 1);
        return switch (name) {
            case "run-server" -> "sp";
            case "run-client", "run-ias", "run-isv-app", "run-isv-sp" -> name.substring("run-".length());
            default -> name;
        };
    }

    /** All words but the first. */
    static String[] arguments(List<String> command) {
        return Arrays.copyOfRange(command.toArray(new String[0]), 1, command.size());
    }
}
