package org.sgxra.sp.isv;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Addresses;
import org.sgxra.runtime.net.Connection;
import org.sgxra.runtime.net.HostPort;
import org.sgxra.runtime.tls.TlsContexts;

/** A TLS connection to an Application. */
final class ApplicationConnection {
    private ApplicationConnection() {}

    /**
     * Connects to the first address of the host that answers, and makes the handshake.
     *
     * @param tls knows the Application's certificate
     * @param checkHost whether the certificate must be for this host
     * @param timeout for connecting and for the handshake, each
     * @throws IOException whose message names the cause
     */
    static Connection open(HostPort application, SSLContext tls, boolean checkHost, Duration timeout)
            throws IOException {
        Connection connection = connect(application, timeout);
        try {
            connection.secure(tls, application, timeout, socket -> configure(socket, checkHost));
            return connection;
        } catch (IOException e) {
            connection.close();
            throw new IOException(
                    "TLS with " + application + " failed: " + connection.ended().orElseGet(() -> reason(e)), e);
        }
    }

    private static void configure(SSLSocket socket, boolean checkHost) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(TlsContexts.protocols());
        if (checkHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
    }

    private static Connection connect(HostPort application, Duration timeout) throws IOException {
        try {
            return Addresses.connect(application, timeout);
        } catch (UnknownHostException e) {
            throw new IOException("cannot resolve the name of " + application, e);
        } catch (IOException e) {
            throw new IOException("cannot connect to " + application + ": " + Reason.of(e), e);
        }
    }

    /** The innermost cause says what it is about. */
    private static String reason(IOException error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Reason.of(cause);
    }
}
