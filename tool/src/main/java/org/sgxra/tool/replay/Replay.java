package org.sgxra.tool.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.Party;
import org.sgxra.tool.replay.EndResult.Refusal;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.dcap.DcapRoot;

/** The checks of both ends of a recorded session, made again: of its messages as they came, and with a bit changed on the way. */
final class Replay implements AutoCloseable {
    /** In msg3 what is covered by its MAC and compared with nothing before that begins here, after MAC and g_a. */
    private static final int UNDER_MAC_ALONE = 80;

    private static final String MSG3_MAC = "msg3-mac";
    private static final Pattern UNREAD_SIGRL = Pattern.compile("msg2\\.sig_rl\\.(entry\\[|signature).*");

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

    /**
     * What becomes of a field's bits where each of them meets the same end, so that none has to be tried.
     *
     * <p>Of msg3 after g_a nothing is looked at before its MAC. AES is a permutation: where one block of a message is another,
     * so are all chaining values of AES-CMAC from there on, and the tag. Of a SigRL the client's checks read entries and
     * signature not at all.
     *
     * @return empty where bits have to be tried one by one
     */
    Optional<Flipped> ofEveryBit(ReplayedMessage message, Field field) {
        if (recording.isFramed()) {
            return Optional.empty();
        }
        boolean isRightMac = asCameToServiceProvider.checks().stream()
                .anyMatch(check -> check.name().equals(MSG3_MAC) && check.passed());
        if (message.name().equals("msg3") && field.offset() >= UNDER_MAC_ALONE && isRightMac) {
            return Optional.of(new Flipped(
                    asCameToServiceProvider, Optional.of(new Refusal(MSG3_MAC, "the MAC is not that of these bytes"))));
        }
        boolean isListRead = asCameToClient.notCheckable().stream()
                .anyMatch(check -> check.check().equals("sigrl-signature"));
        return UNREAD_SIGRL.matcher(field.name()).matches() && isListRead
                ? Optional.of(new Flipped(asCameToClient, Optional.empty()))
                : Optional.empty();
    }

    @Override
    public void close() {
        serviceProvider.close();
        enclave.close();
    }
}
