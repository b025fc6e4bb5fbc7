package org.sgxra.client.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveKeyExchange;
import org.sgxra.client.FailedCall;
import org.sgxra.client.QuoteKind;
import org.sgxra.client.ServiceProviderDouble;
import org.sgxra.client.SoftWorld;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;

/** The rows of the error table that begin in the enclave (docs/spec/wire-tls-protobuf.md section 10): close, say why, serve on. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class IsvAppFaultsTest {
    private static final ByteArrayOutputStream PEOPLE = new ByteArrayOutputStream();
    private static final AtomicReference<String> FAILING = new AtomicReference<>("");

    @TempDir
    private static Path folder;

    private static SoftWorld world;
    private static Enclave enclave;
    private static SSLContext clientTls;
    private static IsvAppServer server;

    @BeforeAll
    static void start() throws Exception {
        world = new SoftWorld(folder);
        enclave = world.load();
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        SelfSignedCertificate.write(certificate, key);
        clientTls = TestServiceProvider.trusting(certificate);
        Transcript transcript =
                new Transcript(new PrintStream(PEOPLE, true, StandardCharsets.UTF_8), Level.NORMAL, Clock.systemUTC());
        server = new IsvAppServer(
                ServerIdentity.load(certificate, key),
                InetAddress.getLoopbackAddress(),
                0,
                faulty(enclave),
                new IsvAppServer.Terms(QuoteKind.EPID, Optional.empty(), false, Duration.ofSeconds(100)),
                transcript,
                EventFile.none());
        new Thread(server::serve).start();
    }

    /** The same enclave, of which one call, or one of its key exchanges, fails. */
    private static Enclave faulty(Enclave sound) {
        return faulty(Enclave.class, sound);
    }

    private static <T> T faulty(Class<T> type, T sound) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals(FAILING.get())) {
                        FailedCall.check("the call", SgxStatus.SGX_ERROR_BUSY);
                    }
                    try {
                        Object result = method.invoke(sound, arguments);
                        return result instanceof EnclaveKeyExchange exchange
                                ? faulty(EnclaveKeyExchange.class, exchange)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        enclave.close();
        world.close();
    }

    private static void endsWith(String reason) throws Exception {
        for (int i = 0; i < 5000 && !PEOPLE.toString(StandardCharsets.UTF_8).contains(reason); i++) {
            Thread.sleep(20);
        }
        assertThat(PEOPLE.toString(StandardCharsets.UTF_8)).contains(reason);
        FAILING.set("");
        PEOPLE.reset();
        try (TestServiceProvider sp = new TestServiceProvider(clientTls, server.port())) {
            sp.upToMsg3();
            assertThat(sp.isAcknowledged(sp.strict(TrustStatus.TRUSTED, ByteString.EMPTY, ByteString.zeros(1))))
                    .isTrue();
        }
    }

    @Test
    void unknownExtendedGroupIsToldAsATermination() throws Exception {
        FAILING.set("extendedGroupId");
        try (TestServiceProvider sp = new TestServiceProvider(clientTls, server.port())) {
            assertThat(sp.verification()).isEqualTo(new GroupMessage(0, GroupMessage.TERMINATE));
            assertThat(sp.isAcknowledged()).isFalse();
        }
        endsWith("Attestation failed: the call failed: SGX_ERROR_BUSY (0x400a)");
    }

    @ParameterizedTest
    @CsvSource({"openKeyExchange", "msg1"})
    void enclaveThatCannotBeginEndsTheSessionOnly(String call) throws Exception {
        FAILING.set(call);
        try (TestServiceProvider sp = new TestServiceProvider(clientTls, server.port())) {
            sp.verification();
            sp.channel.send(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.OK)));
            assertThat(sp.isAcknowledged()).isFalse();
        }
        endsWith("Attestation failed: the call failed: SGX_ERROR_BUSY (0x400a)");
    }

    /** Offsets of msg2: docs/spec/wire-hex.md. */
    @ParameterizedTest
    @CsvSource({
        "84, SGX_ERROR_INVALID_SIGNATURE (0x2003)",
        "82, SGX_ERROR_KDF_MISMATCH (0x4011)",
        "148, SGX_ERROR_MAC_MISMATCH (0x3001)",
        "64, SGX_ERROR_MAC_MISMATCH (0x3001)"
    })
    void secondMessageThatTheEnclaveRefusesEndsTheSessionOnly(int offset, String status) throws Exception {
        try (TestServiceProvider sp = new TestServiceProvider(clientTls, server.port())) {
            sp.verification();
            byte[] msg2 = ServiceProviderDouble.answer(sp.begin().encode(), new byte[0])
                    .msg2();
            msg2[offset] ^= 2;
            sp.channel.send(ProtobufWriter.msg2(Msg2.parse(msg2)));
            assertThat(sp.isAcknowledged()).isFalse();
        }
        endsWith("Attestation failed: msg2 refused by the enclave: " + status);
    }

    @Test
    void secondMessageThatLiesAboutItsSizeEndsTheSessionOnly() throws Exception {
        try (TestServiceProvider sp = new TestServiceProvider(clientTls, server.port())) {
            sp.verification();
            byte[] msg2 = ServiceProviderDouble.answer(sp.begin().encode(), new byte[0])
                    .msg2();
            Frame honest = ProtobufWriter.msg2(Msg2.parse(msg2));
            String body = honest.body().hex();
            assertThat(body).startsWith("080210a801");
            sp.channel.send(new Frame(honest.type(), ByteString.fromHex("080210a901" + body.substring(10))));
            assertThat(sp.isAcknowledged()).isFalse();
        }
        endsWith("Attestation failed: malformed RA_MSG2: size at offset 22: is not 168 and the size of sigrl");
    }
}
