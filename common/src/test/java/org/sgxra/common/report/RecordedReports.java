package org.sgxra.common.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded reports in the test resources. */
final class RecordedReports {
    private static final Path ROOT = root();

    private RecordedReports() {
    }

    private static Path root() {
        try {
            return Path.of(RecordedReports.class.getResource("/ias").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> genuine() {
        return folders("reports");
    }

    static List<Path> invalid() {
        return folders("invalid");
    }

    private static List<Path> folders(String name) {
        try (Stream<Path> folders = Files.list(ROOT.resolve(name))) {
            return folders.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return text(ROOT.resolve(name));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] body(Path folder) {
        try {
            return Files.readAllBytes(folder.resolve("body.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the chain beside it, or the chain that all genuine reports share. */
    static SignedReport signed(Path folder, byte[] body) throws InvalidReportException {
        Path own = folder.resolve("chain.pem");
        return SignedReport.fromArchive(body, text(folder.resolve("signature.b64")),
                Files.exists(own) ? text(own) : text("chain.pem"));
    }
}
