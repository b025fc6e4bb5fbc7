package org.sgxra.testdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/**
 * A connected TCP socket that tells when whoever writes to it has to wait, because its peer does not read. An ordinary socket
 * waits in the system, where nobody sees it; this one asks the system again and again.
 */
public final class ObservedSocket extends Socket {
    private static final long PAUSE_MS = 5;
    /** Refusals in a row: what is on its way to the peer's buffer may make room for a little more. */
    private static final int LASTING = 50;

    private final SocketChannel channel;
    private final CountDownLatch full = new CountDownLatch(1);

    private ObservedSocket(SocketChannel channel) throws IOException {
        super((SocketImpl) null);
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /** Connects to a listener on the loopback, with buffers as small as the system has them. */
    public static ObservedSocket connect(ServerSocket listener) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.socket().setSendBufferSize(4096);
        channel.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
        return new ObservedSocket(channel);
    }

    /** Waits until the system takes no more bytes, and goes on refusing them. */
    public void awaitFull() throws InterruptedException {
        full.await();
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                ByteBuffer into = ByteBuffer.wrap(buffer, offset, length);
                int count = channel.read(into);
                while (count == 0 && length > 0) {
                    pause();
                    count = channel.read(into);
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                ByteBuffer from = ByteBuffer.wrap(buffer, offset, length);
                int refusals = 0;
                while (from.hasRemaining()) {
                    if (channel.write(from) > 0) {
                        refusals = 0;
                    } else {
                        if (++refusals == LASTING) {
                            full.countDown();
                        }
                        pause();
                    }
                }
            }
        };
    }

    private static void pause() throws SocketException {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted");
        }
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        channel.socket().setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return channel.socket().getTcpNoDelay();
    }

    @Override
    public int getSoLinger() throws SocketException {
        return channel.socket().getSoLinger();
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public InetAddress getInetAddress() {
        return channel.socket().getInetAddress();
    }

    @Override
    public int getPort() {
        return channel.socket().getPort();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return channel.socket().isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return channel.socket().isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
