package org.sgxra.tool.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonDocumentTest {
    @Test
    void escapesWhatCouldMoveTheCursorOfATerminalOrTurnItsText() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);

        JsonDocument.print(stream, out -> out.member("subject", "\u001b[2J \u007f \u009b2J \u202e \u00e4"));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("\"subject\" : \"\\u001B[2J \\u007F \\u009b2J \\u202e \u00e4\"");
    }
}
