package org.sgxra.tool.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.Party;
import org.sgxra.tool.replay.EndResult.Refusal;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.dcap.DcapRoot;

/** The checks of both ends of a recorded session, made again: of its messages as they came, and with a bit changed on the way. */
final class Replay implements AutoCloseable {
    private final Recording recording;
    private final List<ByteString> wires;
    private final ServiceProviderReplay serviceProvider;
    private final EnclaveReplay enclave;
    private final EndResult asCameToServiceProvider;
    private final EndResult asCameToClient;

    /**
     * What became of a bit that was changed.
     *
     * @param result of the end that the message goes to
     * @param refusal what refused the message because of the bit; none if nothing did
     */
    record Flipped(EndResult result, Optional<Refusal> refusal) {}

    /** @throws SessionFormatException if the session cannot be replayed */
    Replay(Recording recording, ReportSigningCa ca, DcapRoot root) throws SessionFormatException {
        this.recording = recording;
        this.wires = recording.wires();
        this.serviceProvider = new ServiceProviderReplay(recording, ca, root);
        this.enclave = new EnclaveReplay(recording);
        this.asCameToServiceProvider = serviceProvider.run(wires);
        this.asCameToClient = enclave.run(wires);
    }

    Recording recording() {
        return recording;
    }

    /** Of the messages as they came: the service provider's checks and the client's. */
    List<EndResult> asTheyCame() {
        return List.of(asCameToServiceProvider, asCameToClient);
    }

    /** The checks of who receives a message in which one bit is another. */
    Flipped flip(ReplayedMessage message, int offset, int bit) {
        List<ByteString> changed = new ArrayList<>(wires);
        changed.set(message.index(), message.flip(wires.get(message.index()), offset, bit));
        boolean isClients = message.to() == Party.CLIENT;
        EndResult result = isClients ? enclave.run(changed) : serviceProvider.run(changed);
        Optional<Refusal> before = (isClients ? asCameToClient : asCameToServiceProvider).refusal();
        // What is refused as it came says nothing about the bit.
        return new Flipped(
                result,
                result.refusal()
                        .filter(refusal ->
                                before.isEmpty() || !before.get().check().equals(refusal.check())));
    }

    @Override
    public void close() {
        serviceProvider.close();
        enclave.close();
    }
}
