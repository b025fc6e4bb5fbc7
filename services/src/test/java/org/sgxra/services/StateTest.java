package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.platform.PlatformAnswer;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.Subscription;

/** What emulator and platform keep on disk. */
class StateTest {
    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    @BeforeAll
    static void create() throws Exception {
        new RunningEmulator(shared.resolve("ias")).close();
    }

    private Path copy() throws Exception {
        return RunningEmulator.copyState(directory.resolve("ias"));
    }

    @Test
    void keepsPrivateFilesToItself() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.resolve("ias"))))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(shared.resolve("ias"))) {
            files.forEach(file -> {
                boolean isPublic = file.toString().matches(".*(_ca|public_key)\\.pem");
                try {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo(isPublic ? "rw-r--r--" : "rw-------");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void aLaterStartFindsEverythingAsItWas() throws Exception {
        Path state = copy();
        EpidGroupId gid;
        try (RunningEmulator first = new RunningEmulator(state)) {
            gid = new TestEnclave(first.platform(directory.resolve("platform"))).gid();
            assertThat(first.lines).noneMatch(line -> line.startsWith("creating"));
        }
        try (RunningEmulator second = new RunningEmulator(state)) {
            TestEnclave enclave = new TestEnclave(second.platform(directory.resolve("platform")));
            assertThat(enclave.gid()).isEqualTo(gid);
            assertThat(gid.isUnprovisioned()).isFalse();
            assertThat(new String(
                            second.post(
                                            "/sgx/dev/attestation/v4/report",
                                            Subscription.LINKABLE_DEMO,
                                            TestEnclave.evidence(enclave.quote(Subscription.LINKABLE_DEMO)))
                                    .body(),
                            StandardCharsets.US_ASCII))
                    .contains("\"isvEnclaveQuoteStatus\":\"OK\"");
        }
    }

    @Test
    void aSecondEmulatorRefusesTheDirectory() throws Exception {
        Path state = copy();
        try (RunningEmulator first = new RunningEmulator(state)) {
            assertThatThrownBy(() -> new RunningEmulator(state))
                    .isInstanceOf(StateException.class)
                    .hasMessage("another emulator is running on state directory " + state
                            + "; stop it, or use another --state");
            assertThat(first.port()).isPositive();
        }
        new RunningEmulator(state).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls_server.pem",
                "report_signing.pem",
                "qsdk_key.pem",
                "epid_signing_key.pem",
                "pib_signing_key.pem",
                "groups.json",
                "tcb.conf"
            })
    void namesADamagedFile(String file) throws Exception {
        Path state = copy();
        Files.writeString(state.resolve(file), "rubbish");

        assertThatThrownBy(() -> new RunningEmulator(state))
                .isInstanceOf(StateException.class)
                .hasMessageContaining(state.resolve(file).toString())
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    /** What is still JSON, but not what the emulator writes; above all, versions must not start from 0 again. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "\"groupRlVersion\" : 0|\"groupRlVersion\" : null|groupRlVersion is no number",
                "\"version\" : 0|\"version\" : \"x\"|version is no number",
                "\"version\" : 0|\"version\" : -1|version is no number",
                "\"outOfDate\" : false|\"outOfDate\" : 1|outOfDate",
                "\"entries\" : \\[ \\]|\"entries\" : 5|entries is no array",
                "\"gid\" : \"5|\"gid\" : \"6|the public key of group 6",
                "(\"issuerKey\" : \"5.{40})....|$10123|the keys of group 5",
                "(\"publicKey\" : \"5.{40})....|$10123|the keys of group 5",
                "\\}\\s*$|} {}|Trailing token"
            })
    void refusesGroupsThatItDidNotWrite(String pattern, String replacement, String reason) throws Exception {
        Path state = copy();
        Path groups = state.resolve("groups.json");
        Files.writeString(groups, Files.readString(groups).replaceFirst(pattern, replacement));

        assertThatThrownBy(() -> new RunningEmulator(state))
                .isInstanceOf(StateException.class)
                .hasMessageContaining(groups + " is damaged (")
                .hasMessageContaining(reason)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    @Test
    void makesPublicFilesAgainThatWereOverwritten() throws Exception {
        Path state = copy();
        Path untouched = RunningEmulator.copyState(directory.resolve("untouched"));
        for (String file : List.of("tls_ca.pem", "report_ca.pem", "pib_public_key.pem")) {
            Files.writeString(state.resolve(file), "rubbish");
        }
        new RunningEmulator(state).close();
        for (String file : List.of("tls_ca.pem", "report_ca.pem", "pib_public_key.pem")) {
            assertThat(state.resolve(file)).hasSameTextualContentAs(untouched.resolve(file));
        }
    }

    @Test
    void makesPublicFilesAgainFromPrivateOnes() throws Exception {
        Path state = copy();
        for (String file : List.of("tls_ca.pem", "report_ca.pem", "pib_public_key.pem")) {
            Files.delete(state.resolve(file));
        }
        new RunningEmulator(state).close();
        Path untouched = RunningEmulator.copyState(directory.resolve("untouched"));
        for (String file : List.of("tls_ca.pem", "report_ca.pem", "pib_public_key.pem")) {
            assertThat(state.resolve(file)).hasSameTextualContentAs(untouched.resolve(file));
        }
    }

    @Test
    void platformsThatStartTogetherJoinOnce() throws Exception {
        try (RunningEmulator ias = new RunningEmulator(copy())) {
            ExecutorService threads = Executors.newFixedThreadPool(6);
            List<Future<PlatformAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                SoftPlatform platform = ias.platform(directory.resolve("platform"));
                answers.add(threads.submit(() -> platform.call(SoftPlatform.INIT_QUOTE, new byte[0])));
            }
            for (Future<PlatformAnswer> answer : answers) {
                assertThat(TestEnclave.status(answer.get())).isZero();
            }
            threads.shutdown();
            assertThat(ias.lines.stream()
                            .filter(line -> line.contains("v1/join"))
                            .toList())
                    .hasSize(1);
        }
    }

    @Test
    void aPlatformJoinsAnewWhenTheEmulatorWasMadeAnew() throws Exception {
        Path platform = directory.resolve("platform");
        try (RunningEmulator old = new RunningEmulator(copy())) {
            new TestEnclave(old.platform(platform)).gid();
        }
        try (RunningEmulator other = new RunningEmulator(directory.resolve("other"))) {
            TestEnclave enclave = new TestEnclave(other.platform(platform));

            assertThat(other.emulator.state().groups().find(enclave.gid())).isPresent();
            assertThat(other.lines)
                    .anyMatch(line -> line.contains("the emulator's state was made anew"))
                    .anyMatch(line -> line.contains("the old key is kept in"));
        }
    }

    @Test
    void aPlatformNamesItsDamagedFile() throws Exception {
        try (RunningEmulator ias = new RunningEmulator(copy())) {
            Path platform = directory.resolve("platform");
            new TestEnclave(ias.platform(platform)).gid();
            Files.writeString(platform.resolve("epid_blob"), "rubbish");

            SoftPlatform damaged = ias.platform(platform);

            PlatformAnswer answer = damaged.call(SoftPlatform.INIT_QUOTE, new byte[0]);
            assertThat(TestEnclave.status(answer)).isEqualTo(0x4003);
            assertThat(answer.failure()).hasValueSatisfying(reason -> assertThat(reason)
                    .startsWith(platform.resolve("epid_blob") + " is damaged")
                    .contains("remove it")
                    .doesNotContain("\n"));
        }
    }
}
