package org.sgxra.sp.mock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLServerSocket;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;

/** The Application's side of the protobuf system for one connection, over real TLS. */
public final class TestApplication implements AutoCloseable {
    /** What the Application does with a connection. */
    public interface Behaviour {
        /** @return the secret it was given, or null */
        ByteString serve(Socket socket) throws Exception;
    }

    private final SSLServerSocket listener;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<ByteString> secret = new CompletableFuture<>();

    /**
     * @param tls its certificate
     * @param behaviour what it does
     */
    public TestApplication(TestCa.Identity tls, Behaviour behaviour) throws IOException {
        listener = (SSLServerSocket) TestServer.CA
                .tls(tls)
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        thread.execute(() -> {
            try (Socket socket = listener.accept()) {
                secret.complete(behaviour.serve(socket));
            } catch (Exception | AssertionError e) {
                secret.completeExceptionally(e);
            }
        });
    }

    /** localhost:port. */
    public String address() {
        return "localhost:" + listener.getLocalPort();
    }

    /** The secret it was given, or null. */
    public ByteString secret() throws Exception {
        return secret.get(20, java.util.concurrent.TimeUnit.SECONDS);
    }

    /** Frames on a connection, which this side does not wait for longer than it takes any machine. */
    public static FrameChannel frames(Socket socket) throws IOException {
        socket.setSoTimeout(600_000);
        return FrameChannel.over(socket.getInputStream(), socket.getOutputStream());
    }

    /** Everything up to MSG3, then the result. */
    public static AttestationResult converse(Socket socket, TestClient client) throws Exception {
        FrameChannel channel = frames(socket);
        ProtobufReader.verification(channel.receive("VERIFICATION"));
        channel.send(ProtobufWriter.msg0(new GroupMessage(0, null)));
        require(ProtobufReader.msg0(channel.receive("MSG0")).equals(new GroupMessage(0, GroupMessage.OK)), "msg0");
        Msg0Msg1 first = client.msg0Msg1();
        channel.send(ProtobufWriter.msg1(first.ga(), first.gid()));
        client.accept(ProtobufReader.msg2(channel.receive("MSG2")));
        channel.send(ProtobufWriter.msg3(client.msg3()));
        return ProtobufReader.result(channel.receive("ATT_RESULT"));
    }

    /** An honest Application: takes a result of either form and confirms it. */
    public static Behaviour honest(TestClient client) {
        return socket -> {
            AttestationResult result = converse(socket, client);
            try (SecretBytes mk = client.mk()) {
                require(AesCmac.mac(mk, result.platformInfo()).equals(result.mac()), "mac");
                if (result.strict().isPresent()) {
                    require(
                            AesCmac.mac(mk, result.authenticated())
                                    .equals(result.strict().get().resultMac()),
                            "result mac");
                }
            }
            if (result.strict().isPresent() && result.payload().isEmpty()) {
                return null;
            }
            ByteString secret = decrypt(client, result);
            send(socket, ProtobufWriter.appAttOk());
            return secret;
        };
    }

    /** Decrypts the payload as the enclave does. */
    public static ByteString decrypt(TestClient client, AttestationResult result) throws Exception {
        ByteString iv = result.strict().map(AttestationResult.Strict::iv).orElse(ByteString.zeros(12));
        ByteString additionalData = result.strict()
                .map(strict -> AttestationResult.additionalData(
                        result.platformInfo(), result.mac(), result.payload().size(), strict.verdict(), iv))
                .orElse(ByteString.EMPTY);
        return client.decrypt(new EncryptedSecret(iv, result.payload(), result.tag()), additionalData);
    }

    private static void send(Socket socket, Frame frame) throws IOException {
        socket.getOutputStream().write(FrameChannel.encode(frame));
        socket.getOutputStream().flush();
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        thread.shutdownNow();
    }
}
