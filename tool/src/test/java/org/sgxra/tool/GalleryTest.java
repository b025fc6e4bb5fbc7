package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.testdata.TestData;

/** The pages in docs/gallery are what the program writes of the sessions that they are made of. */
class GalleryTest {
    private static final Path GALLERY = Path.of("..", "docs", "gallery");
    private static final int MAX_SIZE = 1 << 20;

    @TempDir
    private Path folder;

    static Stream<List<String>> pages() throws IOException {
        return Files.readAllLines(GALLERY.resolve("sessions.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> List.of(line.split(" ")));
    }

    private String written(List<String> page, String... options) throws IOException {
        Path file = folder.resolve("written");
        List<String> args = new ArrayList<>(List.of("walkthrough"));
        page.stream()
                .skip(1)
                .map(name -> TestData.path("events/" + name).toString())
                .forEach(args::add);
        args.addAll(List.of(options));
        args.addAll(List.of("-o", file.toString()));
        ToolRun run = ToolRun.of(args.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Files.readString(file);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pagesAreUpToDate(List<String> page) throws IOException {
        Path html = GALLERY.resolve(page.get(0) + ".html");
        assertThat(written(page).equals(Files.readString(html)))
                .as("%s is what the program writes (docs/gallery/build writes it anew)", html)
                .isTrue();
        assertThat(Files.size(html)).isLessThanOrEqualTo(MAX_SIZE);
        Path svg = GALLERY.resolve(page.get(0) + ".svg");
        assertThat(written(page, "--diagram").equals(Files.readString(svg)))
                .as("%s is what the program writes (docs/gallery/build writes it anew)", svg)
                .isTrue();
    }

    @Test
    void everyPageIsInTheList() throws IOException {
        String list = Files.readString(GALLERY.resolve("README.md"));
        for (List<String> page : pages().toList()) {
            assertThat(list).contains("(" + page.get(0) + ".html)");
        }
        try (Stream<Path> files = Files.list(GALLERY)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("README.md", "build", "sessions.txt"),
                                    pages().flatMap(page -> Stream.of(page.get(0) + ".html", page.get(0) + ".svg")))
                            .toList());
        }
    }

    @Test
    void pagesSayWhatHappened() throws IOException {
        assertThat(Files.readString(GALLERY.resolve("out-of-date.html")))
                .contains("GROUP_OUT_OF_DATE", "What to do about the platform");
        assertThat(Files.readString(GALLERY.resolve("revoked.html"))).contains("GROUP_REVOKED", "provisioned again");
        assertThat(Files.readString(GALLERY.resolve("wrong-enclave.html")))
                .contains("What the policy does not accept", "MRSIGNER");
        assertThat(Files.readString(GALLERY.resolve("dcap.html"))).contains("this platform", "How long it is valid");
        assertThat(Files.readString(GALLERY.resolve("trusted.svg")))
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .doesNotContain("href", "https:", "<script")
                .contains("provisioning");
    }
}
