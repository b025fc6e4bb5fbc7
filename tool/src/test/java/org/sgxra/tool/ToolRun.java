package org.sgxra.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.testdata.ErrorLines;

/**
 * {@code sgx-ra} run inside this process.
 *
 * @param exitCode of the command
 * @param out standard output
 * @param stderr standard error
 */
record ToolRun(int exitCode, String out, String stderr) {
    static ToolRun of(String... args) {
        return withInput(new byte[0], args);
    }

    static ToolRun withInput(String input, String... args) {
        return withInput(input.getBytes(StandardCharsets.ISO_8859_1), args);
    }

    static ToolRun withInput(byte[] input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProcessStreams streams = new ProcessStreams(
                new ByteArrayInputStream(input),
                out,
                false,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Path.of(""));
        int exitCode = SgxRa.run(streams, args);
        return new ToolRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Standard error, with each error in one line. */
    String err() {
        return ErrorLines.joined(stderr);
    }

    /** The one JSON document on standard output; anything after it is an error. */
    JsonNode json() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        mapper.enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        return mapper.readTree(out);
    }
}
