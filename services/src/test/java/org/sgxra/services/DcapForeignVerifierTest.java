package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.verifier.dcap.DcapVerdict;

/**
 * A verifier by others, {@code @phala/dcap-qvl} of npm, as client of the emulator: it fetches the collateral and judges our evidence as we
 * do. Where there is no node, or no package and no registry to have it from, nothing is tested.
 */
@Tag("long")
class DcapForeignVerifierTest {
    private static final String PACKAGE = "@phala/dcap-qvl@0.3.9";
    private static final Path HOME = Path.of("target/dcap-qvl").toAbsolutePath();

    @TempDir
    Path directory;

    /**
     * CPUSVN, running PCE SVN, QE SVN. An old QE on a platform whose configuration is wrong is left out: the other verifier says OutOfDate of it,
     * we OutOfDateConfigurationNeeded as Intel's library does.
     */
    private static final List<List<Object>> PLATFORMS = List.of(
            List.of("0a0202", 15, 11),
            List.of("0a0202", 12, 11),
            List.of("0a0201", 15, 11),
            List.of("0a0102", 15, 11),
            List.of("0a0101", 15, 11),
            List.of("090202", 15, 11),
            List.of("090201", 15, 11),
            List.of("0a0202", 15, 7),
            List.of("010000", 15, 11),
            List.of("0a0202", 15, 1),
            List.of("000000", 15, 11),
            List.of("0a0202", 15, 0));

    @Test
    void judgesEveryStatusAsWeDo() throws Exception {
        assumeTrue(hasPackage(), "node, npm and " + PACKAGE);
        try (RunningEmulator ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")))) {
            List<String> expected = new ArrayList<>();
            List<String> files = new ArrayList<>();
            for (List<Object> versions : PLATFORMS) {
                DcapPlatform platform = new DcapPlatform(ias, 1)
                        .with((String) versions.get(0), (int) versions.get(1), (int) versions.get(2))
                        .certify();
                ByteString quote = platform.quote();
                files.add(Files.write(directory.resolve("quote" + files.size()), quote.toArray())
                        .toString());
                expected.add(word(platform.verdict()));
            }

            List<String> verdicts = verify(ias, files);

            assertThat(verdicts).hasSize(expected.size());
            assertThat(verdicts.stream()
                            .map(line -> line.startsWith("refused ") ? "refused" : line)
                            .toList())
                    .as(verdicts.toString())
                    .isEqualTo(expected);
        }
    }

    /** A revoked PCK certificate it takes (0.3.9); OpenSSL and we do not. */
    @Test
    void refusesRevokedIssuers() throws Exception {
        assumeTrue(hasPackage(), "node, npm and " + PACKAGE);
        try (RunningEmulator ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")))) {
            DcapPlatform platform = new DcapPlatform(ias, 1).certify();
            String quote = Files.write(
                            directory.resolve("quote"), platform.quote().toArray())
                    .toString();
            assertThat(verify(ias, List.of(quote)).get(0)).isEqualTo("UpToDate");
            for (String revoked : List.of("--pck-ca=platform", "--tcb-signing")) {
                run("revoke", revoked, "--state=" + ias.state);
                assertThat(verify(ias, List.of(quote)).get(0)).as(revoked).startsWith("refused ");
                run("unrevoke", revoked, "--state=" + ias.state);
            }
            assertThat(verify(ias, List.of(quote)).get(0)).isEqualTo("UpToDate");
        }
    }

    private void run(String... arguments) throws Exception {
        IasOptions options = IasOptions.of(IasOptions.TABLE.parse(arguments), directory);
        options.command()
                .orElseThrow()
                .run(options.arguments(), new java.io.PrintStream(new java.io.ByteArrayOutputStream()));
    }

    /** What the other verifier says where it judges alike. */
    private static String word(DcapVerdict verdict) {
        if (!verdict.verified()) {
            return "refused";
        }
        List<String> words =
                new ArrayList<>(List.of(verdict.status().orElseThrow().toString()));
        words.addAll(verdict.tcb().orElseThrow().advisories());
        return String.join(" ", words);
    }

    private List<String> verify(RunningEmulator ias, List<String> quotes) throws Exception {
        Path root = Files.write(
                directory.resolve("root.der"),
                PemChain.parse(ByteString.of(Files.readAllBytes(ias.state.resolve("sgx_root_ca.pem"))))
                        .get(0)
                        .encoded()
                        .toArray());
        Path script = HOME.resolve("dcap-qvl.cjs");
        try (var in = getClass().getResourceAsStream("dcap-qvl.cjs")) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(
                "node",
                script.toString(),
                root.toString(),
                "https://localhost:" + ias.port() + "/pccs/sgx/certification/v4/"));
        command.addAll(quotes);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put("NODE_EXTRA_CA_CERTS", ias.state.resolve("tls_ca.pem").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private static boolean hasPackage() throws Exception {
        if (Files.isDirectory(HOME.resolve("node_modules/@phala/dcap-qvl"))) {
            return true;
        }
        Files.createDirectories(HOME);
        Files.writeString(HOME.resolve("package.json"), "{\"private\":true}\n");
        try {
            Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", PACKAGE)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(HOME.resolve("npm.log").toFile())
                    .start();
            if (!npm.waitFor(120, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
            }
            return npm.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
