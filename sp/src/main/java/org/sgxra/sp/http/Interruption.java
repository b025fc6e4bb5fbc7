package org.sgxra.sp.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.util.Locale;

/** Tells whether an exchange failed because the connection was gone. */
final class Interruption {
    private Interruption() {}

    /** An exception with this message, in one line: a {@link TransientException} if the connection was gone. */
    static IOException named(String message, IOException cause) {
        // The JDK's messages quote what came.
        String line = message.replaceAll("\\p{Cc}+", " ");
        return is(cause) ? new TransientException(line, cause) : new IOException(line, cause);
    }

    /** True if the connection was gone, and nothing that came on it was wrong. */
    static boolean is(IOException failure) {
        boolean gone = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return false;
            }
            gone |= cause instanceof EOFException || cause instanceof SocketException || isToldSo(cause);
        }
        return gone;
    }

    /** TLS of Conscrypt, and the JDK's HTTP client, have only words for it. */
    private static boolean isToldSo(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("connection closed")
                || message.contains("connection reset")
                || message.contains("closed by peer")
                || message.contains("broken pipe")
                || message.contains("terminated the handshake")
                || message.contains("received no bytes");
    }
}
