package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.KeyEvent.KeyHashTold;
import org.sgxra.runtime.event.MessageEvent.Direction;
import org.sgxra.runtime.event.MessageEvent.GroupDecoded;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.OutcomeEvent.ConnectionLost;
import org.sgxra.runtime.event.OutcomeEvent.SecretHashTold;
import org.sgxra.runtime.event.OutcomeEvent.SecretMissing;
import org.sgxra.runtime.event.OutcomeEvent.SecretReceived;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReceived;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.protobuf.GroupMessage;

/** What people read of each event that the recorded session has not. */
class IsvAppTranscriptTest {
    private static List<String> lines(Level level, SessionEvent event) {
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        Transcript transcript =
                new Transcript(new PrintStream(stderr, true, StandardCharsets.UTF_8), level, Clock.systemUTC());
        IsvAppTranscript listener = new IsvAppTranscript(new ConnectionLog(3, transcript));
        listener.on(event);
        assertThat(listener.shows(level)).isTrue();
        assertThat(listener.shows(Level.DEBUG)).isEqualTo(level == Level.DEBUG);
        return stderr.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void verdictsAreTold() {
        assertThat(lines(Level.NORMAL, new VerdictReceived(TrustStatus.NOT_TRUSTED, false, false)))
                .containsExactly("[3] Enclave NOT TRUSTED");
        assertThat(lines(Level.NORMAL, new VerdictReceived(TrustStatus.TRUSTED, false, true)))
                .containsExactly("[3] Enclave TRUSTED (in the form of the SGX101 example)");
        assertThat(lines(Level.NORMAL, new VerdictReceived(TrustStatus.NOT_TRUSTED, false, true)))
                .containsExactly("[3] Enclave NOT TRUSTED (a result of zeros: so the SGX101 example refuses)");
        assertThat(lines(Level.NORMAL, new VerdictReceived(TrustStatus.TRUSTED, false, false)))
                .isEmpty();
        assertThat(lines(Level.NORMAL, new SecretMissing(Optional.empty())))
                .containsExactly("[3] Enclave TRUSTED, no secret");
        assertThat(lines(Level.NORMAL, new SecretReceived(11)))
                .containsExactly("[3] Enclave TRUSTED, secret of 11 bytes received");
        assertThat(lines(Level.NORMAL, new SecretHashTold(ByteString.EMPTY))).isEmpty();
        assertThat(lines(Level.VERBOSE, new SecretHashTold(ByteString.of((byte) 7))))
                .containsExactly("[3] SHA256(secret) = 07");
        assertThat(lines(Level.NORMAL, new KeyHashTold("MK", ByteString.EMPTY))).isEmpty();
        assertThat(lines(Level.VERBOSE, new KeyHashTold("MK", ByteString.of((byte) 8))))
                .containsExactly("[3] SHA256(MK) = 08");
    }

    @Test
    void ownMessagesAreNotToldAsReceived() {
        assertThat(lines(Level.VERBOSE, new GroupDecoded(Direction.SENT, new GroupMessage(0, null))))
                .isEmpty();
        assertThat(lines(Level.VERBOSE, new MessageSending("MSG1", ByteString.EMPTY)))
                .isEmpty();
        assertThat(lines(Level.VERBOSE, new MessageSending("APP_ATT_OK", ByteString.EMPTY)))
                .containsExactly("[3] Send attestation okay");
    }

    @Test
    void failuresAreTold() {
        IllegalStateException cause = new IllegalStateException("cause");

        assertThat(lines(Level.NORMAL, new ConnectionLost("reset"))).containsExactly("[3] connection lost: reset");
        assertThat(lines(Level.VERBOSE, new SessionFailed("no MSG2", cause)))
                .containsExactly("[3] Attestation failed: no MSG2");
        assertThat(lines(Level.DEBUG, new SessionFailed("no MSG2", cause)))
                .startsWith("[3] Attestation failed: no MSG2")
                .anyMatch(line -> line.startsWith("+++ [3] at org.sgxra.client.isv.IsvAppTranscriptTest."));
    }
}
