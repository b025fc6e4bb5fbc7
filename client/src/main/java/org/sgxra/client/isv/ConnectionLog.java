package org.sgxra.client.isv;

import org.sgxra.runtime.transcript.Transcript;

/**
 * What people read of one connection among many: every line begins with its number.
 *
 * @param number of the connection, from 1
 */
record ConnectionLog(int number, Transcript transcript) {
    /** A line that is always shown. */
    void line(String text) {
        text.lines().forEach(line -> transcript.line("[" + number + "] " + line));
    }

    /** A line for {@code -v}. */
    void verbose(String text) {
        transcript.verbose("[" + number + "] " + text);
    }

    /** A line for {@code -d}. */
    void debug(String text) {
        transcript.debug("[" + number + "] " + text);
    }
}
