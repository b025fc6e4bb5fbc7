package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.testdata.FreePort;

/**
 * DCAP quotes of the software platform, judged with the collateral that the emulator publishes: every status, brought about by what causes
 * it, and what service provider and client make of it, with and without strict trust mode.
 */
@Order(1)
class DcapIT {
    private static final String DCAP = "--attestation=dcap";
    private static final String BOTH = "--attestation=both";
    private static final String MSG4_REST = "00".repeat(101);

    @TempDir
    private static Path directory;

    private static Stage stage;
    private static Stage.Server lenient;
    private static Stage.Server strict;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.in(directory);
        lenient = stage.server("-v", BOTH);
        // Joins, and writes the platform's settings.
        assertThat(stage.attest(lenient, DCAP).exitCode()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    @AfterEach
    void restore() throws Exception {
        setting("misbehave", "no");
        setting("cpu_svn", "0a0202" + "0".repeat(26));
        setting("pce_svn", "15");
        setting("qe3_svn", "11");
    }

    private static void setting(String name, String value) throws IOException {
        Path settings = stage.platformState().resolve("platform.conf");
        Files.writeString(
                settings, Files.readString(settings).replaceAll("(?m)^" + name + " = .*$", name + " = " + value));
    }

    /** A server in strict trust mode, for the tests that need one. */
    private static Stage.Server strict() throws Exception {
        if (strict == null) {
            strict = stage.server("-v", "-X", BOTH);
        }
        return strict;
    }

    /** The verdict that a server reached last, msg4 and the client's exit code. */
    private static void assertVerdict(Stage.Server server, Command client, String status, int msg4) throws Exception {
        assertThat(client.exitCode()).as("%s%n%s", client, server.command()).isEqualTo(msg4 >= 2 ? 0 : 2);
        assertThat(last(server, "(?m)^Platform status: (.*)$")).isEqualTo(status);
        List<String> sent = server.command().output().lines().toList();
        assertThat(sent.get(sent.size() - 1)).isEqualTo("0" + msg4 + "000000" + MSG4_REST);
        // msg2: neither SPID nor revocation list.
        assertThat(sent.get(sent.size() - 2)).hasSize(336).endsWith("00000000");
        assertThat(sent.get(sent.size() - 2).substring(128, 168)).isEqualTo("00".repeat(16) + "00000100");
    }

    private static String last(Stage.Server server, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(server.command().errors());
        String found = "";
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return found;
    }

    @Test
    void oneServerServesBothKindsInTurnAndBothEndsHaveTheSameKeys() throws Exception {
        Command dcap = stage.attest(lenient, DCAP, "-v");
        assertVerdict(lenient, dcap, "OK", 3);
        for (String key : List.of("MK", "SK")) {
            String line = "(?m)^SHA256\\(" + key + "\\) = ([0-9a-f]{64})$";
            lenient.command().awaitError("^SHA256\\(" + key + "\\) = " + hash(dcap, line) + "$");
        }
        Command epid = stage.attest(lenient);
        assertThat(epid.exitCode()).as("%s", epid).isZero();
        assertThat(last(lenient, "(?m)^isvEnclaveQuoteStatus\\b.*\\b(\\w+)$")).isEqualTo("OK");
        assertVerdict(lenient, stage.attest(lenient, DCAP), "OK", 3);
    }

    @Test
    @Tag("long")
    void anEcdsaQuoteInAnEpidSessionReachesTheServiceProvider() throws Exception {
        setting("misbehave", "ecdsa-quote");

        Command quote = stage.run("run-client", "-q");
        assertThat(quote.exitCode()).as("%s", quote).isZero();
        // Version 3, key type 2.
        assertThat(quote.output()).startsWith("{\"isvEnclaveQuote\":\"AwAC");

        Command session = stage.attest(lenient);
        assertThat(session.exitCode()).as("%s", session).isEqualTo(3);
        lenient.command().awaitError("^Attestation failed: msg3: the quote is not an EPID quote");
    }

    private static String hash(Command client, String line) {
        Matcher matcher = Pattern.compile(line).matcher(client.errors());
        assertThat(matcher.find()).as("%s", client).isTrue();
        return matcher.group(1);
    }

    @Test
    void aStatusHasItsCauseItsMsg4AndItsExitCode() throws Exception {
        lower("cpu_svn", "090201");
        assertVerdict(lenient, stage.attest(lenient, DCAP), "OUT_OF_DATE_CONFIGURATION_NEEDED", 1);
        explains("OUT_OF_DATE_CONFIGURATION_NEEDED");
    }

    /** What is lowered in the platform, and what comes of it. */
    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "cpu_svn, 0a0201, CONFIGURATION_NEEDED, 2, 1",
        "cpu_svn, 0a0102, SW_HARDENING_NEEDED, 2, 1",
        "cpu_svn, 0a0101, CONFIGURATION_AND_SW_HARDENING_NEEDED, 2, 1",
        "cpu_svn, 090202, GROUP_OUT_OF_DATE, 1, 1",
        "pce_svn, 12, GROUP_OUT_OF_DATE, 1, 1",
        "qe3_svn, 6, GROUP_OUT_OF_DATE, 1, 1",
        "cpu_svn, 090201, OUT_OF_DATE_CONFIGURATION_NEEDED, 1, 1",
        "cpu_svn, 010000, REVOKED, 0, 0",
        "qe3_svn, 0, NOT_SUPPORTED, 0, 0"
    })
    void everyStatusHasItsCauseItsMsg4AndItsExitCode(
            String setting, String value, String status, int msg4, int strictMsg4) throws Exception {
        lower(setting, value);
        assertVerdict(lenient, stage.attest(lenient, DCAP), status, msg4);
        assertVerdict(strict(), stage.attest(strict(), DCAP), status, strictMsg4);
        explains(status);
    }

    private static void lower(String setting, String value) throws IOException {
        setting(setting, setting.equals("cpu_svn") ? value + "0".repeat(26) : value);
    }

    private static void explains(String status) {
        if (status.equals("OUT_OF_DATE_CONFIGURATION_NEEDED")) {
            assertThat(lenient.command().errors())
                    .contains(
                            "Intel says OutOfDateConfigurationNeeded: genuine, but updates are missing",
                            "component 1 (BIOS: Early Microcode Update): is 9, needs 10",
                            "Advisories: INTEL-SA-00219, INTEL-SA-00837");
        }
    }

    /** A service provider keeps collateral for a day: this needs one of its own. */
    @Test
    @Tag("long")
    void aPlatformIsOutOfDateWhenMoreIsRequired() throws Exception {
        Path levels = stage.iasState().resolve("dcap.conf");
        String before = Files.readString(levels);
        Files.writeString(levels, before.replaceFirst("(?m)^components = 0a0202", "components = 0b0202"));
        try {
            Stage.Server server = stage.server("-v", DCAP);
            assertVerdict(server, stage.attest(server, DCAP), "GROUP_OUT_OF_DATE", 1);
            Command epid = stage.attest(server);
            assertThat(epid.exitCode()).as("%s", epid).isEqualTo(3);
            server.command()
                    .awaitError("msg1: EPID group id [0-9a-f]{8}: the client offers an EPID quote, which is not taken");
        } finally {
            Files.writeString(levels, before);
        }
    }

    @ParameterizedTest
    @CsvSource({"quote-signature, QUOTE_SIGNATURE"})
    void aForgedQuoteIsNotTrusted(String misbehaviour, String refusal) throws Exception {
        evidenceThatIsNotGenuineIsNotTrusted(misbehaviour, refusal);
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource({
        "quote-signature, QUOTE_SIGNATURE",
        "certification-type, CERTIFICATION_TYPE",
        "qe-debug, QE_IDENTITY_MISMATCH"
    })
    void evidenceThatIsNotGenuineIsNotTrusted(String misbehaviour, String refusal) throws Exception {
        setting("misbehave", misbehaviour);
        assertVerdict(lenient, stage.attest(lenient, DCAP), refusal, 0);
        lenient.command().awaitError("^the quote is refused: " + refusal + ": ");
    }

    @Test
    void aQuoteOfTheOtherKindIsAnsweredWithNothing() throws Exception {
        quotesOfAnotherKindOrSessionAreAnsweredWithNothing(
                "epid-quote", "msg3: the quote is an EPID quote, but group id 0 in msg1 announced a DCAP");
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource(delimiter = '|', textBlock = """
            epid-quote  | msg3: the quote is an EPID quote, but group id 0 in msg1 announced a DCAP
            report-data | msg3: the enclave's report data does not belong to this session
            version-4   | msg3: the quote is of version 4
            simulation  | a quote without signature, as simulation SDKs make it
            """)
    void quotesOfAnotherKindOrSessionAreAnsweredWithNothing(String misbehaviour, String reason) throws Exception {
        setting("misbehave", misbehaviour);
        Command client = stage.attest(lenient, DCAP);
        assertThat(client.exitCode()).as("%s%n%s", client, lenient.command()).isEqualTo(3);
        lenient.command().awaitError(Pattern.quote(reason));
    }

    @Test
    @Tag("long")
    void withoutCollateralThereIsNoAnswerAndWithoutDcapTwoHints() throws Exception {
        int closed = FreePort.any();
        Stage.Server server = stage.server(DCAP, "--pccs-url=https://localhost:" + closed);
        assertThat(stage.attest(server, DCAP).exitCode()).isEqualTo(3);
        server.command().awaitError("TCB info: cannot connect to localhost:" + closed);
        Stage.Server epid = stage.server();
        assertThat(stage.attest(epid, DCAP).exitCode()).isEqualTo(3);
        epid.command()
                .awaitError(
                        "not been provisioned for EPID.*or it offers a DCAP \\(ECDSA\\) quote: then start this with "
                                + "--attestation=dcap");
    }

    /** No platform here makes quotes of trust domains: this one has the platform's certificates and another's keys. */
    @Test
    void theCollateralOfATrustDomainIsFetchedAndFits() throws Exception {
        FakeEvidence domain = FakeEvidence.ofTrustDomain(4, 2, 584);
        String pck = Files.readString(stage.platformState().resolve("pck_certificate.pem"));
        domain.pckChain = ByteString.of(pck.substring(pck.indexOf("-----BEGIN")).getBytes(StandardCharsets.US_ASCII));
        String quote = "--quote="
                + Files.write(directory.resolve("td.bin"), domain.quote().toArray());
        Path folder = directory.resolve("td");

        Command fetch = stage.run(
                "bin/sgx-ra",
                "collateral",
                "fetch",
                quote,
                "--out=" + folder,
                "--pcs-url=" + stage.url(),
                "--no-proxy",
                "--ca-bundle=" + stage.tlsCa());
        assertThat(fetch.exitCode()).as("%s", fetch).isZero();
        assertThat(folder.resolve("tcbInfo.json")).content().contains("\"id\":\"TDX\"");
        assertThat(folder.resolve("qeIdentity.json")).content().contains("\"id\":\"TD_QE\"");

        Command verify = stage.run(
                "bin/sgx-ra",
                "verify-quote",
                quote,
                "--collateral=" + folder,
                "--dcap-root=" + stage.iasState().resolve("sgx_root_ca.pem"),
                "--json");
        assertThat(verify.exitCode()).as("%s", verify).isEqualTo(2);
        assertThat(verify.output())
                .as("all of the collateral is in order")
                .contains("\"reason\" : \"QE_REPORT_SIGNATURE\"");
    }

    @Test
    void theSecondSystemDoesTheSame() throws Exception {
        String address = secondSystem();
        Command refused = stage.run("run-isv-sp", BOTH, "--mrsigner=" + "00".repeat(32), address);
        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
    }

    /** Starts the application, has it trusted once, and tells where it is. */
    private static String secondSystem() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "what only the enclave may know");
        stage.with("ISV_CERT", directory.resolve("isv/cert.pem").toString())
                .with("ISV_KEY", directory.resolve("isv/key.pem").toString())
                .with("ISV_SECRET_FILE", secret.toString());
        Command app = stage.run("run-isv-app", DCAP, "0");
        String address = "localhost:"
                + app.awaitError("^Listening for connections on port (\\d+)").group(1);

        Command trusted = stage.run("run-isv-sp", DCAP, address);
        assertThat(trusted.exitCode()).as("%s", trusted).isZero();
        app.awaitError("Enclave TRUSTED, secret of 30 bytes received");
        return address;
    }

    @Test
    @Tag("long")
    void theSecondSystemRefusesARevokedPlatformAndWhatItWasNotStartedFor() throws Exception {
        String address = secondSystem();
        // The platform's own file begins with lines about what was asked for.
        String pck = "--pck=" + stage.platformState().resolve("pck_certificate.pem");
        stage.ias("revoke", pck);
        Command revoked = stage.run("run-isv-sp", DCAP, address);
        assertThat(revoked.exitCode()).as("%s", revoked).isEqualTo(2);
        assertThat(revoked.errors())
                .contains("Platform status: PCK_REVOKED", "Intel has revoked the certificate of this machine");
        stage.ias("unrevoke", pck);
        Command epidOnly = stage.run("run-isv-sp", address);
        assertThat(epidOnly.exitCode()).as("%s", epidOnly).isEqualTo(3);
        assertThat(epidOnly.errors()).contains("start this with --attestation=dcap or both");
    }
}
