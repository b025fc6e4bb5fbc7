package org.sgxra.page.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.testdata.TestData;

/** The pictures of the documentation are what their sources in docs/pictures say (docs/pictures/README.md). */
class PicturesTest {
    static List<Path> sources() {
        return TestData.list("../docs/pictures", ".txt");
    }

    @ParameterizedTest
    @MethodSource("sources")
    void pictureIsWhatItsSourceSays(Path source) {
        Path picture = Path.of(source.toString().replaceFirst("\\.txt$", ".svg"));
        Documentation.isUpToDate(picture, render(Documentation.text(source)));
    }

    @Test
    void everyPictureHasASourceAndIsShownSomewhere() {
        List<Path> pages = TestData.list("../docs", ".md");
        for (Path picture : TestData.list("../docs/pictures", ".svg")) {
            assertThat(Path.of(picture.toString().replaceFirst("\\.svg$", ".txt")))
                    .exists();
            assertThat(pages).as("pages with %s", picture).anyMatch(page -> Documentation.text(page)
                    .contains("](pictures/" + picture.getFileName() + ")"));
        }
    }

    /** The first line of a source is its title, for those who do not see the picture. */
    private static String render(String source) {
        List<String> lines = new ArrayList<>(source.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
        String title = lines.remove(0);
        List<PictureLine> parsed = lines.stream().map(PictureLine::of).toList();
        return parsed.get(0).word(0).equals("sequence")
                ? SequencePicture.render(title, parsed)
                : BoxPicture.render(title, parsed);
    }
}
