package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.KeyEvent.KeyHashAsked;
import org.sgxra.runtime.event.KeyEvent.KeyHashTold;
import org.sgxra.runtime.event.KeyEvent.ServiceKeyChosen;
import org.sgxra.runtime.event.MessageEvent.MessageAwaited;
import org.sgxra.runtime.event.MessageEvent.MessageReceived;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.MessageSent;
import org.sgxra.runtime.event.OutcomeEvent.ExtensionAccepted;
import org.sgxra.runtime.event.OutcomeEvent.ExtensionDone;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.PlatformInfoEvaluated;
import org.sgxra.runtime.event.OutcomeEvent.PlatformStanding;
import org.sgxra.runtime.event.OutcomeEvent.SecretHashTold;
import org.sgxra.runtime.event.OutcomeEvent.SecretMissing;
import org.sgxra.runtime.event.OutcomeEvent.SecretReceived;
import org.sgxra.runtime.event.OutcomeEvent.SecretSealed;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReceived;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/** What people read of each event, to the letter. */
class ClientTranscriptTest {
    private static final String DIVIDER = "-".repeat(76);

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final ByteArrayOutputStream copies = new ByteArrayOutputStream();

    private List<String> lines(Level level, SessionEvent... events) {
        PrintStream people = new PrintStream(stderr, true, StandardCharsets.UTF_8);
        stderr.reset();
        ClientTranscript listener = new ClientTranscript(
                new Transcript(people, level, Clock.systemUTC()),
                people,
                "socket",
                new PrintStream(copies, true, StandardCharsets.UTF_8)::println);
        for (SessionEvent event : events) {
            listener.on(event);
        }
        assertThat(listener.shows(level)).isTrue();
        assertThat(listener.shows(Level.DEBUG)).isEqualTo(level == Level.DEBUG);
        return stderr.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String heading(String text) {
        String start = "---- " + text + " ";
        return start + "-".repeat(76 - start.length());
    }

    @Test
    void messagesComeAndGo() {
        ByteString wire = ByteString.of((byte) 1, (byte) 0xab);

        assertThat(lines(Level.NORMAL, new MessageAwaited("msg2"))).containsExactly("Waiting for msg2");
        assertThat(lines(Level.NORMAL, new MessageReceived("msg2", wire))).isEmpty();
        assertThat(lines(Level.DEBUG, new MessageReceived("msg2", wire)))
                .containsExactly("+++ read 5 bytes from socket", "", heading("read buffer"), "01ab", DIVIDER);
        assertThat(lines(Level.NORMAL, new MessageSending("msg0||msg1", wire), new MessageSent("msg0||msg1", wire)))
                .containsExactly("", heading("Copy/Paste Msg0||Msg1 Below to SP"), DIVIDER);
        assertThat(copies.toString(StandardCharsets.UTF_8).lines()).containsExactly("01ab");
    }

    @Test
    void hashesOfBothKeysAreShownTogether() {
        SessionEvent[] events = {
            new ServiceKeyChosen(Optional.empty()),
            new ServiceKeyChosen(Optional.of("00ff")),
            new KeyHashAsked("MK"),
            new KeyHashTold("MK", ByteString.of((byte) 1)),
            new KeyHashAsked("SK"),
            new KeyHashTold("SK", ByteString.of((byte) 2))
        };
        assertThat(lines(Level.VERBOSE, events)).containsExactly("SHA256(MK) = 01", "SHA256(SK) = 02");
        assertThat(lines(Level.DEBUG, events))
                .containsExactly(
                        "+++ using default public key",
                        "+++ using public key 00ff",
                        "+++ fetching SHA256(MK)",
                        "+++ ECALL enclave_ra_get_key_hash (MK) ret= 0x0000",
                        "+++ sgx_ra_get_keys (MK) ret= 0x0000",
                        "+++ fetching SHA256(SK)",
                        "+++ ECALL enclave_ra_get_key_hash (SK) ret= 0x0000",
                        "+++ sgx_ra_get_keys (SK) ret= 0x0000",
                        "SHA256(MK) = 01",
                        "SHA256(SK) = 02");
    }

    @Test
    void verdictsStandUnderTheirHeading() {
        assertThat(lines(Level.NORMAL, new VerdictReceived(TrustStatus.TRUSTED, true, false)))
                .containsExactly(
                        "",
                        heading("Enclave Trust Status from Service Provider"),
                        "Enclave TRUSTED",
                        "A Platform Info Blob (PIB) was provided by the IAS",
                        DIVIDER);
        assertThat(lines(Level.NORMAL, new VerdictReceived(TrustStatus.NOT_TRUSTED, false, false)))
                .contains("Enclave NOT TRUSTED", "A Platform Info Blob (PIB) was NOT provided by the IAS");
    }

    private static PlatformInfoEvaluated evaluated(PlatformStanding standing, Set<PlatformFlag> flags) {
        return new PlatformInfoEvaluated("S (0x0001)", standing, List.of("BIOS"), flags);
    }

    @Test
    void platformInfoIsShownWhenThereIsSomethingToDo() {
        Set<PlatformFlag> none = EnumSet.noneOf(PlatformFlag.class);
        PlatformFlag flag = PlatformFlag.QE_EPID_GROUP_OUT_OF_DATE;

        assertThat(lines(Level.NORMAL, evaluated(PlatformStanding.CURRENT, none)))
                .isEmpty();
        assertThat(lines(Level.NORMAL, evaluated(PlatformStanding.NOT_EVALUATED, none)))
                .isEmpty();
        assertThat(lines(Level.DEBUG, evaluated(PlatformStanding.CURRENT, none)))
                .containsExactly("+++ sgx_report_attestation_status ret= S (0x0001)");
        assertThat(lines(Level.NORMAL, evaluated(PlatformStanding.UPDATE_NEEDED, none)))
                .containsExactly(
                        "",
                        heading("Platform Update Required"),
                        "To be updated on this platform:",
                        "  * BIOS",
                        DIVIDER);
        assertThat(lines(Level.NORMAL, evaluated(PlatformStanding.NOT_EVALUATED, EnumSet.of(flag))))
                .containsExactly(
                        "",
                        heading("Platform Update Required"),
                        "The platform software did not evaluate the Platform Info Blob: S (0x0001)",
                        "The blob is unverified, msg4 carries no proof of it. Its flags:",
                        flag.toString(),
                        DIVIDER);
        assertThat(lines(Level.NORMAL, evaluated(PlatformStanding.CURRENT, EnumSet.of(flag))))
                .containsExactly("", heading("Platform Update Required"), flag + ": " + flag.remedy(), DIVIDER);
    }

    private static Msg4Extension extension(long time) {
        ByteString key = ByteString.concat(ByteString.zeros(63), ByteString.of((byte) 9));
        return new Msg4Extension(Optional.empty(), OptionalLong.of(60), OptionalLong.of(time), List.of(key));
    }

    @Test
    void whatComesWithTrustIsToldLineByLine() {
        assertThat(lines(
                        Level.VERBOSE,
                        new ExtensionAccepted(extension(0)),
                        new SecretReceived(20),
                        new SecretHashTold(ByteString.of((byte) 7)),
                        new SecretSealed("file", 580),
                        new ExtensionDone()))
                .containsExactly(
                        "",
                        heading("Msg4 Extension from Service Provider"),
                        "Attest again within 60 s",
                        "Time of the service provider: 1970-01-01T00:00:00Z",
                        "Further public key to trust:",
                        "  gx = " + ByteString.zeros(32),
                        "  gy = " + ByteString.zeros(31) + "09",
                        "Secret of 20 bytes",
                        "SHA256(secret) = 07",
                        "Sealed in file (580 bytes)",
                        DIVIDER);
        assertThat(lines(Level.NORMAL, new ExtensionAccepted(extension(-1))))
                .contains("Time of the service provider: 18446744073709551615");
        assertThat(lines(Level.NORMAL, new ExtensionAccepted(extension(Long.MAX_VALUE))))
                .contains("Time of the service provider: 9223372036854775807");
        assertThat(lines(Level.NORMAL, new SecretMissing(Optional.of("file"))))
                .containsExactly("no secret came; file is not written");
        assertThat(lines(Level.NORMAL, new SecretMissing(Optional.empty()))).isEmpty();
    }

    @Test
    void summaryOfTheTcbIsShownWithoutWhatMovesACursor() {
        ByteString json = ByteString.of("{\"status\":\"UpToDate\u001b[2J\u009b\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(lines(Level.NORMAL, new ExtensionAccepted(extension(0).withTcbSummary(json))))
                .contains("TCB of this platform: {\"status\":\"UpToDate?[2J?\"}");
    }

    @Test
    void noticesAndFailuresAreLines() {
        IllegalStateException cause = new IllegalStateException("cause");

        assertThat(lines(Level.NORMAL, new Notice("note: this"))).containsExactly("note: this");
        assertThat(lines(Level.VERBOSE, new SessionFailed("no msg2", cause))).containsExactly("client: no msg2");
        assertThat(lines(Level.DEBUG, new SessionFailed("no msg2", cause)))
                .startsWith("client: no msg2", "java.lang.IllegalStateException: cause")
                .anyMatch(line -> line.startsWith("\tat org.sgxra.client.ClientTranscriptTest."));
    }
}
