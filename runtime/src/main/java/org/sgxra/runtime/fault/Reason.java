package org.sgxra.runtime.fault;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why something failed, for people who know what was being done and to which file: what the exception itself says is often the
 * file's name alone, the name of its class, or nothing.
 */
public final class Reason {
    /** What stands before a message that was made from another exception; counted, as each repetition takes stack. */
    private static final Pattern CLASS_NAMES =
            Pattern.compile("^(?:(?:[a-z][\\w]*\\.){1,20}[A-Z][\\w$]*(?:Exception|Error)(?:: |$)){1,8}");

    /** What the JDK and Conscrypt say of bytes that are no TLS. */
    private static final Pattern NO_TLS =
            Pattern.compile("^(?:Unsupported or unrecognized SSL message|Unable to parse TLS packet header)");

    private static final String FAULT = "a fault in this program";

    private static final int MAX_CAUSES = 8;

    private Reason() {}

    /** One line, without the name of a Java class and without that of the file. */
    public static String of(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            Optional<String> known = known(cause);
            Optional<String> said = known.isPresent() ? known : said(cause);
            if (said.isPresent()) {
                return said.get();
            }
            cause = cause.getCause();
        }
        return failure instanceof RuntimeException || failure instanceof Error ? FAULT : "the system does not say why";
    }

    /**
     * One line about what no input should cause: what it is, and what can be done about it.
     */
    public static String ofInternalError(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            String message = String.valueOf(failure.getMessage());
            return message.contains("thread")
                    ? "no thread can be started: raise the limit on threads (ulimit -u)"
                    : "out of memory: start it with more, SGXRA_JAVA_OPTIONS=-Xmx1g for one";
        }
        Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        return ofInternalErrorInSession(cause) + "; please report it, with what -d shows";
    }

    /** The same as the end of a session, in transcripts and events: what it is, in a form that whoever reads them knows. */
    public static String ofInternalErrorInSession(Throwable failure) {
        return "internal error: " + of(failure);
    }

    private static Optional<String> known(Throwable failure) {
        return failure instanceof FileSystemException file
                ? Optional.of(ofFile(file))
                : Optional.ofNullable(word(failure));
    }

    private static String word(Throwable failure) {
        // What Java says of these is for programmers, names of classes.
        if (failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof NoClassDefFoundError
                || failure instanceof StackOverflowError) {
            return FAULT;
        }
        if (failure instanceof EOFException && failure.getMessage() == null) {
            return "it ends too early";
        }
        if (failure instanceof ClosedChannelException) {
            return "it is closed already";
        }
        if (failure instanceof SocketTimeoutException && failure.getMessage() == null) {
            return "timed out";
        }
        if (failure instanceof SSLException
                && failure.getMessage() != null
                && NO_TLS.matcher(failure.getMessage()).find()) {
            return "the other end does not speak TLS";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not text in UTF-8";
        }
        if (failure instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        return failure instanceof UnknownHostException && failure.getMessage() != null
                ? "unknown host " + failure.getMessage().replaceFirst(": .*", "")
                : null;
    }

    private static String ofFile(FileSystemException failure) {
        if (failure.getReason() != null) {
            return failure.getReason();
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it is there already";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        return failure instanceof FileSystemLoopException
                ? "its links lead to themselves"
                : "the system does not say why";
    }

    /** What the exception says, but for names of classes. */
    private static Optional<String> said(Throwable failure) {
        String message = failure.getMessage() == null
                ? ""
                : CLASS_NAMES.matcher(failure.getMessage()).replaceFirst("");
        return message.isBlank() ? Optional.empty() : Optional.of(message);
    }
}
