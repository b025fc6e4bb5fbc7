package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.services.pcs.CollateralFault;

/** Failures on demand of PCS and PCCS. */
class DcapFaultsTest {
    private static final String TCB = DcapPlatform.V4 + "/tcb?fmspc=00534f465400";
    private static final String CHAIN = "TCB-Info-Issuer-Chain";

    @TempDir
    Path directory;

    private RunningEmulator start(String... options) throws Exception {
        List<CollateralFault> faults = IasOptions.of(IasOptions.TABLE.parse(options), directory)
                .config()
                .collateralFaults();
        return new RunningEmulator(
                RunningEmulator.copyState(directory.resolve("ias")),
                null,
                Clock.systemUTC(),
                faults.toArray(new CollateralFault[0]));
    }

    @Test
    void failsOneAfterTheOtherAndThenNoMore() throws Exception {
        try (RunningEmulator ias = start(
                "--fail-pcs=404@tcb:1",
                "--fail-pcs=429@tcb:1",
                "--fail-pcs=empty@tcb:1",
                "--fail-pcs=no-chain@tcb:1",
                "--fail-pcs=plus-chain@tcb:1",
                "--fail-pcs=redirect@tcb:1",
                "--fail-pcs=other-fmspc@tcb:1")) {
            assertThat(ias.get(DcapPlatform.V4 + "/qe/identity").statusCode()).isEqualTo(200);
            assertThat(ias.get(TCB).statusCode()).isEqualTo(404);
            HttpResponse<byte[]> tooMany = ias.get(TCB);
            assertThat(tooMany.statusCode()).isEqualTo(429);
            assertThat(tooMany.headers().firstValue("Retry-After")).hasValue("1");
            HttpResponse<byte[]> empty = ias.get(TCB);
            assertThat(empty.statusCode()).isEqualTo(200);
            assertThat(empty.body()).isEmpty();
            assertThat(empty.headers().firstValue(CHAIN)).isPresent();
            HttpResponse<byte[]> noChain = ias.get(TCB);
            assertThat(noChain.statusCode()).isEqualTo(200);
            assertThat(noChain.headers().firstValue(CHAIN)).isEmpty();
            assertThat(TcbInfo.parse(noChain.body()).version()).isEqualTo(3);
            assertThat(ias.get(TCB).headers().firstValue(CHAIN))
                    .hasValueSatisfying(chain -> assertThat(chain).startsWith("-----BEGIN+CERTIFICATE-----%0A"));
            HttpResponse<byte[]> redirect = ias.get(TCB);
            assertThat(redirect.statusCode()).isEqualTo(302);
            assertThat(redirect.headers().firstValue("Location")).hasValue("http://localhost" + TCB);
            assertThat(TcbInfo.parse(ias.get(TCB).body()).fmspc().hex()).isEqualTo("00906ed50000");
            assertThat(TcbInfo.parse(ias.get(TCB).body()).fmspc().hex()).isEqualTo("00534f465400");
        }
    }

    @Test
    void givesAFormerSetThatIsStillValid() throws Exception {
        try (RunningEmulator ias = start("--fail-pcs=former:5")) {
            DcapPlatform platform = new DcapPlatform(ias, 1);
            // The certificate is the first of the five.
            platform.certify();

            var verdict = platform.verdict();

            assertThat(verdict.verified()).as(verdict.reason()).isTrue();
            TcbInfo former = verdict.tcbInfo().orElseThrow();
            assertThat(former.tcbEvaluationDataNumber()).isEqualTo(16);
            assertThat(former.issueDate()).isBefore(Instant.now().minus(Duration.ofDays(19)));
            assertThat(TcbInfo.parse(ias.get(TCB).body()).tcbEvaluationDataNumber())
                    .isEqualTo(17);
        }
    }

    @Test
    void announcesAHundredMebibytesAndBeginsToSendThem() throws Exception {
        try (RunningEmulator ias = start("--fail-pcs=huge@qe/identity:1");
                Socket socket = ias.trust().getSocketFactory().createSocket("localhost", ias.port())) {
            socket.getOutputStream()
                    .write(("GET " + DcapPlatform.V4 + "/qe/identity HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(1 << 20);
            assertThat(start).hasSize(1 << 20);
            assertThat(new String(start, 0, 1 << 14, StandardCharsets.ISO_8859_1))
                    .containsIgnoringCase("\r\nContent-Length: " + (100 << 20) + "\r\n");
        }
    }

    @Test
    @Tag("long")
    void sendsAHundredMebibytes() throws Exception {
        try (RunningEmulator ias = start("--fail-pcs=huge@qe/identity:1")) {
            assertThat(ias.get(DcapPlatform.V4 + "/qe/identity").body()).hasSize(100 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "200:1", "404@:1", "status:1", "empty", "empty@tcb", "nonsense@tcb:1", "404@tcb:x"})
    void namesWhatIsWrongWithTheOption(String value) {
        assertThatThrownBy(() -> IasOptions.of(IasOptions.TABLE.parse("--fail-pcs=" + value), directory))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--fail-pcs=" + value + " is not FAULT[@PART]:N")
                .hasMessageContaining("empty, no-chain, plus-chain, huge, redirect, other-fmspc, former");
    }
}
