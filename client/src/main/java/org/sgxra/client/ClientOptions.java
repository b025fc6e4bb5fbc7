package org.sgxra.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.net.HostPort;
import org.sgxra.runtime.transcript.Level;

/**
 * What the user wants of the client.
 *
 * @param action what to do
 * @param kind of the quote
 * @param level how much to tell
 * @param spid service provider id, 16 bytes; zeros when neither the action nor the kind of quote needs one
 * @param nonce quote nonce, 16 bytes, for {@link Action#QUOTE}
 * @param signType kind of quote for {@link Action#QUOTE}
 * @param spKey the service provider's key; absent for the one built into the enclave
 * @param stdio messages on standard input and output instead of a connection
 * @param wrap messages in short lines on standard output
 * @param server where to connect to
 * @param timeout for each message awaited on a connection, more than zero
 * @param sealedOut where to keep the service provider's secret, sealed
 * @param unseal the sealed secret for {@link Action#UNSEAL}
 * @param events where events are written to as JSON lines, if anywhere
 */
record ClientOptions(
        Action action,
        QuoteKind kind,
        Level level,
        ByteString spid,
        Optional<ByteString> nonce,
        SignType signType,
        Optional<P256PublicKey> spKey,
        boolean stdio,
        boolean wrap,
        HostPort server,
        Duration timeout,
        Optional<Path> sealedOut,
        Optional<Path> unseal,
        Optional<Path> events) {
    /** What the client can do. */
    enum Action {
        /** Prove the enclave to a service provider. */
        ATTEST,
        /** Print the EPID group id. */
        GROUP_ID,
        /** Print a quote as evidence for the attestation service. */
        QUOTE,
        /** Print the SHA-256 of a sealed secret. */
        UNSEAL
    }
}
