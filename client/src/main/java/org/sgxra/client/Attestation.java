package org.sgxra.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.client.Enclave.PlatformUpdate;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.Conversation;
import org.sgxra.runtime.event.KeyEvent.KeyHashAsked;
import org.sgxra.runtime.event.KeyEvent.KeyHashTold;
import org.sgxra.runtime.event.MessageEvent.Msg1Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg2Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg3Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg4Decoded;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.PlatformInfoEvaluated;
import org.sgxra.runtime.event.OutcomeEvent.PlatformStanding;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReceived;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.wire.WireException;

/** One attestation, message by message. The session decides, the conversation carries the bytes. */
final class Attestation {
    private final Enclave enclave;
    private final EnclaveSession session;
    private final ReceivedExtension extension;
    private final SessionListener events;

    /** @param sealedOut where to keep the service provider's secret, sealed; absent when it is not wanted */
    Attestation(Enclave enclave, EnclaveSession session, Optional<Path> sealedOut, SessionListener events) {
        this.enclave = enclave;
        this.session = session;
        this.extension = new ReceivedExtension(session, sealedOut, events);
        this.events = events;
    }

    /** Makes the first message: before there is a connection, because a platform that is new has to be provisioned first. */
    Msg0Msg1 begin() throws EnclaveException, MalformedMessageException {
        Msg0Msg1 first = session.start();
        events.on(new Msg1Decoded(first));
        if (first.gid().equals(EpidGroupId.SIMULATION)) {
            events.on(new Notice(
                    "note: EPID group 0000000b is that of Intel's simulation SDK: nobody can verify its quotes, "
                            + "the service provider will refuse this one"));
        }
        return first;
    }

    /** Exchanges the messages and gives the service provider's verdict. */
    TrustStatus run(Msg0Msg1 first, Conversation sp)
            throws EnclaveException, MalformedMessageException, UsageException, WireException {
        sp.send("msg0||msg1", first.encode());

        Msg2 msg2 = Msg2.parse(sp.receive("msg2"));
        events.on(new Msg2Decoded(msg2));
        Msg3 msg3 = session.answer(msg2, events);
        events.on(new Msg3Decoded(msg3));
        sp.send("msg3", msg3.encode());

        Msg4 msg4 = Msg4.parse(sp.receive("msg4"));
        events.on(new Msg4Decoded(msg4));
        session.conclude(msg4.status());
        events.on(new VerdictReceived(msg4.status(), msg4.hasPlatformInfo(), false));
        if (msg4.hasPlatformInfo()) {
            handToPlatform(msg4);
        }
        if (session.hasSessionKeys() && events.shows(Level.VERBOSE)) {
            fetchHash(SessionKey.MK);
            fetchHash(SessionKey.SK);
        }
        extension.take(msg4);
        return msg4.status();
    }

    private void handToPlatform(Msg4 msg4) throws MalformedMessageException {
        var flags = PlatformInfoBlob.parse(msg4.platformInfo().toArray()).flags();
        PlatformUpdate update =
                enclave.reportAttestationStatus(msg4.platformInfo(), msg4.status() == TrustStatus.TRUSTED);
        PlatformStanding standing =
                switch (update.status()) {
                    case SGX_SUCCESS -> PlatformStanding.CURRENT;
                    case SGX_ERROR_UPDATE_NEEDED -> PlatformStanding.UPDATE_NEEDED;
                    default -> PlatformStanding.NOT_EVALUATED;
                };
        events.on(new PlatformInfoEvaluated(update.status().describe(), standing, updates(update), flags));
    }

    private static List<String> updates(PlatformUpdate update) {
        List<String> updates = new ArrayList<>();
        if (update.platformSoftware()) {
            updates.add("SGX platform software");
        }
        if (update.managementEngine()) {
            updates.add("management engine firmware (OEM BIOS update)");
        }
        if (update.microcode()) {
            updates.add("CPU microcode (OEM BIOS update)");
        }
        return updates;
    }

    private void fetchHash(SessionKey key) throws EnclaveException {
        events.on(new KeyHashAsked(key.name()));
        events.on(new KeyHashTold(key.name(), session.keyHash(key)));
    }
}
