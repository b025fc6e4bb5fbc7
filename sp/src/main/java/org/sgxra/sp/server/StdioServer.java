package org.sgxra.sp.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.sgxra.runtime.server.ConnectionServer;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.MessageChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.WireException.Kind;

/** Serves one attestation after the other over one channel, usually standard input and output, until its end. */
public final class StdioServer {
    private final HexAttestation attestation;
    private final Transcript transcript;
    private boolean attesting;
    private boolean stopping;

    /** @param attestation run again and again */
    public StdioServer(HexAttestation attestation, Transcript transcript) {
        this.attestation = attestation;
        this.transcript = transcript;
    }

    /**
     * Serves until the end of input, or {@link #stop}.
     *
     * @return false if it was an error of the streams that ended it
     */
    public boolean serve(MessageChannel<byte[]> channel) {
        MessageChannel<byte[]> watched = new WatchedChannel(channel);
        while (mayBegin()) {
            try {
                attestation.attest(watched, "stdio");
            } catch (WireException e) {
                if (e.kind() == Kind.CLOSED) {
                    transcript.line("End of input: " + e.getMessage());
                    return true;
                }
                transcript.line("Attestation failed: " + e.getMessage());
                if (e.kind() == Kind.FAILED) {
                    return false;
                }
            } finally {
                attesting(false);
            }
        }
        return true;
    }

    private synchronized boolean mayBegin() {
        return !stopping;
    }

    private synchronized void attesting(boolean now) {
        attesting = now;
        notifyAll();
    }

    /**
     * Begins no attestation any more. One that is in progress gets {@link ConnectionServer#GRACE}; nothing ends the wait for
     * the first message of the next one.
     *
     * @return true if {@link #serve} returns, false if it still waits
     */
    public synchronized boolean stop() {
        boolean inProgress = attesting;
        stopping = true;
        long end = System.nanoTime() + ConnectionServer.GRACE.toNanos();
        try {
            for (long left = ConnectionServer.GRACE.toMillis(); attesting && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return inProgress && !attesting;
    }

    /** An attestation is in progress from its first message on. */
    private final class WatchedChannel implements MessageChannel<byte[]> {
        private final MessageChannel<byte[]> channel;

        WatchedChannel(MessageChannel<byte[]> channel) {
            this.channel = channel;
        }

        @Override
        public byte[] receive(String name, int limit) throws WireException {
            byte[] message = channel.receive(name, limit);
            attesting(true);
            return message;
        }

        @Override
        public byte[] receive(String name) throws WireException {
            byte[] message = channel.receive(name);
            attesting(true);
            return message;
        }

        @Override
        public void send(String name, byte[] message) throws WireException {
            channel.send(name, message);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
