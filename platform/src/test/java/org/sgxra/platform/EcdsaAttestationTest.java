package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EcdsaQuoteCall.QeReportInfo;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.DcapVerifier;

/** Quotes of the SOFT platform are genuine to the verifier of DCAP quotes, which knows nothing of it but the root. */
class EcdsaAttestationTest {
    private static final ByteString NONCE = ByteString.of("sixteen bytes of".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path directory;

    private FakePckService service;

    @BeforeEach
    void start() throws Exception {
        service = new FakePckService(directory);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private EcdsaEnclave enclave(String state) throws Exception {
        return new EcdsaEnclave(service.platform(directory.resolve(state)));
    }

    private EcdsaEnclave enclave() throws Exception {
        return enclave("platform");
    }

    /** Sets up a platform with other settings. */
    private EcdsaEnclave enclave(String state, String settings) throws Exception {
        Path folder = Files.createDirectories(directory.resolve(state));
        Files.writeString(folder.resolve(PlatformSettings.FILE), settings);
        return enclave(state);
    }

    private static String settings(String cpuSvn, int qe3Svn, int pceSvn) {
        return "cpu_svn = " + cpuSvn + "0".repeat(32 - cpuSvn.length()) + "\nqe_svn = 16\nqe3_svn = " + qe3Svn
                + "\npce_svn = " + pceSvn + "\nmisbehave = no\n";
    }

    static DcapVerdict verdict(ByteString quote) throws Exception {
        FakeEvidence vouching = new FakeEvidence();
        return DcapVerifier.of(DcapRoot.ofCertificate(vouching.root.sign()))
                .verify(quote, vouching.collateral(), vouching.now);
    }

    @Test
    void aQuoteIsVerifiedAndThePlatformUpToDate() throws Exception {
        DcapVerdict verdict = verdict(enclave().quoteBytes());

        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.status())
                .hasValueSatisfying(status -> assertThat(status).hasToString("UpToDate"));
    }

    @Test
    void aQuoteHasTheFormOfIntels() throws Exception {
        EcdsaEnclave enclave = enclave();
        EcdsaQuote quote = enclave.quote();

        assertThat(quote.version()).isEqualTo(3);
        assertThat(quote.qeSvn()).isEqualTo(11);
        assertThat(quote.pceSvn()).isEqualTo(15);
        assertThat(quote.vendorId()).hasToString("939a7233f79c4ca9940a0db3957f0607");
        assertThat(quote.userData().slice(0, 16).isZero()).isFalse();
        assertThat(quote.userData().slice(16, 20).isZero()).isTrue();
        assertThat(quote.report()).isEqualTo(enclave.body());
        assertThat(quote.padding()).isZero();
        assertThat(quote.authentication().qeAuthData())
                .hasToString("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        assertThat(quote.authentication().certificationType()).isEqualTo(5);
        ByteString chain = quote.authentication().certificationData();
        assertThat(chain.at(chain.size() - 1)).isZero();
        assertThat(new String(chain.toArray(), StandardCharsets.US_ASCII))
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("-----END CERTIFICATE-----\n\0");
        assertThat(enclave.quoteSize()).isEqualTo(1052 + chain.size()).isEqualTo(quote.encode().length);
        ReportBody qe = quote.authentication().qeReportBody();
        assertThat(qe.attributes()).hasToString("1500000000000000e700000000000000");
        assertThat(qe.isvProdId()).isEqualTo(1);
        assertThat(qe.isvSvn()).isEqualTo(11);
        assertThat(qe.cpuSvn()).hasToString("0a020200000000000000000000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "0a0202, 11, 15, UpToDate, UpToDate, 0a0202, 13",
        "0a0202, 11, 13, UpToDate, UpToDate, 0a0202, 13",
        "ffffff, 8, 65535, UpToDate, UpToDate, 0a0202, 13",
        "0a0202, 11, 12, OutOfDate, UpToDate, 0a0202, 5",
        "0a0201, 11, 15, ConfigurationNeeded, UpToDate, 0a0201, 13",
        "0a0102, 11, 15, SWHardeningNeeded, UpToDate, 0a0102, 13",
        "0a0101, 11, 15, ConfigurationAndSWHardeningNeeded, UpToDate, 0a0101, 13",
        "090202, 11, 15, OutOfDate, UpToDate, 090202, 13",
        "090201, 11, 15, OutOfDateConfigurationNeeded, UpToDate, 090201, 13",
        "0a0202, 7, 15, OutOfDate, OutOfDate, 0a0202, 13",
        "0a0201, 6, 15, OutOfDateConfigurationNeeded, OutOfDate, 0a0201, 13",
    })
    void theSettingsDecideOverTheStatus(
            String cpuSvn, int qe3Svn, int pceSvn, String status, String qeStatus, String components, int level)
            throws Exception {
        DcapVerdict verdict =
                verdict(enclave("lowered", settings(cpuSvn, qe3Svn, pceSvn)).quoteBytes());

        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.tcb().orElseThrow().status()).hasToString(status);
        assertThat(verdict.pck().orElseThrow().components())
                .hasToString(components + "0".repeat(32 - components.length()));
        assertThat(verdict.pck().orElseThrow().pceSvn()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"010000, 11, 0, REVOKED", "0a0202, 1, 15, REVOKED", "0a0202, 0, 15, QE_NOT_SUPPORTED"})
    void theLowestSettingsAreRefused(String cpuSvn, int qe3Svn, int pceSvn, String refusal) throws Exception {
        DcapVerdict verdict =
                verdict(enclave("lowest", settings(cpuSvn, qe3Svn, pceSvn)).quoteBytes());

        assertThat(verdict.refusal()).hasValueSatisfying(r -> assertThat(r).hasToString(refusal));
    }

    /** The report is the only way in which an enclave learns that its quote is the quoting enclave's. */
    @Test
    void theQuotingEnclaveReportsTheQuoteToItsCaller() throws Exception {
        EcdsaEnclave enclave = enclave();
        ByteString answer = enclave.answer(Optional.of(new QeReportInfo(NONCE, enclave.target())));
        Report report = Report.parse(answer.slice(0, Report.SIZE).toArray());
        ByteString quote = answer.slice(Report.SIZE, answer.size());

        assertThat(enclave.verifies(report)).isTrue();
        ReportBody body = ReportBody.parse(report.body().toArray());
        assertThat(body.reportData()).isEqualTo(ByteString.concat(Sha256.of(NONCE, quote), ByteString.zeros(32)));
        assertThat(body.mrEnclave()).isEqualTo(enclave.init().slice(0, 32));
        assertThat(enclave.answer(Optional.empty()).slice(0, Report.SIZE).isZero())
                .as("no report without report info")
                .isTrue();
    }

    @Test
    void keysAndCertificateOutliveTheProcess() throws Exception {
        ByteString keyId = enclave().init();
        EcdsaEnclave again = enclave();

        assertThat(again.init()).isEqualTo(keyId);
        ByteString attestationKey = again.quote().authentication().attestationKey();
        assertThat(Sha256.of(attestationKey)).isEqualTo(keyId.slice(512, 544));
        assertThat(service.count("POST /sgx/provisioning/v1/dcap")).isEqualTo(1);
        assertThat(service.count("GET /sgx/certification/v4/pckcert")).isEqualTo(1);
        for (String file : List.of(DeviceSecret.FILE, PckRegistration.PPID_KEY, PckRegistration.CERTIFICATE)) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("platform/" + file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        assertThat(enclave("other").init().slice(512, 544)).isNotEqualTo(keyId.slice(512, 544));
    }

    @Test
    void settingsFilesFromBeforeEcdsaGoOnWorking() throws Exception {
        EcdsaEnclave enclave = enclave(
                "old",
                settings("0a0202", 11, 15)
                        .lines()
                        .filter(l -> !l.startsWith("qe3"))
                        .reduce("", (a, b) -> a + b + "\n"));

        assertThat(enclave.quote().qeSvn()).isEqualTo(11);
    }

    @ParameterizedTest
    @CsvSource({"qe3_svn = 11, qe3_svn = 10, true, 1", "pce_svn = 15, pce_svn = 14, false, 2"})
    void aChangeOfThePlatformsSoftwareAsksForInitialisation(
            String old, String changed, boolean otherKey, int certificates) throws Exception {
        EcdsaEnclave enclave = enclave("platform", settings("0a0202", 11, 15));
        byte[] call = enclave.quoteCall(Optional.empty()).encode();
        ByteString keyId = enclave.init();
        Path file = directory.resolve("platform/" + PlatformSettings.FILE);
        Files.writeString(file, Files.readString(file).replace(old, changed));

        for (int operation : new int[] {SoftPlatform.GET_QUOTE_SIZE_EX, SoftPlatform.GET_QUOTE_EX}) {
            PlatformAnswer answer = enclave.platform.call(
                    operation, operation == SoftPlatform.GET_QUOTE_EX ? call : EcdsaEnclave.KEY_ID);
            assertThat(answer.status().code()).isEqualTo(0x8003);
            assertThat(answer.failure())
                    .hasValue("the attestation key was made before platform.conf was changed; call sgx_init_quote_ex"
                            + " first");
        }
        assertThat(enclave.init().equals(keyId)).isEqualTo(!otherKey);
        assertThat(verdict(enclave.quoteBytes()).reason()).isEmpty();
        assertThat(service.count("GET /sgx/certification/v4/pckcert")).isEqualTo(certificates);
        assertThat(service.count("POST /sgx/provisioning/v1/dcap")).isEqualTo(1);
    }

    /** The certificate is for what the platform was, the key too. */
    @Test
    void anotherCpuSvnHasAnotherKeyAndCertificate() throws Exception {
        ByteString keyId = enclave("platform", settings("0a0202", 11, 15)).init();
        EcdsaEnclave lowered = enclave("platform", settings("0a0201", 11, 15));

        assertThat(lowered.init()).isNotEqualTo(keyId);
        assertThat(verdict(lowered.quoteBytes()).status())
                .hasValueSatisfying(status -> assertThat(status).hasToString("ConfigurationNeeded"));
        assertThat(service.count("GET /sgx/certification/v4/pckcert")).isEqualTo(2);
    }

    @Test
    void manyThreadsGetQuotesOfOnePlatform() throws Exception {
        SoftPlatform platform = service.platform(directory.resolve("platform"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<ByteString>> quotes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                quotes.add(threads.submit(() -> {
                    start.await();
                    return new EcdsaEnclave(platform).quoteBytes();
                }));
            }
            start.countDown();
            for (Future<ByteString> quote : quotes) {
                assertThat(verdict(quote.get()).reason()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(service.count("POST /sgx/provisioning/v1/dcap")).isEqualTo(1);
        assertThat(service.count("GET /sgx/certification/v4/pckcert")).isEqualTo(1);
    }

    /** Attests once; a program for {@link #twoProcessesShareOnePlatform}. */
    static final class Attesting {
        private Attesting() {}

        /** @param arguments state directory, URL, CA file */
        public static void main(String[] arguments) throws Exception {
            SoftPlatform platform = new SoftPlatform(new PlatformConfig(
                    Path.of(arguments[0]), java.net.URI.create(arguments[1]), Path.of(arguments[2]), line -> {}));
            System.out.println(new EcdsaEnclave(platform).quoteBytes());
        }
    }

    @Test
    void twoProcessesShareOnePlatform() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            java,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Attesting.class.getName(),
                            directory.resolve("platform").toString(),
                            service.uri().toString(),
                            service.caFile.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        List<ByteString> keys = new ArrayList<>();
        for (Process process : processes) {
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            assertThat(process.waitFor()).isZero();
            ByteString quote = ByteString.fromHex(line);
            assertThat(verdict(quote).reason()).isEmpty();
            keys.add(EcdsaQuote.parse(quote.toArray()).authentication().attestationKey());
        }
        assertThat(keys.get(0)).isEqualTo(keys.get(1));
        assertThat(service.count("POST /sgx/provisioning/v1/dcap")).isEqualTo(1);
        assertThat(service.count("GET /sgx/certification/v4/pckcert")).isEqualTo(1);
    }
}
