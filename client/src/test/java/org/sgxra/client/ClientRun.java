package org.sgxra.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.sgxra.runtime.cli.ProcessStreams;

/**
 * One run of the client.
 *
 * @param exitCode of the program
 * @param out what it wrote to standard output
 * @param stderr what it wrote to standard error
 */
record ClientRun(int exitCode, String out, String stderr) {
    static final String SPID = "00112233445566778899aabbccddeeff";

    /** On an enclave, with nothing on standard input. */
    static ClientRun of(Enclave enclave, Path folder, String... args) {
        return of(enclave, folder, new ByteArrayInputStream(new byte[0]), args);
    }

    static ClientRun of(Enclave enclave, Path folder, InputStream in, String... args) {
        return of(notices -> enclave, folder, in, args);
    }

    static ClientRun of(Client.EnclaveLoader loader, Path folder, InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        ProcessStreams streams =
                new ProcessStreams(in, out, false, new PrintStream(stderr, true, StandardCharsets.UTF_8), folder);
        int exitCode = Client.run(loader, streams, args);
        return new ClientRun(exitCode, out.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
    }
}
