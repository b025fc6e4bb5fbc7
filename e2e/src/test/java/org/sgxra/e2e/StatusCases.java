package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every status that the attestation service has, brought about by doing to the platform or its group what causes it, and
 * what one service provider and the client make of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StatusCases {
    static final int NOT_TRUSTED = 0;
    static final int NOT_TRUSTED_ITS_COMPLICATED = 1;
    static final int TRUSTED_ITS_COMPLICATED = 2;
    static final int TRUSTED = 3;

    private final boolean isStrict;
    private Path directory;
    private Stage stage;
    private Stage.Server server;
    private String gid;
    private boolean revoked;

    /** @param isStrict whether the service provider is in strict trust mode */
    StatusCases(boolean isStrict) {
        this.isStrict = isStrict;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        stage = Stage.in(folder);
        server = stage.server(isStrict ? new String[] {"-v", "-X"} : new String[] {"-v"});
        // Joins, and writes the platform's settings.
        gid = groupId();
    }

    @AfterAll
    void stop() throws Exception {
        stage.close();
    }

    @AfterEach
    void restore() throws Exception {
        setting("misbehave", "no");
        setting("cpu_svn", "0a020200000000000000000000000000");
        setting("qe_svn", "16");
        if (revoked) {
            stage.ias("unrevoke", "--group=" + gid, "--all-signatures");
            revoked = false;
        }
    }

    /** Puts signatures on the list of the platform's group, until the end of the test. */
    final void revokeSignatures(String signatures) throws Exception {
        revoked = true;
        stage.ias("revoke", "--group=" + gid, signatures);
    }

    private String groupId() throws Exception {
        Command client = stage.run("run-client", "-e");
        assertThat(client.exitCode()).as("%s", client).isZero();
        return client.output();
    }

    /** A quote as it is posted to the attestation service, in a file. */
    private String evidence(String name) throws Exception {
        Command client = stage.run("run-client", "-q");
        assertThat(client.exitCode()).as("%s", client).isZero();
        return Files.writeString(directory.resolve(name), client.output()).toString();
    }

    final void setting(String name, String value) throws IOException {
        Path settings = stage.platformState().resolve("platform.conf");
        Files.writeString(
                settings, Files.readString(settings).replaceAll("(?m)^" + name + " = .*$", name + " = " + value));
    }

    /** A server of the same stage in strict trust mode. */
    final Stage.Server strictServer() throws Exception {
        return stage.server("-v", "-X");
    }

    /** Attests and checks what IAS said, msg4, and how the client ended. */
    final Command expect(String status, int msg4, int strictMsg4) throws Exception {
        return expect(server, status, isStrict ? strictMsg4 : msg4);
    }

    final Command expect(Stage.Server server, String status, int msg4) throws Exception {
        int before = occurrences(server, status);
        Command client = stage.attest(server);
        assertThat(client.exitCode())
                .as("%s%n%s", client, server.command())
                .isEqualTo(msg4 >= TRUSTED_ITS_COMPLICATED ? 0 : 2);
        assertThat(occurrences(server, status)).as("%s", server.command()).isGreaterThan(before);
        String[] sent = server.command().output().split("\n");
        assertThat(sent[sent.length - 1]).startsWith("0" + msg4 + "000000").hasSize(210);
        return client;
    }

    /** How often a server's transcript has shown the status. */
    private static int occurrences(Stage.Server server, String status) {
        Matcher matcher = Pattern.compile("(?m)^isvEnclaveQuoteStatus\\b.*\\b" + status + "$")
                .matcher(server.command().errors());
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    @Test
    @Tag("long")
    void ok() throws Exception {
        expect("OK", TRUSTED, TRUSTED);
    }

    @ParameterizedTest
    @CsvSource({"CONFIGURATION_NEEDED, 0a0201"})
    void aPlatformThatNeedsSomethingIsTrustedWithReservation(String status, String cpuSvn) throws Exception {
        platformsThatNeedSomethingAreTrustedWithReservation(status, cpuSvn);
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "CONFIGURATION_NEEDED, 0a0201",
        "SW_HARDENING_NEEDED, 0a0102",
        "CONFIGURATION_AND_SW_HARDENING_NEEDED, 0a0101"
    })
    void platformsThatNeedSomethingAreTrustedWithReservation(String status, String cpuSvn) throws Exception {
        setting("cpu_svn", cpuSvn + "0".repeat(26));
        expect(status, TRUSTED_ITS_COMPLICATED, NOT_TRUSTED_ITS_COMPLICATED);
    }

    @Test
    void anOldPlatformIsOutOfDate() throws Exception {
        setting("qe_svn", "15");
        Command client = expect("GROUP_OUT_OF_DATE", NOT_TRUSTED_ITS_COMPLICATED, NOT_TRUSTED_ITS_COMPLICATED);

        assertThat(client.errors()).contains("Platform Update Required");
    }

    @Test
    @Tag("long")
    void aPlatformIsOutOfDateWhenTheServiceRequiresMore() throws Exception {
        Path levels = stage.iasState().resolve("tcb.conf");
        String before = Files.readString(levels);
        Files.writeString(levels, before.replace("cpu_svn = 0a", "cpu_svn = 0b"));
        try {
            expect("GROUP_OUT_OF_DATE", NOT_TRUSTED_ITS_COMPLICATED, NOT_TRUSTED_ITS_COMPLICATED);
        } finally {
            Files.writeString(levels, before);
        }
    }

    @Test
    void aForgedKeyMakesAnInvalidSignature() throws Exception {
        setting("misbehave", "forge");
        expect("SIGNATURE_INVALID", NOT_TRUSTED, NOT_TRUSTED);
    }

    @Test
    void aRevokedSignerGetsNoQuoteAndACheatIsFound() throws Exception {
        revoked = true;
        stage.ias("revoke", "--quote=" + evidence("revoked"));

        Command honest = stage.attest(server);
        assertThat(honest.exitCode()).as("%s", honest).isEqualTo(3);
        assertThat(honest.errors()).contains("SGX_ERROR_EPID_MEMBER_REVOKED");
        setting("misbehave", "yes");
        expect("SIGNATURE_REVOKED", NOT_TRUSTED, NOT_TRUSTED);
    }

    @Test
    @Tag("long")
    void aRevokedKeyIsFound() throws Exception {
        String key = "--key=" + stage.platformState().resolve("epid_blob");
        stage.ias("revoke", key);
        try {
            expect("KEY_REVOKED", NOT_TRUSTED, NOT_TRUSTED);
        } finally {
            stage.ias("unrevoke", key);
        }
    }

    @Test
    @Tag("long")
    void aQuoteForAnOlderListIsAMismatch() throws Exception {
        revokeSignatures("--random=1");
        String[] piped = isStrict ? new String[] {"-v", "-z", "-X"} : new String[] {"-v", "-z"};
        try (Command sp = stage.runPiped("run-server", piped);
                Command client = stage.runPiped("run-client", "-z")) {
            BufferedReader fromClient = reader(client);
            BufferedReader fromServer = reader(sp);
            send(fromClient.readLine(), sp);
            String msg2 = fromServer.readLine();
            // The list changes while the quote is being made.
            revokeSignatures("--random=10");
            send(msg2, client);
            send(fromClient.readLine(), sp);
            String msg4 = fromServer.readLine();
            send(msg4, client);

            assertThat(msg4).startsWith("00000000");
            sp.awaitError("^isvEnclaveQuoteStatus\\b.*\\bSIGRL_VERSION_MISMATCH$");
            assertThat(client.exitCode()).as("%s", client).isEqualTo(2);
        }
        // The longer list passes through all of it.
        expect("OK", TRUSTED, TRUSTED);
    }

    private static BufferedReader reader(Command command) {
        return new BufferedReader(new InputStreamReader(command.process().getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void send(String message, Command to) throws IOException {
        to.input().write((message + "\n").getBytes(StandardCharsets.US_ASCII));
        to.input().flush();
    }

    @Test
    @Tag("long")
    void aPlatformOfARevokedGroupIsRefusedUntilItHasJoinedAnother() throws Exception {
        stage.ias("revoke", "--group=" + gid, "--reason=keyCompromise");
        expect("GROUP_REVOKED", NOT_TRUSTED, NOT_TRUSTED);
        assertThat(server.command().errors()).contains("Revocation reason (RFC 5280): 1");

        stage.ias("new-group");
        Command last = expect("GROUP_REVOKED", NOT_TRUSTED, NOT_TRUSTED);

        assertThat(last.errors()).contains("platform: joined EPID group ").contains("the old key is kept in");
        String old = gid;
        gid = groupId();
        assertThat(gid).isNotEqualTo(old);
        expect("OK", TRUSTED, TRUSTED);
        assertThat(stage.platformState().resolve("epid_blob." + old + ".1")).exists();
    }

    @Test
    @Tag("long")
    void longRevocationListsPassThroughAllOfIt() throws Exception {
        revokeSignatures("--random=4000");

        expect("OK", TRUSTED, TRUSTED);
    }
}
