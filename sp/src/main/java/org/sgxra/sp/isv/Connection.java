package org.sgxra.sp.isv;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A TLS connection to an Application. */
final class Connection {
    private Connection() {}

    /**
     * Connects to the first address of the host that answers, and makes the handshake.
     *
     * @param tls knows the Application's certificate
     * @param checkHost whether the certificate must be for this host
     * @param timeout for connecting and for the handshake, each
     * @throws IOException whose message names the cause
     */
    static SSLSocket open(String host, int port, SSLContext tls, boolean checkHost, Duration timeout)
            throws IOException {
        String peer = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        Socket plain = connect(host, port, peer, timeout);
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(Arrays.stream(socket.getSupportedProtocols())
                    .filter(protocol -> protocol.equals("TLSv1.3") || protocol.equals("TLSv1.2"))
                    .toArray(String[]::new));
            if (checkHost) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) timeout.toMillis());
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw new IOException("TLS with " + peer + " failed: " + reason(e), e);
        }
    }

    private static Socket connect(String host, int port, String peer, Duration timeout) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("cannot resolve the name of " + peer, e);
        }
        IOException last = null;
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
                return socket;
            } catch (ConnectException | SocketTimeoutException e) {
                socket.close();
                last = e;
            }
        }
        throw new IOException("cannot connect to " + peer + ": " + last.getMessage(), last);
    }

    /** The innermost cause says what it is about: the certificate, the time limit. */
    private static String reason(IOException error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
