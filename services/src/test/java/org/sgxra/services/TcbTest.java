package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.services.state.Subscription;

/** TCB levels: what a platform claims against what the emulator requires. */
class TcbTest {
    @TempDir
    static Path directory;

    private static RunningEmulator ias;
    private static String shippedLevels;

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
        shippedLevels = Files.readString(directory.resolve("ias/tcb.conf"));
        enclave("0a0202", 16, 15).gid();
    }

    @AfterEach
    void restore() throws Exception {
        Files.writeString(directory.resolve("ias/tcb.conf"), shippedLevels);
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static TestEnclave enclave(String cpuSvn, int qeSvn, int pceSvn) throws Exception {
        Path platform = Files.createDirectories(directory.resolve("platform"));
        Files.writeString(
                platform.resolve("platform.conf"),
                "cpu_svn = " + cpuSvn + "0".repeat(26) + "\nqe_svn = " + qeSvn + "\npce_svn = " + pceSvn
                        + "\nmisbehave = no\n");
        return new TestEnclave(ias.platform(platform));
    }

    private static HttpResponse<byte[]> post(int version, EpidQuote quote) throws Exception {
        return ias.post(
                "/sgx/dev/attestation/v" + version + "/report",
                Subscription.UNLINKABLE_DEMO,
                TestEnclave.evidence(quote));
    }

    private static JsonNode report(int version, EpidQuote quote) throws Exception {
        return new ObjectMapper().readTree(post(version, quote).body());
    }

    @ParameterizedTest
    @CsvSource({
        "0a0202, 16, 15, OK,                                    OK,                   -",
        "0b0909, 17, 16, OK,                                    OK,                   -",
        "0a0102, 16, 15, SW_HARDENING_NEEDED,                   OK,                   -",
        "0a0201, 16, 15, CONFIGURATION_NEEDED,                  CONFIGURATION_NEEDED, 000008",
        "0a0101, 16, 15, CONFIGURATION_AND_SW_HARDENING_NEEDED, CONFIGURATION_NEEDED, 000008",
        "090202, 16, 15, GROUP_OUT_OF_DATE,                     GROUP_OUT_OF_DATE,    040001",
        "0a0202, 15, 15, GROUP_OUT_OF_DATE,                     GROUP_OUT_OF_DATE,    040002",
        "0a0202, 16, 14, GROUP_OUT_OF_DATE,                     GROUP_OUT_OF_DATE,    040004",
        "000000, 0,  0,  GROUP_OUT_OF_DATE,                     GROUP_OUT_OF_DATE,    040007"
    })
    void reportsTheLevelOfThePlatform(
            String cpuSvn, int qeSvn, int pceSvn, String status, String statusOfVersion3, String flags)
            throws Exception {
        EpidQuote quote = enclave(cpuSvn, qeSvn, pceSvn).quote(Subscription.UNLINKABLE_DEMO);

        for (int version = 3; version <= 5; version++) {
            JsonNode json = report(version, quote);
            String expected = version == 3 ? statusOfVersion3 : status;
            assertThat(json.get("isvEnclaveQuoteStatus").asText()).isEqualTo(expected);
            assertThat(json.has("platformInfoBlob")).isEqualTo(!flags.equals("-"));
            if (!flags.equals("-")) {
                assertThat(json.get("platformInfoBlob").asText())
                        .startsWith("15020065" + flags + "0000" + "0A020200000000000000000000000000" + "0F00" + "000B"
                                + "00000002" + "00000000");
            }
            assertThat(json.has("advisoryURL")).isEqualTo(version > 3 && !expected.equals("OK"));
            assertThat(json.path("advisoryIDs").size() > 0).isEqualTo(version > 3 && !expected.equals("OK"));
        }
    }

    @Test
    void tellsAdvisoriesOfVersion3InHeaders() throws Exception {
        EpidQuote quote = enclave("0a0201", 16, 15).quote(Subscription.UNLINKABLE_DEMO);

        HttpResponse<byte[]> response = post(3, quote);

        assertThat(response.headers().firstValue("Advisory-URL")).hasValue("https://security-center.intel.com");
        assertThat(response.headers().firstValue("Advisory-IDs")).hasValue("INTEL-SA-00161,INTEL-SA-00233");
        assertThat(post(4, quote).headers().firstValue("Advisory-IDs")).isEmpty();
    }

    @Test
    void raisingTheRequirementTakesEffectAtOnce() throws Exception {
        EpidQuote quote = enclave("0a0202", 16, 15).quote(Subscription.UNLINKABLE_DEMO);
        Files.writeString(directory.resolve("ias/tcb.conf"), """
                tcb_evaluation_data_number = 17
                [newest]
                cpu_svn = 0b020200000000000000000000000000
                qe_svn = 16
                pce_svn = 15
                status = OK
                [rest]
                status = GROUP_OUT_OF_DATE
                advisories = INTEL-SA-00001 , INTEL-SA-00002
                update = microcode, configuration
                """);

        JsonNode json = report(5, quote);

        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "id",
                        "timestamp",
                        "version",
                        "advisoryURL",
                        "advisoryIDs",
                        "isvEnclaveQuoteStatus",
                        "platformInfoBlob",
                        "isvEnclaveQuoteBody",
                        "tcbEvaluationDataNumber");
        assertThat(json.get("tcbEvaluationDataNumber").asInt()).isEqualTo(17);
        assertThat(json.get("advisoryIDs").toString()).isEqualTo("[\"INTEL-SA-00001\",\"INTEL-SA-00002\"]");
        assertThat(json.get("platformInfoBlob").asText()).startsWith("15020065040009");
    }

    @Test
    void aFileThatCannotBeReadLeavesTheFormerLevelsInForce() throws Exception {
        EpidQuote quote = enclave("0a0202", 16, 15).quote(Subscription.UNLINKABLE_DEMO);
        Files.writeString(directory.resolve("ias/tcb.conf"), "[x]\nstatus = FINE\n");

        assertThat(report(4, quote).get("isvEnclaveQuoteStatus").asText()).isEqualTo("OK");
        assertThat(ias.lines).anyMatch(line -> line.endsWith("what was there before stays in force"));
    }

    @ParameterizedTest
    @CsvSource({
        "090202, 16, 15, 1, 0",
        "0a0202, 15, 15, 0, 1",
        "0a0202, 16, 14, 0, 1",
        "000000, 0, 0, 1, 1",
        "0a0201, 16, 15, 0, 0"
    })
    void thePlatformReadsWhatToUpdateFromTheBlob(String cpuSvn, int qeSvn, int pceSvn, int microcode, int software)
            throws Exception {
        TestEnclave enclave = enclave(cpuSvn, qeSvn, pceSvn);
        JsonNode json = report(4, enclave.quote(Subscription.UNLINKABLE_DEMO));
        byte[] blob = PlatformInfoBlob.parseTlv(
                        ByteString.fromHex(json.get("platformInfoBlob").asText())
                                .toArray())
                .encode();
        byte[] notTrusted = ByteString.concat(
                        ByteString.of(blob), ByteString.of((byte) 1, (byte) 0, (byte) 0, (byte) 0))
                .toArray();

        ByteBuffer answer = ByteBuffer.wrap(enclave.platform()
                        .call(SoftPlatform.ATTESTATION_STATUS, notTrusted)
                        .encode())
                .order(ByteOrder.LITTLE_ENDIAN);

        assertThat(answer.getInt()).isEqualTo(microcode + software > 0 ? 0x4006 : 0);
        assertThat(answer.getInt()).isEqualTo(microcode);
        assertThat(answer.getInt()).isZero();
        assertThat(answer.getInt()).isEqualTo(software);
        notTrusted[0] ^= 2;
        assertThat(TestEnclave.status(enclave.platform().call(SoftPlatform.ATTESTATION_STATUS, notTrusted)))
                .isEqualTo(0x0002);
    }
}
