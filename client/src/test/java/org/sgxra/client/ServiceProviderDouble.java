package org.sgxra.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.runtime.wire.HexLineChannel;

/** A service provider that follows a script, for one connection on a port of its own. */
public final class ServiceProviderDouble implements Closeable {
    /** What it does with the connection. */
    interface Script {
        void play(Socket socket, HexLineChannel channel) throws Exception;
    }

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Thread thread;
    private volatile Exception failure;

    ServiceProviderDouble(Script script) throws IOException {
        thread = new Thread(() -> {
            try (Socket socket = server.accept();
                    HexLineChannel channel = HexLineChannel.over(socket, Duration.ofSeconds(600))) {
                script.play(socket, channel);
            } catch (Exception e) {
                failure = e;
            }
        });
        thread.start();
    }

    String address() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    /** The answer to a first message, and what it was made with. */
    @SuppressWarnings("ArrayRecordComponent") // tampered with by the tests
    public record KeyExchange(byte[] msg2, ByteString ga, ByteString gb, SessionKeys keys) {}

    /** Answers with the sample's key and the given list. */
    public static KeyExchange answer(byte[] first, byte[] sigRl)
            throws MalformedMessageException, InvalidPointException {
        Msg0Msg1 message = Msg0Msg1.parse(first);
        try (P256KeyPair pair = P256.instance().generateKeyPair();
                P256KeyPair longTerm = SampleServiceKey.keyPair();
                SecretBytes shared =
                        P256.instance().agree(pair.privateKey(), P256PublicKey.fromLittleEndian(message.ga()))) {
            SessionKeys keys = SessionKeys.from(shared);
            ByteString gb = pair.publicKey().littleEndian();
            ByteString signature = P256.instance()
                    .sign(longTerm.privateKey(), ByteString.concat(gb, message.ga()))
                    .littleEndian();
            ByteString spid = ByteString.zeros(16);
            ByteString mac = AesCmac.mac(keys.smk(), Msg2.macInput(gb, spid, 0, Msg2.KDF_ID, signature));
            byte[] msg2 = new Msg2(gb, spid, 0, Msg2.KDF_ID, signature, mac, ByteString.of(sigRl)).encode();
            return new KeyExchange(msg2, message.ga(), gb, keys);
        }
    }

    static byte[] msg2(byte[] first, byte[] sigRl) throws MalformedMessageException, InvalidPointException {
        return answer(first, sigRl).msg2();
    }

    /** Plays along up to msg4. */
    static Script concluding(byte[] msg4) {
        return (socket, channel) -> {
            channel.send("msg2", msg2(channel.receive("msg0||msg1"), new byte[0]));
            channel.receive("msg3");
            channel.send("msg4", msg4);
        };
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join(600_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new UncheckedIOException(new IOException("the script failed", failure));
        }
    }
}
