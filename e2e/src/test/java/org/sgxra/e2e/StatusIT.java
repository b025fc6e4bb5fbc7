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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every status that the attestation service has, brought about by doing to the platform or its group what causes it, and
 * what the service provider and the client make of it, with and without strict trust mode.
 */
class StatusIT {
    private static final int NOT_TRUSTED = 0;
    private static final int NOT_TRUSTED_ITS_COMPLICATED = 1;
    private static final int TRUSTED_ITS_COMPLICATED = 2;
    private static final int TRUSTED = 3;

    @TempDir
    private static Path directory;

    private static Stage stage;
    private static Stage.Server lenient;
    private static Stage.Server strict;
    private static String gid;
    private static boolean revoked;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.in(directory);
        lenient = stage.server("-v");
        strict = stage.server("-v", "-X");
        gid = groupId();
        evidence("first");
    }

    @AfterAll
    static void stop() throws Exception {
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
    private static void revokeSignatures(String signatures) throws Exception {
        revoked = true;
        stage.ias("revoke", "--group=" + gid, signatures);
    }

    private static String groupId() throws Exception {
        Command client = stage.run("run-client", "-e");
        assertThat(client.exitCode()).as("%s", client).isZero();
        return client.output();
    }

    /** A quote as it is posted to the attestation service, in a file. */
    private static String evidence(String name) throws Exception {
        Command client = stage.run("run-client", "-q");
        assertThat(client.exitCode()).as("%s", client).isZero();
        return Files.writeString(directory.resolve(name), client.output()).toString();
    }

    private static void setting(String name, String value) throws IOException {
        Path settings = stage.platformState().resolve("platform.conf");
        Files.writeString(
                settings, Files.readString(settings).replaceAll("(?m)^" + name + " = .*$", name + " = " + value));
    }

    /** Attests with both servers and checks what IAS said, msg4, and how the client ended. */
    private static void expect(String status, int msg4, int strictMsg4) throws Exception {
        expect(lenient, status, msg4);
        expect(strict, status, strictMsg4);
    }

    private static Command expect(Stage.Server server, String status, int msg4) throws Exception {
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
    void ok() throws Exception {
        expect("OK", TRUSTED, TRUSTED);
    }

    @ParameterizedTest
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
        Command client = expect(lenient, "GROUP_OUT_OF_DATE", NOT_TRUSTED_ITS_COMPLICATED);
        expect(strict, "GROUP_OUT_OF_DATE", NOT_TRUSTED_ITS_COMPLICATED);

        assertThat(client.errors()).contains("Platform Update Required");
    }

    @Test
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

        Command honest = stage.attest(lenient);
        assertThat(honest.exitCode()).as("%s", honest).isEqualTo(3);
        assertThat(honest.errors()).contains("SGX_ERROR_EPID_MEMBER_REVOKED");
        setting("misbehave", "yes");
        expect("SIGNATURE_REVOKED", NOT_TRUSTED, NOT_TRUSTED);
    }

    @Test
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
    void aQuoteForAnOlderListIsAMismatch() throws Exception {
        for (String[] arguments : new String[][] {{"-v", "-z"}, {"-v", "-z", "-X"}}) {
            revokeSignatures("--random=1");
            try (Command server = stage.runPiped("run-server", arguments);
                    Command client = stage.runPiped("run-client", "-z")) {
                BufferedReader fromClient = reader(client);
                BufferedReader fromServer = reader(server);
                send(fromClient.readLine(), server);
                String msg2 = fromServer.readLine();
                // The list changes while the quote is being made.
                revokeSignatures("--random=1");
                send(msg2, client);
                send(fromClient.readLine(), server);
                String msg4 = fromServer.readLine();
                send(msg4, client);

                assertThat(msg4).startsWith("00000000");
                server.awaitError("^isvEnclaveQuoteStatus\\b.*\\bSIGRL_VERSION_MISMATCH$");
                assertThat(client.exitCode()).as("%s", client).isEqualTo(2);
            }
        }
    }

    private static BufferedReader reader(Command command) {
        return new BufferedReader(new InputStreamReader(command.process().getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void send(String message, Command to) throws IOException {
        to.input().write((message + "\n").getBytes(StandardCharsets.US_ASCII));
        to.input().flush();
    }

    @Test
    void aPlatformOfARevokedGroupIsRefusedUntilItHasJoinedAnother() throws Exception {
        stage.ias("revoke", "--group=" + gid, "--reason=keyCompromise");
        expect("GROUP_REVOKED", NOT_TRUSTED, NOT_TRUSTED);
        assertThat(lenient.command().errors()).contains("Revocation reason (RFC 5280): 1");

        stage.ias("new-group");
        Command last = expect(lenient, "GROUP_REVOKED", NOT_TRUSTED);

        assertThat(last.errors()).contains("platform: joined EPID group ").contains("the old key is kept in");
        String old = gid;
        gid = groupId();
        assertThat(gid).isNotEqualTo(old);
        expect("OK", TRUSTED, TRUSTED);
        assertThat(stage.platformState().resolve("epid_blob." + old + ".1")).exists();
    }

    @Test
    void revocationListsPassThroughAllOfIt() throws Exception {
        revokeSignatures("--random=10");

        expect(lenient, "OK", TRUSTED);
    }

    @Test
    @Tag("long")
    void longRevocationListsPassThroughAllOfIt() throws Exception {
        revokeSignatures("--random=4000");

        expect(lenient, "OK", TRUSTED);
    }
}
