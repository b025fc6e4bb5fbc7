package org.sgxra.client;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import org.sgxra.common.bytes.Hex;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.MessageChannel;
import org.sgxra.runtime.wire.WireException;

/**
 * The exchange of messages with the service provider as people see it: which message is awaited, what came, and each
 * message sent under its {@code Copy/Paste} heading (docs/spec/cli.md, Streams).
 */
final class Conversation implements AutoCloseable {
    private final MessageChannel<byte[]> channel;
    private final String medium;
    private final Optional<PrintStream> copies;
    private final Transcript transcript;

    private Conversation(
            MessageChannel<byte[]> channel, String medium, Optional<PrintStream> copies, Transcript transcript) {
        this.channel = channel;
        this.medium = medium;
        this.copies = copies;
        this.transcript = transcript;
    }

    /** Over a connection; each message sent is copied to {@code copies}. */
    static Conversation overSocket(HexLineChannel channel, PrintStream copies, Transcript transcript) {
        return new Conversation(channel, "socket", Optional.of(copies), transcript);
    }

    /**
     * Over standard input and output.
     *
     * @param copies where each message is shown as well, when standard output leads away from people
     */
    static Conversation overStdio(HexLineChannel channel, Optional<PrintStream> copies, Transcript transcript) {
        return new Conversation(channel, "stdin", copies, transcript);
    }

    /** Sends a message. */
    void send(String name, byte[] message) throws WireException {
        String hex = Hex.encode(message);
        transcript.heading(Level.NORMAL, "Copy/Paste " + name.replace("msg", "Msg") + " Below to SP");
        copies.ifPresent(people -> people.println(hex));
        transcript.message("sent", name, hex);
        channel.send(name, message);
        transcript.divider(Level.NORMAL);
    }

    /** Waits for a message. */
    byte[] receive(String name) throws WireException {
        transcript.line("Waiting for " + name);
        byte[] message = channel.receive(name);
        String hex = Hex.encode(message);
        transcript.debug("read " + (hex.length() + 1) + " bytes from " + medium);
        transcript.heading(Level.DEBUG, "read buffer");
        transcript.text(Level.DEBUG, hex);
        transcript.divider(Level.DEBUG);
        transcript.message("received", name, hex);
        return message;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
