package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole flow with the scripts as processes, when nothing is wrong. */
class AttestationIT {
    @TempDir
    private static Path directory;

    private static Stage stage;
    private static Stage.Server server;

    @BeforeAll
    static void startEmulatorAndServer() throws Exception {
        stage = Stage.in(directory);
        server = stage.server("-v", "-d", "--inspect=0");
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @Test
    void bothEndsShowTheSameKeysOverTcp() throws Exception {
        Command client = stage.attest(server, "-v");

        assertThat(client.exitCode()).as("%s", client).isZero();
        assertThat(client.errors()).contains("Enclave TRUSTED").contains("SOFT");
        server.command().awaitError("^Enclave TRUSTED");
        for (String key : new String[] {"MK", "SK"}) {
            server.command().awaitError("^SHA256\\(" + key + "\\) = " + hashOf(key, client) + "$");
        }
        pagesShowTheSessionWithoutKeys();
        logFilesHoldWhatWasShownAndEveryMessage(client);
    }

    private static void logFilesHoldWhatWasShownAndEveryMessage(Command client) throws IOException {
        try (var logs = Files.find(directory.resolve("cwd"), 2, (file, kind) -> file.endsWith("client.log"))) {
            assertThat(logs.toList()).anySatisfy(log -> assertThat(Files.readString(log))
                    .containsPattern("(?m)^[A-Z][a-z]{2} \\d\\d \\d{4} \\d\\d:\\d\\d:\\d\\d Enclave TRUSTED$")
                    .contains(client.output().lines().findFirst().orElseThrow()));
        }
    }

    private static String hashOf(String key, Command command) {
        Matcher matcher = Pattern.compile("(?m)^SHA256\\(" + key + "\\) = ([0-9a-f]{64})$")
                .matcher(command.errors());
        assertThat(matcher.find()).as("%s", command).isTrue();
        return matcher.group(1);
    }

    @Test
    @Tag("long")
    void oneServerServesOneClientAfterTheOther() throws Exception {
        for (int i = 0; i < 3; i++) {
            Command client = stage.attest(server);
            assertThat(client.exitCode()).as("%s", client).isZero();
        }
    }

    /** The pages of {@code --inspect}, though the server shows all keys to people. */
    private static void pagesShowTheSessionWithoutKeys() throws Exception {
        InspectedPages stranger = new InspectedPages(addressOfPages(1).replaceFirst(".$", "/"));
        assertThat(stranger.open().statusCode()).isEqualTo(403);
        InspectedPages pages = new InspectedPages(addressOfPages(1));
        assertThat(pages.open().statusCode()).isEqualTo(303);
        assertThat(new InspectedPages(addressOfPages(1)).open().statusCode())
                .as("an address is good once")
                .isEqualTo(403);
        assertThat(addressOfPages(2)).isNotEqualTo(addressOfPages(1));

        List<String> keys = keysShown();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(7);
        for (String path : List.of("/", "/session/1")) {
            assertThat(stranger.ask("GET", path).statusCode()).as(path).isEqualTo(403);
            HttpResponse<String> page = pages.ask("GET", path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body()).contains("TRUSTED").doesNotContain(keys);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse("none"))
                    .matches("default-src 'none'; style-src 'sha256-[^']+'(; script-src 'sha256-[^']+')?"
                            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        }
        assertThat(pages.ask("GET", "/session/1").body()).contains("The enclave is trusted", "msg3-mac");
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            assertThat(pages.ask(method, "/session/1").statusCode()).as(method).isEqualTo(405);
        }
        assertThat(pages.listeningAt()).as("the loopback alone").isNotEmpty().allMatch(at -> at.endsWith("0100007F"));
    }

    private static String addressOfPages(int number) throws InterruptedException {
        server.command().awaitError("Sessions, for one browser: ");
        List<String> addresses = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/\\?token=[0-9a-f]{32}")
                .matcher(server.command().errors())
                .results()
                .map(MatchResult::group)
                .toList();
        return addresses.get(number - 1);
    }

    /** All that {@code -d} shows of the secrets of sessions, in either byte order. */
    private static List<String> keysShown() {
        return Pattern.compile("(?m)^(?:\\+\\+\\+ )?(?:shared secret|reversed|KDK|SMK|VK|MK|SK) *= *([0-9a-f]{32,64})$")
                .matcher(server.command().errors())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void linkableQuotesAreTrustedWithTheLinkableSubscription() throws Exception {
        // So that LINKABLE does not reach the other tests.
        try (Stage linkable = stage.sibling().with("LINKABLE", "1")) {
            Stage.Server server = linkable.server("-v");
            Command client = linkable.attest(server, "-v");
            assertThat(client.exitCode()).as("%s", client).isZero();
            assertThat(client.errors()).contains("msg2.quote_type  = 0100");
            server.command().awaitError("^epidPseudonym +=? *[A-Za-z0-9+/]{170,}=");
        }
    }

    @Test
    void messagesCanBePipedWithoutANetwork() throws Exception {
        Command server = stage.runPiped("run-server", "-z");
        Command client = stage.runPiped("run-client", "-z");
        Thread toServer = pump(client.process().getInputStream(), server.input());
        Thread toClient = pump(server.process().getInputStream(), client.input());

        assertThat(client.exitCode()).as("%s", client).isZero();
        toServer.join(TimeUnit.SECONDS.toMillis(30));
        toClient.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(server.exitCode())
                .as("end of input ends the server: %s", server)
                .isZero();
        assertThat(client.errors()).contains("Enclave TRUSTED");
        assertThat(server.errors()).contains("Enclave TRUSTED").contains("Copy/Paste Msg2 Below to Client");
    }

    /** Carries bytes until the end of the input, then ends the output. */
    static Thread pump(InputStream from, OutputStream to) {
        Thread thread = new Thread(() -> {
            try (from;
                    to) {
                byte[] buffer = new byte[4096];
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    to.write(buffer, 0, count);
                    to.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void printsTheGroupIdMostSignificantDigitFirst() throws Exception {
        Command client = stage.run("run-client", "-e");
        assertThat(client.exitCode()).as("%s", client).isZero();
        assertThat(client.output()).matches("[0-9a-f]{8}").isNotEqualTo("00000000");
    }

    @Test
    void printsEvidenceThatTheServiceAcceptsFromCurl() throws Exception {
        Command client = stage.run("run-client", "-q", "-r");
        assertThat(client.exitCode()).as("%s", client).isZero();
        assertThat(client.output()).matches("\\{\"isvEnclaveQuote\":\"[A-Za-z0-9+/=]+\",\"nonce\":\"[0-9a-f]{32}\"}");

        Path evidence = Files.writeString(directory.resolve("evidence.json"), client.output());
        String report = curl(
                "--data-binary",
                "@" + evidence,
                "-H",
                "Content-Type: application/json",
                "-H",
                "Ocp-Apim-Subscription-Key: 0a0b0c0d0e0f10111213141516171819",
                stage.url() + "/sgx/dev/attestation/v4/report");
        assertThat(report)
                .contains("\"isvEnclaveQuoteStatus\":\"OK\"")
                .startsWith("{\"nonce\":\"")
                .doesNotContain("epidPseudonym");
    }

    private static String curl(String... arguments) throws Exception {
        String[] line = new String[arguments.length + 5];
        System.arraycopy(
                new String[] {
                    "curl",
                    "--silent",
                    "--show-error",
                    "--cacert",
                    stage.tlsCa().toString()
                },
                0,
                line,
                0,
                5);
        System.arraycopy(arguments, 0, line, 5, arguments.length);
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }
}
