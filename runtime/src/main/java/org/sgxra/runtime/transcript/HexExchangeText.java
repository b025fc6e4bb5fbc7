package org.sgxra.runtime.transcript;

import java.util.function.Consumer;

/**
 * The exchange of messages in the hex protocol as people read it: which one is awaited, what was read, and each one sent under
 * its {@code Copy/Paste} heading (docs/spec/cli.md, Streams).
 *
 * @param peer whom messages are for, as headings name it: {@code SP} or {@code Client}
 * @param source of messages, with the word before it: {@code " from socket"}
 * @param copies where the digits of each message sent are shown under its heading
 */
public record HexExchangeText(Transcript transcript, String peer, String source, Consumer<String> copies) {
    /** A message is waited for. */
    public void writeAwaited(String message) {
        transcript.line("Waiting for " + message);
    }

    /** With {@code -d}: the line that was read, of which these are the digits. */
    public void writeRead(String hex) {
        if (!transcript.shows(Level.DEBUG)) {
            return;
        }
        transcript.debug("read " + (hex.length() + 1) + " bytes" + source);
        transcript.heading(Level.DEBUG, "read buffer");
        transcript.text(Level.DEBUG, hex);
        transcript.divider(Level.DEBUG);
    }

    /** A message is about to be sent. */
    public void writeSending(String message, String hex) {
        transcript.heading(Level.NORMAL, "Copy/Paste " + message.replace("msg", "Msg") + " Below to " + peer);
        transcript.flushShown();
        copies.accept(hex);
    }

    /** It has been sent. */
    public void writeSent() {
        transcript.divider(Level.NORMAL);
    }
}
