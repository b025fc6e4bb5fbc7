package org.sgxra.runtime.transcript;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A failed attestation in words. */
public final class FailureText {
    private FailureText() {}

    /** One line, and with {@code -d} the stack trace. */
    public static void write(String reason, Throwable cause, Transcript transcript) {
        transcript.line("Attestation failed: " + reason);
        if (transcript.shows(Level.DEBUG)) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            transcript.text(Level.DEBUG, trace.toString());
        }
    }
}
