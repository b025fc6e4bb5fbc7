package org.sgxra.sp.server;

import java.io.IOException;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.HeldConnection;
import org.sgxra.runtime.net.ProxyHeader;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HeldHexChannel;
import org.sgxra.runtime.wire.WireException;

/** One client of {@link HeldAttestations}: what is done with its messages, step by step, on whatever thread is free. */
final class HeldAttestation {
    private final HeldAttestations server;
    private final int number;
    private final Connection connection;
    private final HeldHexChannel channel;
    private Transcript transcript;
    private HexSession session;

    HeldAttestation(HeldAttestations server, HeldConnection held, int number) {
        this.server = server;
        this.number = number;
        this.connection = held.connection();
        this.channel = new HeldHexChannel(held, server.timeout());
    }

    void begin() {
        if (server.isProxy(connection)) {
            ProxyHeader header = new ProxyHeader();
            channel.receive(header, () -> server.endings().add(() -> arrived(header)));
        } else {
            open();
        }
    }

    private void arrived(ProxyHeader header) {
        try {
            channel.check();
            header.client().ifPresent(connection::standsFor);
            open();
        } catch (WireException e) {
            server.disbelieved(connection, e.getMessage());
            closeChannel();
            connection.done();
        } catch (Throwable e) {
            server.failed(number, e);
            closeChannel();
            connection.done();
        }
    }

    private void open() {
        transcript = server.transcript(number, connection);
        transcript.line("Connection from " + connection.peer().getHostAddress());
        session = server.open(connection, transcript);
        HexSession.Due first = session.due();
        channel.receive(first.message(), first.limit(), this::arrived);
    }

    /** On the selector's thread: the first message has come, or none will. */
    private void arrived() {
        if (channel.hasFailed()) {
            server.endings().add(this::answer);
        } else if (!server.queue().offer(this::answer)) {
            connection.end(server.busy());
            server.endings().add(this::refuse);
        }
    }

    /** On the selector's thread: a step is over, or has failed. */
    private void goOn(Runnable next) {
        (channel.hasFailed() ? server.endings() : server.queue()).add(next);
    }

    private void answer() {
        take(() -> {
            HexSession.Due due = session.due();
            byte[] reply = session.answer(channel.received()).orElse(null);
            if (reply == null) {
                return true;
            }
            return channel.send(due.reply(), reply, () -> goOn(this::afterReply)) && goesOnAfterReply();
        });
    }

    private void afterReply() {
        take(this::goesOnAfterReply);
    }

    private boolean goesOnAfterReply() throws WireException {
        channel.sent();
        session.sent();
        HexSession.Due next = session.due();
        if (next == null) {
            return true;
        }
        channel.receive(next.message(), next.limit(), () -> goOn(this::answer));
        return false;
    }

    private void refuse() {
        take(() -> {
            session.refused(server.busy());
            server.countRefusal();
            transcript.line("connection refused: " + server.busy());
            return true;
        });
    }

    /** What is done when something has come or was sent. */
    private interface Step {
        /** @return true if the attestation is over; otherwise somebody else goes on with it */
        boolean isLast() throws WireException;
    }

    private void take(Step step) {
        boolean last = true;
        try {
            last = step.isLast();
        } catch (WireException e) {
            session.lost(e);
            transcript.line("Attestation failed: " + e.getMessage());
        } catch (Throwable e) {
            server.failed(number, e);
        } finally {
            if (last) {
                end();
            }
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            // Its peer has gone.
        }
    }

    private void end() {
        closeChannel();
        try {
            session.close();
        } finally {
            transcript.close();
            connection.done();
        }
    }
}
