package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorTextTest {
    private static final String HINT = "(demo -h shows the usage)";

    private static String lines(String text) {
        return text.replace(System.lineSeparator(), "\n");
    }

    @Test
    void isOneLineWhereEightyColumnsAreEnough() {
        String message = "m".repeat(80 - 1 - HINT.length());

        assertThat(ErrorText.of(message, HINT)).isEqualTo(message + " " + HINT).hasSize(80);
        assertThat(ErrorText.of("w " + "m".repeat(78))).hasSize(80).doesNotContain("\n");
    }

    @Test
    void aHintThatDoesNotFitStandsBelowWhole() {
        String message = "m".repeat(81 - 1 - HINT.length());

        assertThat(lines(ErrorText.of(message, HINT))).isEqualTo(message + "\n    " + HINT);
    }

    @Test
    void continuesInIndentedLines() {
        String text = lines(ErrorText.of("demo: " + "word ".repeat(30) + "end", HINT));

        assertThat(text.lines()).allMatch(line -> line.length() <= 80).hasSize(3);
        assertThat(text.lines().skip(1)).allMatch(line -> line.matches(" {4}\\w.*"));
        assertThat(text.replace("\n    ", " ")).isEqualTo("demo: " + "word ".repeat(30) + "end " + HINT);
    }

    @Test
    void breaksNoNameOfAFileAndKeepsEveryBlank() {
        String file = "/" + "f".repeat(90);

        assertThat(lines(ErrorText.of("demo: no such file: " + file, HINT)))
                .isEqualTo("demo: no such file:\n    " + file + "\n    " + HINT);
        assertThat(ErrorText.of("demo: no such file: a  b ")).isEqualTo("demo: no such file: a  b ");
    }
}
