package org.sgxra.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/**
 * What the service provider says beyond its verdict (docs/spec/wire-hex.md, msg4 extension). Nothing of it is used before the
 * enclave has checked its MAC, and nothing of it without the status Trusted; the secret is decrypted inside the enclave only.
 */
final class ReceivedExtension {
    private final EnclaveSession session;
    private final Optional<Path> sealedOut;
    private final Transcript transcript;

    ReceivedExtension(EnclaveSession session, Optional<Path> sealedOut, Transcript transcript) {
        this.session = session;
        this.sealedOut = sealedOut;
        this.transcript = transcript;
    }

    /**
     * Takes what is there. Bytes after msg4 that are no valid extension are left alone, as every reader of msg4 may, unless the
     * user waits for a secret.
     */
    void take(Msg4 msg4) throws EnclaveException, MalformedMessageException, UsageException {
        if (!session.hasSessionKeys() || msg4.extension().isEmpty()) {
            sealedOut.ifPresent(file -> transcript.line("no secret came; " + file + " is not written"));
            return;
        }
        Msg4Extension extension;
        try {
            extension = Msg4Extension.parse(msg4.extension());
            session.verifyMac(Msg4Extension.macInput(msg4), extension.mac());
        } catch (EnclaveException | MalformedMessageException e) {
            if (sealedOut.isPresent()) {
                throw e;
            }
            transcript.line("warning: msg4 is followed by " + msg4.extension().size() + " bytes that are ignored: "
                    + e.getMessage());
            return;
        }
        show(extension);
        if (extension.secret().isPresent()) {
            receive(extension.secret().get(), Msg4Extension.additionalData(msg4));
        } else {
            sealedOut.ifPresent(file -> transcript.line("no secret came; " + file + " is not written"));
        }
        transcript.divider(Level.NORMAL);
    }

    private void show(Msg4Extension extension) {
        transcript.heading(Level.NORMAL, "Msg4 Extension from Service Provider");
        extension.reattestAfter().ifPresent(seconds -> transcript.line("Attest again within " + seconds + " s"));
        extension.time().ifPresent(seconds -> transcript.line("Time of the service provider: " + time(seconds)));
        extension.trustedKeys().forEach(key -> {
            transcript.line("Further public key to trust:");
            transcript.line("  gx = " + key.slice(0, 32));
            transcript.line("  gy = " + key.slice(32, 64));
        });
    }

    private static String time(long seconds) {
        return seconds < 0 || seconds > Instant.MAX.getEpochSecond()
                ? Long.toUnsignedString(seconds)
                : Instant.ofEpochSecond(seconds).toString();
    }

    private void receive(EncryptedSecret secret, ByteString additionalData) throws EnclaveException, UsageException {
        transcript.line("Secret of " + secret.ciphertext().size() + " bytes");
        if (transcript.shows(Level.VERBOSE)) {
            transcript.verbose("SHA256(secret) = " + session.secretHash(secret, additionalData));
        }
        if (sealedOut.isPresent()) {
            byte[] sealed = session.seal(secret, additionalData);
            write(sealedOut.get(), sealed);
            transcript.line("Sealed in " + sealedOut.get() + " (" + sealed.length + " bytes)");
        }
    }

    private static void write(Path file, byte[] sealed) throws UsageException {
        try {
            Files.write(file, sealed);
        } catch (IOException e) {
            throw new UsageException("--sealed-out: cannot write " + file + ": " + e, e);
        }
    }
}
