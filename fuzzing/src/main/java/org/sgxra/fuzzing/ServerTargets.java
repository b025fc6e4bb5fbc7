package org.sgxra.fuzzing;

import static org.sgxra.fuzzing.FuzzTarget.require;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpAnswerBytes;
import org.sgxra.sp.isv.IsvAttestation;
import org.sgxra.sp.isv.IsvSpTranscript;
import org.sgxra.sp.isv.StrictForm;
import org.sgxra.sp.pcs.CollateralFolder;
import org.sgxra.sp.pcs.DcapService;
import org.sgxra.sp.server.HexAttestation;
import org.sgxra.sp.server.HexTranscript;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.sp.session.AttestationSession;
import org.sgxra.sp.session.Provision;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

/** The service provider's side of sessions, on both wires. Its keys are known, so that the bytes get past the MAC. */
final class ServerTargets {
    private static final RecordedService RECORDED = RecordedService.ofTrusted();
    private static final int MAC = 16;
    private static final int GROUP = 68;
    private static final int ANSWER_LIMIT = 1 << 16;
    private static final DcapService DCAP =
            new DcapService(new CollateralFolder(TestData.path(Recorded.DCAP)), DcapVerifier.of(DcapRoot.intel()));

    private ServerTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of(
                        "sp-session",
                        "a connection to sp",
                        ServerTargets::connections,
                        ServerTargets::connection,
                        WireException.class),
                FuzzTarget.of(
                        "isv-sp-session",
                        "frames to isv-sp",
                        ServerTargets::frames,
                        ServerTargets::frames,
                        WireException.class,
                        MalformedMessageException.class,
                        RefusedException.class,
                        AttestationServiceException.class),
                FuzzTarget.of(
                        "sp-msg3",
                        "msg3 with the right MAC, EPID",
                        () -> Stream.of(RECORDED.msg3()),
                        ServerTargets::msg3,
                        MalformedMessageException.class,
                        RefusedException.class,
                        AttestationServiceException.class),
                FuzzTarget.of(
                        "sp-msg3-dcap",
                        "msg3 with the right MAC, DCAP",
                        ServerTargets::dcapMsg3,
                        ServerTargets::dcapMsg3,
                        MalformedMessageException.class,
                        RefusedException.class,
                        AttestationServiceException.class),
                FuzzTarget.of(
                        "ias-answer",
                        "what the attestation service answers to a quote",
                        () -> Stream.of(Recorded.onTheWire(RECORDED.report())),
                        ServerTargets::iasAnswer,
                        IOException.class,
                        RefusedException.class,
                        AttestationServiceException.class));
    }

    private static Listened listened() {
        return new Listened("sp", transcript -> HexTranscript.factory(transcript, copy -> {})
                .open("peer"));
    }

    private static Stream<byte[]> connections() {
        String first = ByteString.of(RECORDED.msg1()).hex() + "\n";
        return Stream.of(
                Recorded.utf8(first + ByteString.of(RECORDED.msg3()).hex() + "\r\n"), Recorded.utf8(first + "00\n"));
    }

    private static void connection(byte[] b) throws Exception {
        Listened listened = listened();
        Provision secret =
                new Provision(Optional.of(SecretBytes.wrap(new byte[] {1, 2, 3})), OptionalLong.of(3600), List.of());
        try {
            new HexAttestation(
                            RECORDED.answering(RECORDED.report()),
                            RECORDED.settings(),
                            RECORDED.keys(),
                            RECORDED.clock(),
                            secret,
                            peer -> listened.events())
                    .attest(HexLineChannel.over(new ByteArrayInputStream(b), OutputStream.nullOutputStream()), "peer");
        } finally {
            listened.check();
        }
    }

    private static Stream<byte[]> frames() throws Exception {
        Msg0Msg1 first = Msg0Msg1.parse(RECORDED.msg1());
        return Stream.of(Recorded.concat(
                FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(0, null))),
                FrameChannel.encode(ProtobufWriter.msg1(first.ga(), first.gid())),
                FrameChannel.encode(ProtobufWriter.msg3(Msg3.parse(RECORDED.msg3()))),
                FrameChannel.encode(ProtobufWriter.appAttOk())));
    }

    private static void frames(byte[] b) throws Exception {
        Listened listened = new Listened(
                "isv-sp", transcript -> IsvSpTranscript.factory(transcript).open("peer"));
        try (AttestationSession session = session(RECORDED.answering(RECORDED.report()), listened);
                SecretBytes secret = SecretBytes.wrap(new byte[] {1, 2, 3})) {
            new IsvAttestation(session, new StrictForm(secret), listened.events())
                    .attest(FrameChannel.over(new ByteArrayInputStream(b), OutputStream.nullOutputStream()));
        } finally {
            listened.check();
        }
    }

    private static AttestationSession session(AttestationService service, Listened listened) throws Exception {
        return new AttestationSession(
                service, RECORDED.settings(), RECORDED.keys(), RECORDED.clock(), listened.events(), Expiry.NEVER);
    }

    /** The bytes with the MAC that belongs to what follows it. */
    private static byte[] withMac(byte[] b) {
        if (b.length < MAC) {
            return b;
        }
        ByteString covered = ByteString.of(b, MAC, b.length);
        try (SecretBytes smk = RECORDED.smk()) {
            return Recorded.concat(AesCmac.mac(smk, covered).toArray(), covered.toArray());
        }
    }

    private static Msg4 answer(AttestationService service, byte[] msg1, byte[] msg3) throws Exception {
        Listened listened = listened();
        try (AttestationSession session = session(service, listened)) {
            session.answer(Msg0Msg1.parse(msg1));
            return session.answer(Msg3.parse(msg3));
        } finally {
            listened.check();
        }
    }

    /** Whatever is changed in msg3, only the recorded one is trusted; its quote's signature is for the service to judge. */
    private static void msg3(byte[] b) throws Exception {
        Msg4 answer = answer(RECORDED.answering(RECORDED.report()), RECORDED.msg1(), withMac(b));
        int signed = Msg3.FIXED_SIZE + 432;
        require(
                answer.status() != TrustStatus.TRUSTED
                        || Arrays.equals(b, Msg3.FIXED_SIZE, signed, RECORDED.msg3(), Msg3.FIXED_SIZE, signed),
                "a quote other than the recorded one is trusted");
    }

    private static Stream<byte[]> dcapMsg3() {
        byte[] head = Arrays.copyOf(RECORDED.msg3(), Msg3.FIXED_SIZE);
        return Recorded.dcapQuotes().limit(3).map(quote -> Recorded.concat(head, quote));
    }

    /** No quote is about this session. */
    private static void dcapMsg3(byte[] b) throws Exception {
        byte[] msg1 = RECORDED.msg1().clone();
        Arrays.fill(msg1, GROUP, GROUP + 4, (byte) 0);
        Msg4 answer = answer(DCAP, msg1, withMac(b));
        require(answer.status() == TrustStatus.NOT_TRUSTED, "a quote of another session is " + answer.status());
    }

    /** Whatever is changed in the answer: not trusted. */
    private static void iasAnswer(byte[] b) throws Exception {
        HttpAnswer answer = HttpAnswerBytes.read(b, ANSWER_LIMIT);
        Msg4 msg4 = answer(RECORDED.answering(answer), RECORDED.msg1(), RECORDED.msg3());
        require(
                msg4.status() != TrustStatus.TRUSTED
                        || Arrays.equals(answer.body(), RECORDED.report().body()),
                "another report than the recorded one is believed");
    }
}
