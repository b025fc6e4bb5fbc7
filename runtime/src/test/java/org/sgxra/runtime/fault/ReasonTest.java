package org.sgxra.runtime.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void saysOfAnInternalErrorWhatToDoAndNamesNoClass() {
        String report = "; please report it, with what -d shows";
        for (Throwable fault : List.of(
                new NullPointerException("Cannot invoke \"org.sgxra.Foo.bar()\" because \"foo\" is null"),
                new ClassCastException("class java.lang.String cannot be cast to class java.lang.Integer"),
                new NoClassDefFoundError("org/sgxra/Foo"),
                new StackOverflowError(),
                new IllegalStateException())) {
            assertThat(Reason.ofInternalError(fault)).isEqualTo("internal error: a fault in this program" + report);
        }
        assertThat(Reason.ofInternalErrorInSession(new IllegalStateException("broken")))
                .isEqualTo("internal error: broken");
        assertThat(Reason.ofInternalError(new IllegalStateException("the state is closed")))
                .isEqualTo("internal error: the state is closed" + report);
        assertThat(Reason.ofInternalError(new UncheckedIOException(new NoSuchFileException("/a"))))
                .isEqualTo("internal error: no such file or folder" + report);
        assertThat(Reason.ofInternalError(new OutOfMemoryError("Java heap space")))
                .isEqualTo("out of memory: start it with more, SGXRA_JAVA_OPTIONS=-Xmx1g for one");
        assertThat(Reason.ofInternalError(new OutOfMemoryError("unable to create native thread")))
                .isEqualTo("no thread can be started: raise the limit on threads (ulimit -u)");
    }

    @Test
    void saysWhatIsWrongWithAFileWithoutItsName() {
        Map.of(
                        new NoSuchFileException("/a"), "no such file or folder",
                        new AccessDeniedException("/a"), "permission denied",
                        new FileAlreadyExistsException("/a"), "it is there already",
                        new NotDirectoryException("/a"), "it is not a folder",
                        new DirectoryNotEmptyException("/a"), "the folder is not empty",
                        new FileSystemLoopException("/a"), "its links lead to themselves",
                        new FileSystemException("/a"), "the system does not say why",
                        new FileSystemException("/a", null, "Read-only file system"), "Read-only file system")
                .forEach((failure, reason) -> assertThat(Reason.of(failure)).isEqualTo(reason));
    }

    @Test
    void saysWhatTheSystemSaid() {
        try {
            Files.readAllBytes(Path.of("/"));
        } catch (IOException e) {
            assertThat(Reason.of(e)).isEqualTo("Is a directory");
        }
        assertThat(Reason.of(new ConnectException("Connection refused"))).isEqualTo("Connection refused");
    }

    @Test
    void neverNamesAJavaClass() {
        assertThat(Reason.of(new EOFException())).isEqualTo("it ends too early");
        assertThat(Reason.of(new AsynchronousCloseException())).isEqualTo("it is closed already");
        assertThat(Reason.of(new SocketTimeoutException())).isEqualTo("timed out");
        assertThat(Reason.of(new SocketTimeoutException("Read timed out"))).isEqualTo("Read timed out");
        assertThat(Reason.of(new MalformedInputException(1))).isEqualTo("it is not text in UTF-8");
        assertThat(Reason.of(new UnresolvedAddressException())).isEqualTo("unknown host");
        assertThat(Reason.of(new UnknownHostException("there: Name or service not known")))
                .isEqualTo("unknown host there");
        assertThat(Reason.of(new IOException())).isEqualTo("the system does not say why");
        assertThat(Reason.of(new NullPointerException())).isEqualTo("a fault in this program");
        assertThat(Reason.of(new IOException(new IllegalStateException("shut down"))))
                .isEqualTo("shut down");
        assertThat(Reason.of(new IOException(new EOFException()))).isEqualTo("it ends too early");
    }

    @Test
    void saysThatAPeerDoesNotSpeakTlsHoweverTheLibrarySaysIt() {
        for (String said : List.of("Unsupported or unrecognized SSL message", "Unable to parse TLS packet header")) {
            assertThat(Reason.of(new SSLException(said))).isEqualTo("the other end does not speak TLS");
        }
        assertThat(Reason.of(new SSLException("closing inbound before receiving peer's close_notify")))
                .startsWith("closing inbound");
    }

    /** A message may repeat what a peer or a service said. */
    @Test
    void takesMessagesOfAnyLength() {
        String packages = "a.".repeat(200_000);
        assertThat(Reason.of(new IOException(packages))).isEqualTo(packages);

        String names = "a.BException: ".repeat(200_000);
        assertThat(Reason.of(new IOException(names + "it is shut"))).endsWith("it is shut");
    }
}
