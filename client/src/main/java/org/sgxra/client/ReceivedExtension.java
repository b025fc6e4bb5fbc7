package org.sgxra.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.OutcomeEvent.ExtensionAccepted;
import org.sgxra.runtime.event.OutcomeEvent.ExtensionDone;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.SecretHashTold;
import org.sgxra.runtime.event.OutcomeEvent.SecretMissing;
import org.sgxra.runtime.event.OutcomeEvent.SecretReceived;
import org.sgxra.runtime.event.OutcomeEvent.SecretSealed;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.WholeFile;
import org.sgxra.runtime.transcript.Level;

/**
 * What the service provider says beyond its verdict (docs/spec/wire-hex.md, msg4 extension). Nothing of it is used before the
 * enclave has checked its MAC, and nothing of it without the status Trusted; the secret is decrypted inside the enclave only.
 */
final class ReceivedExtension {
    private final EnclaveSession session;
    private final Optional<Path> sealedOut;
    private final SessionListener events;

    ReceivedExtension(EnclaveSession session, Optional<Path> sealedOut, SessionListener events) {
        this.session = session;
        this.sealedOut = sealedOut;
        this.events = events;
    }

    /**
     * Takes what is there. Bytes after msg4 that are no valid extension are left alone, as every reader of msg4 may, unless the
     * user waits for a secret.
     */
    void take(Msg4 msg4) throws EnclaveException, MalformedMessageException, UsageException {
        if (!session.hasSessionKeys() || msg4.extension().isEmpty()) {
            events.on(new SecretMissing(sealedOut.map(Path::toString)));
            return;
        }
        Msg4Extension extension;
        try {
            extension = Msg4Extension.parse(msg4.extension());
            session.verifyMac("msg4-extension-mac", Msg4Extension.macInput(msg4), extension.mac(), events);
        } catch (EnclaveException | MalformedMessageException e) {
            if (sealedOut.isPresent()) {
                throw e;
            }
            events.on(new Notice("warning: msg4 is followed by "
                    + ByteCount.of(msg4.extension().size()) + " that are ignored: " + e.getMessage()));
            return;
        }
        events.on(new ExtensionAccepted(extension));
        if (extension.secret().isPresent()) {
            receive(extension.secret().get(), Msg4Extension.additionalData(msg4));
        } else {
            events.on(new SecretMissing(sealedOut.map(Path::toString)));
        }
        events.on(new ExtensionDone());
    }

    private void receive(EncryptedSecret secret, ByteString additionalData) throws EnclaveException, UsageException {
        events.on(new SecretReceived(secret.ciphertext().size()));
        if (events.shows(Level.VERBOSE)) {
            events.on(new SecretHashTold(session.secretHash(secret, additionalData)));
        }
        if (sealedOut.isPresent()) {
            byte[] sealed = session.seal(secret, additionalData);
            write(sealedOut.get(), sealed);
            events.on(new SecretSealed(sealedOut.get().toString(), sealed.length));
        }
    }

    private static void write(Path file, byte[] sealed) throws UsageException {
        try {
            WholeFile.replace(file, sealed);
        } catch (IOException e) {
            throw new UsageException("--sealed-out: cannot write " + file + ": " + Reason.of(e), e);
        }
    }
}
