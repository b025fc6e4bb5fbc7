package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SignedReport;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.services.state.GroupStore;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.Subscription;
import org.sgxra.services.state.TlsNames;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** The emulator in the place of Intel's host: names in certificates. Clients are curl, and TLS as others see it. */
class StandInTest {
    private static final String INTEL = "api.trustedservices.intel.com";

    @TempDir
    Path directory;

    private Path state() throws Exception {
        return RunningEmulator.copyState(directory.resolve("ias"));
    }

    private static StandIn names(String... names) {
        return new StandIn(
                TlsNames.LOCAL.and(Stream.of(names).map(TlsNames::parse).toList()), ReportNames.OWN, List.of(), false);
    }

    private static X509Certificate served(Path state) throws Exception {
        return Pem.certificates(Files.readString(state.resolve("tls_server.pem")))
                .get(0);
    }

    private static Set<String> alternatives(X509Certificate certificate) throws Exception {
        Set<String> names = new TreeSet<>();
        certificate.getSubjectAlternativeNames().forEach(name -> names.add(String.valueOf(name.get(1))));
        return names;
    }

    private static IasOptions parse(String... arguments) throws UsageException {
        return IasOptions.of(IasOptions.TABLE.parse(arguments), Path.of(""));
    }

    @Test
    void curlReachesItByTheNameOfIntelsHost() throws Exception {
        try (RunningEmulator ias = new RunningEmulator(state(), names(INTEL, "192.0.2.7"))) {
            String gid = ias.emulator.state().groups().all().get(0).gid().toString();
            String path = "/sgx/dev/attestation/v4/sigrl/" + gid;
            String key = "Ocp-Apim-Subscription-Key: " + Subscription.UNLINKABLE_DEMO.primaryKey();
            String here = ":" + ias.port() + ":127.0.0.1";

            assertThat(Curl.run(
                            ias,
                            "-D-",
                            "-H",
                            key,
                            "--resolve",
                            INTEL + here,
                            "https://" + INTEL + ":" + ias.port() + path))
                    .startsWith("HTTP/1.1 200 OK\r\n");
            // A client with the address built in has no port in it.
            assertThat(Curl.run(
                            ias,
                            "-D-",
                            "-H",
                            key,
                            "--connect-to",
                            INTEL + ":443" + ":127.0.0.1:" + ias.port(),
                            "https://" + INTEL + path))
                    .startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(Curl.run(
                            ias,
                            "-D-",
                            "-H",
                            key,
                            "--connect-to",
                            "192.0.2.7:443:127.0.0.1:" + ias.port(),
                            "https://192.0.2.7" + path))
                    .startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(Curl.run(ias, "-D-", "-H", key, "https://localhost:" + ias.port() + path))
                    .startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(Curl.run(ias, "--resolve", "example.com" + here, "https://example.com:" + ias.port() + path))
                    .startsWith("curl: (60)");
        }
    }

    @Test
    void theCertificateFollowsTheNames() throws Exception {
        Path state = state();
        X509Certificate before = served(state);
        byte[] ca = Files.readAllBytes(state.resolve("tls_ca.pem"));

        try (RunningEmulator ias =
                new RunningEmulator(state, names("API.trustedservices.intel.com", "::0001", "fe80::1"))) {
            assertThat(ias.lines)
                    .contains(
                            "creating the TLS CA and the server's certificate for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, "
                                    + INTEL + ", fe80:0:0:0:0:0:0:1")
                    .contains(state.resolve("tls_ca.pem")
                            + " is another one now: clients that have a copy need the new one");
        }
        X509Certificate renewed = served(state);
        assertThat(alternatives(renewed))
                .containsExactly("0:0:0:0:0:0:0:1", "127.0.0.1", INTEL, "fe80:0:0:0:0:0:0:1", "localhost");
        assertThat(Files.readAllBytes(state.resolve("tls_ca.pem"))).isNotEqualTo(ca);

        try (RunningEmulator ias = new RunningEmulator(state, names("fe80::1", INTEL))) {
            assertThat(ias.lines).noneMatch(line -> line.startsWith("creating"));
        }
        assertThat(served(state)).isEqualTo(renewed);

        new RunningEmulator(state).close();
        assertThat(alternatives(served(state))).isEqualTo(alternatives(before));
    }

    @Test
    void namesOnTheCommandLineAreChecked() throws Exception {
        assertThat(parse("--host=api.trustedservices.intel.com", "--host", "10.0.0.1", "--host=::1")
                        .config()
                        .standIn()
                        .tlsNames()
                        .all())
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", INTEL, "10.0.0.1");
        assertThat(parse().config().standIn()).isEqualTo(StandIn.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a_b",
                "*.intel.com",
                "-a",
                "a-",
                "a..b",
                "a.",
                "1.2.3",
                "1.2.3.4.5",
                "host:443",
                "[::1]",
                "::g",
                "b\u00fccher"
            })
    void refusesWhatIsNoName(String name) {
        assertThatThrownBy(() -> parse("--host=" + name))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("host")
                .hasMessageContaining("neither a host name nor an IP address");
    }

