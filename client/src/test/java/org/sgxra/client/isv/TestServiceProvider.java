package org.sgxra.client.isv;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.sgxra.client.ServiceProviderDouble;
import org.sgxra.client.ServiceProviderDouble.KeyExchange;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;

/** The service provider's end of the protobuf system, which tests take one step at a time. */
final class TestServiceProvider implements Closeable {
    private static final ByteString NO_TAG = ByteString.zeros(16);

    final Socket socket;
    final FrameChannel channel;
    private KeyExchange exchange;

    TestServiceProvider(SSLContext tls, int port) throws IOException {
        socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(600_000);
        socket.setTcpNoDelay(true);
        channel = FrameChannel.over(socket.getInputStream(), socket.getOutputStream());
    }

    /** TLS that trusts one certificate. */
    static SSLContext trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "it", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The question and its answer. */
    GroupMessage verification() throws Exception {
        channel.send(ProtobufWriter.verification());
        return ProtobufReader.msg0(channel.receive("RA_MSG0"));
    }

    /** MSG0 with a status, and what came for it. */
    Msg0Msg1 begin() throws Exception {
        channel.send(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.OK)));
        return ProtobufReader.msg1(channel.receive("RA_MSG1"), 0);
    }

    /** All up to msg3. */
    Msg3 upToMsg3() throws Exception {
        verification();
        exchange = ServiceProviderDouble.answer(begin().encode(), new byte[0]);
        channel.send(ProtobufWriter.msg2(Msg2.parse(exchange.msg2())));
        return ProtobufReader.msg3(channel.receive("RA_MSG3"));
    }

    /** What the other end shows of the session keys if they are these. */
    List<String> keyLines() {
        try (SecretBytes mk = exchange.keys().mk();
                SecretBytes sk = exchange.keys().sk()) {
            return List.of("SHA256(MK) = " + Sha256.of(mk), "SHA256(SK) = " + Sha256.of(sk));
        }
    }

    private ByteString mac(ByteString bytes) {
        try (SecretBytes mk = exchange.keys().mk()) {
            return AesCmac.mac(mk, bytes);
        }
    }

    private ByteString encrypted(ByteString iv, ByteString plain, ByteString additionalData) throws Exception {
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        try (SecretBytes sk = exchange.keys().sk()) {
            gcm.init(
                    Cipher.ENCRYPT_MODE,
                    sk.use(key -> new SecretKeySpec(key, "AES")),
                    new GCMParameterSpec(128, iv.toArray()));
        }
        gcm.updateAAD(additionalData.toArray());
        return ByteString.of(gcm.doFinal(plain.toArray()));
    }

    /** A result in the strict form. */
    AttestationResult strict(TrustStatus verdict, ByteString platformInfo, ByteString secret) throws Exception {
        ByteString iv = ByteString.zeros(12);
        ByteString mac = mac(platformInfo);
        ByteString payload = ByteString.EMPTY;
        ByteString tag = NO_TAG;
        if (!secret.isEmpty()) {
            ByteString out = encrypted(
                    iv, secret, AttestationResult.additionalData(platformInfo, mac, secret.size(), verdict, iv));
            payload = out.slice(0, secret.size());
            tag = out.slice(secret.size(), out.size());
        }
        AttestationResult.Strict unsigned = new AttestationResult.Strict(verdict, iv, NO_TAG);
        AttestationResult result = new AttestationResult(platformInfo, mac, tag, payload, Optional.of(unsigned));
        return new AttestationResult(
                platformInfo,
                mac,
                tag,
                payload,
                Optional.of(new AttestationResult.Strict(verdict, iv, mac(result.authenticated()))));
    }

    /** A result in the original's form. */
    AttestationResult compatible(ByteString plain) throws Exception {
        ByteString info = ByteString.zeros(AttestationResult.COMPATIBLE_INFO_SIZE);
        ByteString out = encrypted(ByteString.zeros(12), plain, ByteString.EMPTY);
        return new AttestationResult(
                info, mac(info), out.slice(plain.size(), out.size()), out.slice(0, plain.size()), Optional.empty());
    }

    /** Sends a result and gives true if it is acknowledged, false if the connection is closed instead. */
    boolean isAcknowledged(AttestationResult result) throws Exception {
        channel.send(ProtobufWriter.result(result));
        return isAcknowledged();
    }

    boolean isAcknowledged() throws Exception {
        try {
            ProtobufReader.appAttOk(channel.receive("RA_APP_ATT_OK"));
            return true;
        } catch (WireException e) {
            if (e.kind() == WireException.Kind.CLOSED || e.kind() == WireException.Kind.FAILED) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
