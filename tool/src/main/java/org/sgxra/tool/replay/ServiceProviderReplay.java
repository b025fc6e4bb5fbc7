package org.sgxra.tool.replay;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.RefusedException;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.Party;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.Evidence;
import org.sgxra.sp.service.PlatformAttestation;
import org.sgxra.sp.service.UnreachableException;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.tool.replay.EndResult.NotCheckable;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

/** The service provider's session with recorded keys and a recorded attestation service, so that its checks can be made again. */
final class ServiceProviderReplay implements AutoCloseable {
    private static final Set<String> WITH_KEYS = Set.of("msg3-mac", "report-data");
    private static final Set<String> OF_PLATFORM = Set.of(
            CheckName.PLATFORM_STATUS.label(),
            CheckName.ADVISORIES.label(),
            CheckName.TCB_EVALUATION_DATA_NUMBER.label());

    private final Recording recording;
    private final boolean isFramed;
    private final boolean hasKeys;
    private final boolean hasPolicy;
    private final AttestationService service;
    private final SessionSettings settings;
    private final Clock clock;
    private final RecordedKeys keys;
    private final List<NotCheckable> untoldRules;

    /**
     * @param ca of the signers of attestation reports
     * @param root of DCAP's certificates
     * @throws SessionFormatException if what the session sent itself cannot be taken apart
     */
    ServiceProviderReplay(Recording recording, ReportSigningCa ca, DcapRoot root) throws SessionFormatException {
        this.recording = recording;
        this.isFramed = recording.isFramed();
        this.hasKeys = recording.sharedX().isPresent();
        List<RecordedEvent> events = recording.session().events();
        RecordedSettings recorded = new RecordedSettings(events);
        this.settings = recorded.session();
        this.clock = recorded.clock();
        this.hasPolicy = recorded.tellsPolicy();
        this.untoldRules = recorded.untoldRules();
        try {
            Msg2 msg2 = Frames.msg2(isFramed, wire(recording.wires(), isFramed ? "MSG2" : "msg2"));
            EpidGroupId gid =
                    Frames.msg1(isFramed, wire(recording.wires(), first()), 0).gid();
            this.service = RecordedService.of(
                    events,
                    msg2,
                    gid.isUnprovisioned(),
                    ca,
                    DcapVerifier.of(root).withGrace(recorded.grace()));
            this.keys = new RecordedKeys(
                    P256PublicKey.fromLittleEndian(msg2.gb()),
                    EcdsaP256Signature.fromLittleEndian(msg2.signature()),
                    recording.sharedX().map(SecretBytes::copy).orElseGet(() -> SecretBytes.wrap(new byte[32])),
                    recorded.nonce());
        } catch (MalformedMessageException | RefusedException | InvalidPointException e) {
            throw new SessionFormatException("the session cannot be replayed: " + e.getMessage(), e);
        }
    }

    private String first() {
        return isFramed ? "MSG1" : "msg0||msg1";
    }

    private ByteString wire(List<ByteString> wires, String name) throws SessionFormatException {
        int index = recording.index(name);
        if (index < 0) {
            throw new SessionFormatException("the session cannot be replayed: it has no " + name);
        }
        return wires.get(index);
    }

    /** Makes the checks again of messages as they came, or as they might have come. */
    EndResult run(List<ByteString> wires) {
        EndResult.Builder result = new EndResult.Builder(Party.SERVICE_PROVIDER);
        SessionListener listener = new SessionListener() {
            @Override
            public void on(SessionEvent event) {
                if (event instanceof CheckEvent check && isKnown(check.name())) {
                    result.check(check);
                } else if (event instanceof VerdictReached verdict && hasPolicy) {
                    result.verdict(new EndResult.Verdict(verdict.status().name(), verdict.platformStatus()));
                }
            }
        };
        untoldRules.forEach(result::notCheckable);
        try {
            run(wires, listener, result);
            receipt(wires);
        } catch (MalformedMessageException e) {
            result.refuse(EndResult.FORMAT, e.getMessage());
        } catch (RefusedException e) {
            result.refuse(EndResult.FORMAT, e.getMessage());
        } catch (AttestationServiceException e) {
            result.refuse("attestation-service", e.getMessage());
        }
        return result.build();
    }