    @Test
    void signsReportsUnderIntelsNamesButNeverWithIntelsKeys() throws Exception {
        Path state = state();
        TreeMap<String, String> before = hashes(state);
        List<X509Certificate> intels = Pem.certificates(TestData.text("ias/chain.pem"));
        try (RunningEmulator ias =
                new RunningEmulator(state, new StandIn(TlsNames.LOCAL, ReportNames.INTEL, List.of(), false))) {
            assertThat(ias.lines)
                    .anyMatch(line -> line.startsWith("*** INTEL'S NAMES, NOT INTEL'S KEYS"))
                    .anyMatch(line -> line.contains(
                            state.resolve("NOT_INTEL_report_ca.pem").toString()));

            SignedReport report = report(ias);

            List<X509Certificate> chain = report.chain().certificates();
            for (int i = 0; i < 2; i++) {
                assertThat(chain.get(i).getSubjectX500Principal().getEncoded())
                        .isEqualTo(intels.get(i).getSubjectX500Principal().getEncoded());
                assertThat(chain.get(i).getIssuerX500Principal().getEncoded())
                        .isEqualTo(intels.get(i).getIssuerX500Principal().getEncoded());
                assertThat(chain.get(i).getPublicKey())
                        .isNotEqualTo(intels.get(i).getPublicKey());
            }
            assertThat(chain.get(0).getSubjectX500Principal().getName())
                    .isEqualTo("CN=Intel SGX Attestation Report Signing,O=Intel Corporation,L=Santa Clara,ST=CA,C=US");
            new ReportVerifier(ca(state, "NOT_INTEL_report_ca.pem"), null).verify(report);
            assertThatThrownBy(() -> new ReportVerifier(ReportSigningCa.intel(), null).verify(report))
                    .isInstanceOf(InvalidReportException.class);
            assertThatThrownBy(() -> new ReportVerifier(ca(state, "report_ca.pem"), null).verify(report))
                    .isInstanceOf(InvalidReportException.class);
        }
        TreeMap<String, String> after = hashes(state);
        assertThat(after.keySet()).contains("NOT_INTEL_report_ca.pem", "NOT_INTEL_report_signing.pem");
        after.keySet().removeIf(name -> name.startsWith("NOT_INTEL_"));
        assertThat(after).isEqualTo(before);

        try (RunningEmulator ordinary = new RunningEmulator(state)) {
            new ReportVerifier(ca(state, "report_ca.pem"), null).verify(report(ordinary));
            assertThat(ordinary.lines).noneMatch(line -> line.contains("INTEL"));
        }
    }

    /** Signed under either kind of names, a report of this emulator revokes its signer. */
    @Test
    void revokesByAReportUnderIntelsNames() throws Exception {
        Path state = state();
        try (RunningEmulator ias =
                new RunningEmulator(state, new StandIn(TlsNames.LOCAL, ReportNames.INTEL, List.of(), false))) {
            var answer = ias.post(
                    "/sgx/dev/attestation/v4/report",
                    Subscription.LINKABLE_DEMO,
                    TestEnclave.evidence(new TestEnclave(ias.platform(directory.resolve("platform")))
                            .quote(Subscription.LINKABLE_DEMO)));
            Path body = Files.write(directory.resolve("body"), answer.body());
            Path signature = header(answer, "X-IASReport-Signature");
            Path chain = header(answer, "X-IASReport-Signing-Certificate");

            IasOptions options = parse(
                    "--state=" + state, "revoke", "--report=" + body, "--signature=" + signature, "--chain=" + chain);
            options.command().orElseThrow().run(options.arguments(), System.out);
        }
        assertThat(GroupStore.existing(StateDirectory.open(state))
                        .groups()
                        .all()
                        .get(0)
                        .sigRl()
                        .entries())
                .hasSize(1);
    }

    private Path header(java.net.http.HttpResponse<?> answer, String name) throws Exception {
        return Files.writeString(
                directory.resolve(name), answer.headers().firstValue(name).orElseThrow());
    }

    private SignedReport report(RunningEmulator ias) throws Exception {
        var answer = ias.post(
                "/sgx/dev/attestation/v4/report",
                Subscription.UNLINKABLE_DEMO,
                TestEnclave.evidence(new TestEnclave(ias.platform(directory.resolve("platform")))
                        .quote(Subscription.UNLINKABLE_DEMO)));
        return SignedReport.fromAnswer(
                answer.body(),
                answer.headers().firstValue("X-IASReport-Signature").orElseThrow(),
                answer.headers().firstValue("X-IASReport-Signing-Certificate").orElseThrow());
    }

    private static ReportSigningCa ca(Path state, String file) throws Exception {
        return ReportSigningCa.fromPem(Files.readString(state.resolve(file)));
    }

    private static TreeMap<String, String> hashes(Path state) throws Exception {
        TreeMap<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(
                        file.getFileName().toString(),
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
            }
        }
        return hashes;
    }
}
