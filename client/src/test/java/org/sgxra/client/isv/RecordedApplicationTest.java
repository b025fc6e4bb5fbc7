package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveKeyExchange;
import org.sgxra.client.QuoteKind;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.JsonLines;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.testdata.TestData;

/**
 * The recorded run of the original ServiceProvider (testdata/tls-protobuf), with our Application at the other end.
 * What the enclave made is from the record; the enclave's own part is replayed by enclave/test.
 */
class RecordedApplicationTest {
    private static JsonNode recorded;

    @BeforeAll
    static void read() throws Exception {
        recorded = TestData.json("tls-protobuf/fixed_vectors.json");
    }

    private static ByteString value(String name) throws HexFormatException {
        return ByteString.fromHex(recorded.get(name).asText());
    }

    private static byte[] frames(int... numbers) throws HexFormatException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int number : numbers) {
            JsonNode frame = recorded.get("frames").get(number);
            bytes.writeBytes(ByteString.fromHex(frame.get("header_hex").asText()
                            + frame.get("body_hex").asText())
                    .toArray());
        }
        return bytes.toByteArray();
    }

    private static byte[] recordedMsg3() throws Exception {
        FrameChannel channel = FrameChannel.over(new ByteArrayInputStream(frames(5)), new ByteArrayOutputStream());
        return ProtobufReader.msg3(channel.receive("RA_MSG3")).encode();
    }

    /** Gives what the record has, and checks what it is given with the recorded keys. */
    private static Enclave recordedEnclave() {
        return proxy(Enclave.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "extendedGroupId" -> 0;
            case "openKeyExchange" -> recordedKeyExchange();
            default -> throw new IllegalStateException(method.getName() + " is not part of the recorded run");
        });
    }

    private static EnclaveKeyExchange recordedKeyExchange() {
        return proxy(EnclaveKeyExchange.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "msg1" ->
                ByteString.concat(value("ga_le_xy"), value("gid_wire")).toArray();
            case "msg3" -> {
                assertThat(ByteString.of((byte[]) arguments[0])).isEqualTo(value("msg2_struct"));
                yield recordedMsg3();
            }
            case "verifyMac" -> {
                assertThat(AesCmac.mac(SecretBytes.wrap(value("MK").toArray()), (ByteString) arguments[0]))
                        .isEqualTo(arguments[1]);
                yield null;
            }
            case "verifyExampleSecret" -> {
                assertThat(decrypted((ByteString) arguments[0], (ByteString) arguments[1]))
                        .isEqualTo(value("gcm_plain"));
                yield null;
            }
            case "close" -> null;
            default -> throw new IllegalStateException(method.getName() + " is not part of the recorded run");
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static ByteString decrypted(ByteString ciphertext, ByteString tag) throws Exception {
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(value("SK").toArray(), "AES"),
                new GCMParameterSpec(128, value("gcm_iv").toArray()));
        return ByteString.of(gcm.doFinal(ByteString.concat(ciphertext, tag).toArray()));
    }

    private static byte[] answers(boolean compatible, byte[] fromServiceProvider) throws Exception {
        return answers(compatible, fromServiceProvider, new ByteArrayOutputStream());
    }

    private static byte[] answers(boolean compatible, byte[] fromServiceProvider, ByteArrayOutputStream people)
            throws Exception {
        Transcript transcript =
                new Transcript(new PrintStream(people, true, StandardCharsets.UTF_8), Level.DEBUG, Clock.systemUTC());
        return answers(compatible, fromServiceProvider, new IsvAppTranscript(new ConnectionLog(1, transcript)));
    }

    private static byte[] answers(boolean compatible, byte[] fromServiceProvider, SessionListener events)
            throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameChannel channel = FrameChannel.over(new ByteArrayInputStream(fromServiceProvider), out);
        new IsvAppSession(recordedEnclave(), QuoteKind.EPID, Optional.empty(), compatible, events).run(channel);
        return out.toByteArray();
    }

    @Test
    void eventsAreTheRecordedOnes() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLines lines = new JsonLines(
                out, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), true, () -> "one", warning -> fail(warning))) {
            answers(true, frames(0, 2, 4, 6), lines.session("isv-app", "192.0.2.1"));
        }
        String events = out.toString(StandardCharsets.UTF_8);
        assertThat(events.lines())
                .containsExactlyElementsOf(
                        TestData.text("events/isv-app.jsonl").lines().toList());
    }

    @Test
    void answersEveryFrameWithTheRecordedBytes() throws Exception {
        assertThat(answers(true, frames(0, 2, 4, 6))).isEqualTo(frames(1, 3, 5, 7));
    }

    @Test
    void tellsTheRecordedSessionToTheLetter() throws Exception {
        ByteArrayOutputStream people = new ByteArrayOutputStream();

        answers(true, frames(0, 2, 4, 6), people);

        assertThat(people.toString(StandardCharsets.UTF_8)).isEqualTo("""
            [1] Verification request received
            [1] MSG0 response received
            [1] MSG1 generated, EPID group 00000b0f
            [1] Received MSG2 with a SigRL of 0 bytes
            [1] Call sgx_ra_proc_msg2 success, quote of 1116 bytes
            [1] Received Attestation result
            [1] Enclave TRUSTED (in the form of the SGX101 example)
            [1] Send attestation okay
            """);
    }

    @Test
    void strictApplicationRefusesTheRecordedResult() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> answers(false, frames(0, 2, 4, 6)))
                .withMessageContaining("which only --compat accepts");
    }

    @Test
    void everyMessageMayBeTheLastOne() {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> answers(true, frames()))
                .withMessage("connection closed before RA_VERIFICATION");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> answers(true, frames(0)))
                .withMessage("connection closed before RA_MSG0");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> answers(true, frames(0, 2)))
                .withMessage("connection closed before RA_MSG2");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> answers(true, frames(0, 2, 4)))
                .withMessage("connection closed before RA_ATT_RESULT");
    }
}