    /** False for checks whose outcome means nothing without keys that nobody has, or without a policy that is not recorded. */
    private boolean isKnown(String check) {
        return (hasKeys || !WITH_KEYS.contains(check)) && (hasPolicy || !OF_PLATFORM.contains(check));
    }

    private void run(List<ByteString> wires, SessionListener listener, EndResult.Builder result)
            throws MalformedMessageException, RefusedException, AttestationServiceException {
        int group = isFramed ? group(wires, result) : 0;
        Msg0Msg1 msg1 = Frames.msg1(isFramed, wires.get(recording.index(first())), group);
        int third = recording.index(isFramed ? "MSG3" : "msg3");
        try (AttestationSession session =
                new AttestationSession(service, settings, keys, clock, listener, Expiry.NEVER)) {
            asked(() -> session.answer(msg1), result);
            if (third < 0) {
                return;
            }
            Msg3 msg3 = Frames.msg3(isFramed, wires.get(third));
            if (hasKeys) {
                asked(() -> session.answer(msg3), result);
            } else {
                withoutKeys(session, msg1, msg3, listener, result);
            }
        } catch (UnreachableException e) {
            result.notCheckable(new NotCheckable("attestation service", e.getMessage()));
        }
    }

    private interface Answer {
        Object give() throws MalformedMessageException, RefusedException, AttestationServiceException;
    }

    /** What the session refuses without comparing anything is the kind of the quote that is announced or comes. */
    private static void asked(Answer answer, EndResult.Builder result)
            throws MalformedMessageException, RefusedException, AttestationServiceException {
        try {
            answer.give();
        } catch (RefusedException e) {
            result.refuse("quote-kind", e.getMessage());
            throw e;
        }
    }

    private void receipt(List<ByteString> wires) throws MalformedMessageException, RefusedException {
        int receipt = recording.index("APP_ATT_OK");
        if (receipt >= 0) {
            ProtobufReader.appAttOk(Frames.frame("APP_ATT_OK", wires.get(receipt)));
        }
    }

    private int group(List<ByteString> wires, EndResult.Builder result)
            throws MalformedMessageException, RefusedException {
        int index = recording.index("MSG0");
        if (index < 0) {
            return 0;
        }
        GroupMessage group = ProtobufReader.msg0(Frames.frame("MSG0", wires.get(index)));
        result.check("msg0-status", group.isOk(), "0", String.valueOf(group.status()));
        return group.extendedGroupId();
    }

    /** What can be checked of msg3 by who cannot check its MAC. */
    private void withoutKeys(
            AttestationSession session, Msg0Msg1 msg1, Msg3 msg3, SessionListener listener, EndResult.Builder result)
            throws MalformedMessageException, RefusedException, AttestationServiceException {
        try {
            session.answer(msg3);
        } catch (RefusedException e) {
            // Either g_a is another, which the listener has heard, or the MAC is not that of keys that nobody knows.
            if (result.isRefused()) {
                throw e;
            }
        }
        result.notCheckable(NotCheckable.withoutKeys("msg3-mac"));
        Quote quote = Quote.parse(msg3.quote().toArray());
        Criteria criteria = new Criteria(
                new AppraisalPolicy(settings.enclavePolicy(), settings.platformPolicy()),
                settings.maxReportAge(),
                settings.maxFuture(),
                clock,
                quote.report().reportData());
        PlatformAttestation platform = service.open(msg1.gid(), listener, Expiry.NEVER);
        Verdict appraised = platform.appraise(
                        new Evidence(
                                quote, msg3.psSecProp().isZero() ? ByteString.EMPTY : msg3.psSecProp(), keys.nonce()),
                        criteria)
                .verdict();
        result.notCheckable(NotCheckable.withoutKeys("report-data"));
        CheckEvent.tell(appraised.checks(), CheckName.OF_POLICY::contains, listener);
    }

    @Override
    public void close() {
        keys.sharedX().close();
    }
}
