package org.sgxra.sp.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestApplication;
import org.sgxra.sp.mock.TestApplication.Behaviour;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.ErrorLines;

/** Runs {@code isv-sp} against an Application and an attestation service of the test. */
abstract class IsvSpFixture {
    @TempDir
    Path folder;

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    final TestClient client = new TestClient();
    MockIas ias;

    @BeforeEach
    void start() {
        ias = new MockIas(TestServer.CA, TestServer.TLS, TestServer.SIGNER);
    }

    @AfterEach
    void stop() {
        ias.close();
        assertThat(seen()).doesNotContain("\tat ", "s3cret");
    }

    String seen() {
        return ErrorLines.joined(stderr.toString(StandardCharsets.UTF_8));
    }

    String file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    int run(String stdin, String... args) {
        return new IsvSp(
                        new ProcessStreams(
                                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.US_ASCII)),
                                out,
                                false,
                                new PrintStream(stderr, true, StandardCharsets.UTF_8),
                                folder),
                        Map.of())
                .run(args);
    }

    int attest(Behaviour behaviour, String... more) throws Exception {
        try (TestApplication application = new TestApplication(TestServer.TLS, behaviour)) {
            return run("", args(application.address(), more));
        }
    }

    String[] args(String address, String... more) throws Exception {
        String ca = file("ca.pem", TestServer.CA.pem());
        List<String> args = new ArrayList<>(List.of(
                "-v",
                "-N",
                TestClient.MRSIGNER.hex(),
                "-R",
                "7",
                "-V",
                "3",
                "-s",
                TestClient.SPID.hex(),
                "-i",
                TestServer.PRIMARY,
                "--ias-url",
                ias.url(),
                "-A",
                ca,
                "-B",
                ca,
                "--cert",
                file("app.pem", TestCa.pem(TestServer.TLS.certificate()))));
        args.addAll(List.of(more));
        if (!args.contains("--compat") && !args.contains("--secret-file")) {
            args.addAll(List.of("--secret-file", file("secret", "s3cret")));
        }
        args.add(address);
        return args.toArray(new String[0]);
    }

    void fails(Behaviour behaviour, String reason, String... more) throws Exception {
        assertThat(attest(behaviour, more)).isEqualTo(3);
        assertThat(seen()).contains("Attestation failed: ").contains(reason);
    }
}
