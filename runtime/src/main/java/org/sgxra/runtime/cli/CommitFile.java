package org.sgxra.runtime.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A step of the build: notes the commit that is built, or {@code unknown} where the sources do not come from a Git repository
 * or there is no Git. The same commit gives the same file.
 */
final class CommitFile {
    /** Name of the file, a resource of this package. */
    static final String RESOURCE = "commit.txt";

    private CommitFile() {}

    /**
     * Writes the file if it has to change.
     *
     * @param args the checkout, and the file
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        String commit = commit(Path.of(args[0])) + "\n";
        if (!Files.exists(file) || !Files.readString(file).equals(commit)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, commit);
        }
    }

    /** 40 hexadecimal digits, or {@code unknown}. A repository that the checkout only lies inside of says nothing. */
    static String commit(Path checkout) throws IOException {
        if (!Files.exists(checkout.resolve(".git"))) {
            return "unknown";
        }
        // A build by another user than the owner of the checkout only wants to read this.
        Process git;
        try {
            git = new ProcessBuilder(List.of("git", "-c", "safe.directory=*", "rev-parse", "HEAD"))
                    .directory(checkout.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return "unknown";
        }
        String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        return answer.matches("[0-9a-f]{40,64}") ? answer : "unknown";
    }
}
