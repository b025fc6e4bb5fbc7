package org.sgxra.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.message.TrustStatus;

/** Attests once over a connection of its own, and wants to be trusted. For one thread. */
final class LoadClient {
    private static final int PATIENCE_MILLIS = 60_000;
    /** msg4 begins with the verdict, u32 little-endian. */
    private static final String TRUSTED =
            String.format(java.util.Locale.ROOT, "%02x000000", TrustStatus.TRUSTED.value());

    private final InetSocketAddress server;
    private final EnclaveSide enclave;
    private final byte[] buffer = new byte[8192];
    private int filled;
    private int position;

    LoadClient(InetSocketAddress server, EnclaveSide enclave) {
        this.server = server;
        this.enclave = enclave;
    }

    /** @throws IOException if anything but the verdict Trusted comes */
    void attest() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            filled = 0;
            position = 0;
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            out.write(enclave.msg1());
            String msg2 = line(in, "msg2");
            out.write(enclave.msg3(msg2));
            String msg4 = line(in, "msg4");
            if (!msg4.startsWith(TRUSTED)) {
                throw new IOException("msg4 is " + msg4.substring(0, Math.min(8, msg4.length())) + "..., not trusted");
            }
        } catch (HexFormatException e) {
            throw new IOException("msg2 is not hexadecimal", e);
        }
    }

    private String line(InputStream in, String name) throws IOException {
        StringBuilder line = new StringBuilder(512);
        while (true) {
            for (int i = position; i < filled; i++) {
                if (buffer[i] == '\n') {
                    line.append(new String(buffer, position, i - position, StandardCharsets.ISO_8859_1));
                    position = i + 1;
                    return line.toString();
                }
            }
            line.append(new String(buffer, position, filled - position, StandardCharsets.ISO_8859_1));
            position = 0;
            filled = in.read(buffer);
            if (filled < 0) {
                filled = 0;
                throw new IOException("the connection was closed before " + name);
            }
        }
    }
}
