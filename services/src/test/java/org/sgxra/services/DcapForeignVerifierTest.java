package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.DcapVerifier;

/**
 * A verifier by others, {@code @phala/dcap-qvl} of npm: as client of the emulator it fetches the collateral and judges our evidence as we
 * do, and it judges the recorded quotes as we do. Where there is no node, or no package and no registry to have it from, nothing is tested.
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
        assumePackage();
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
        assumePackage();
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

    /**
     * All recorded quotes, each at its time, with Intel's root. It reads no TCB info of version 2 and takes no debug enclaves, both of which
     * are left to the caller here.
     */
    @Test
    void judgesRecordedQuotesAsWeDo() throws Exception {
        assumePackage();
        Map<String, String> expected = new LinkedHashMap<>();
        List<String> arguments = new ArrayList<>();
        for (Path folder : TestData.list("dcap", "")) {
            if (!Files.exists(folder.resolve("expected.json"))) {
                continue;
            }
            JsonNode given = TestData.json("dcap/" + folder.getFileName() + "/expected.json");
            Instant time = Instant.parse(given.path("verifyAt").asText("2025-06-15T00:00:00Z"));
            expected.put(folder.getFileName().toString(), expectedOf(folder, time));
            arguments.addAll(List.of(folder.toString(), String.valueOf(time.getEpochSecond())));
        }

        List<String> verdicts = node("dcap-qvl-recorded.cjs", Map.of(), arguments);

        Map<String, String> found = new LinkedHashMap<>();
        for (String folder : expected.keySet()) {
            String line = verdicts.get(found.size());
            String wanted = expected.get(folder);
            found.put(folder, wanted.startsWith("refused") && line.startsWith(wanted) ? wanted : line);
        }
        assertThat(found).isEqualTo(expected);
        assertThat(expected.values())
                .filteredOn(word -> !word.startsWith("refused"))
                .as("judged by both")
                .hasSizeGreaterThanOrEqualTo(20);
    }

    private static String expectedOf(Path folder, Instant time) throws Exception {
        ByteString quote = ByteString.of(Files.readAllBytes(folder.resolve("quote.bin")));
        Collateral collateral = Collateral.ofFiles(
                folder.toString(),
                (name, maxSize) -> Files.exists(folder.resolve(name))
                        ? Optional.of(ByteString.of(Files.readAllBytes(folder.resolve(name))))
                        : Optional.empty());
        String ours = word(
                DcapVerifier.of(DcapRoot.intel()).withClockSkew(Duration.ZERO).verify(quote, collateral, time));
        if (ours.equals("refused")) {
            return ours;
        }
        if (TcbInfo.parse(collateral.tcbInfo().toArray()).version() == 2) {
            return "refused Failed to decode TcbInfo";
        }
        boolean isDebug = quote.at(0) == 3 && (quote.at(96) & 2) != 0;
        return isDebug ? "refused Debug mode is enabled" : ours;
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
        List<String> arguments = new ArrayList<>(
                List.of(root.toString(), "https://localhost:" + ias.port() + "/pccs/sgx/certification/v4/"));
        arguments.addAll(quotes);
        return node(
                "dcap-qvl.cjs",
                Map.of("NODE_EXTRA_CA_CERTS", ias.state.resolve("tls_ca.pem").toString()),
                arguments);
    }

    private List<String> node(String name, Map<String, String> environment, List<String> arguments) throws Exception {
        Path script = HOME.resolve(name);
        try (var in = getClass().getResourceAsStream(name)) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    /** Says in the report of the tests why they are left out. */
    private static void assumePackage() throws Exception {
        assumeTrue(hasPackage(), "left out: it needs node, npm and " + PACKAGE + " from a registry or in " + HOME);
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
            if (!npm.waitFor(600, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
            }
            return npm.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
