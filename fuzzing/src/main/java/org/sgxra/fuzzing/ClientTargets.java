package org.sgxra.fuzzing;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.sgxra.client.ClientSession;
import org.sgxra.client.EnclaveException;
import org.sgxra.client.isv.IsvAppFrames;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.AttestationResult;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;

/** The enclave's side of sessions, on both wires. The enclave agrees to everything, so that the bytes get far. */
final class ClientTargets {
    private static final RecordedService RECORDED = RecordedService.ofTrusted();

    private ClientTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of(
                        "client-session",
                        "a connection of client",
                        ClientTargets::connections,
                        ClientTargets::connection,
                        WireException.class,
                        MalformedMessageException.class,
                        EnclaveException.class,
                        UsageException.class),
                FuzzTarget.of(
                        "isv-app-session",
                        "frames to isv-app",
                        ClientTargets::frames,
                        ClientTargets::frames,
                        WireException.class,
                        MalformedMessageException.class,
                        EnclaveException.class,
                        RefusedException.class));
    }

    private static AgreeingEnclave enclave() {
        return new AgreeingEnclave(RECORDED.msg1(), RECORDED.msg3());
    }

    private static Stream<byte[]> connections() {
        String msg2 = ByteString.of(RECORDED.msg2()).hex() + "\n";
        Stream<byte[]> outOfDate = Recorded.messages("msg4")
                .map(msg4 -> Recorded.utf8(msg2 + ByteString.of(msg4).hex() + "\r\n"));
        return Stream.concat(
                outOfDate,
                Recorded.messages("msg4")
                        .map(msg4 -> Recorded.utf8(msg2 + "00000000"
                                + ByteString.of(msg4).hex().substring(8) + "01000000" + "00".repeat(64) + "\n")));
    }

    private static void connection(byte[] b) throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Listened listened = new Listened("client", transcript -> ClientSession.transcript(transcript, nowhere));
        try {
            ClientSession.run(
                    enclave(),
                    HexLineChannel.over(new ByteArrayInputStream(b), OutputStream.nullOutputStream()),
                    listened.events());
        } finally {
            listened.check();
        }
    }

    private static Stream<byte[]> frames() throws Exception {
        byte[] begin = Recorded.concat(
                FrameChannel.encode(ProtobufWriter.verification()),
                FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.OK))),
                FrameChannel.encode(ProtobufWriter.msg2(Msg2.parse(RECORDED.msg2()))));
        AttestationResult strict = new AttestationResult(
                ByteString.EMPTY,
                ByteString.zeros(16),
                ByteString.zeros(16),
                ByteString.zeros(32),
                java.util.Optional.of(
                        new AttestationResult.Strict(TrustStatus.TRUSTED, ByteString.zeros(12), ByteString.zeros(16))));
        AttestationResult example = new AttestationResult(
                ByteString.zeros(AttestationResult.COMPATIBLE_INFO_SIZE),
                ByteString.zeros(16),
                ByteString.zeros(16),
                ByteString.zeros(2),
                java.util.Optional.empty());
        return Stream.of(strict, example)
                .map(result -> Recorded.concat(begin, FrameChannel.encode(ProtobufWriter.result(result))));
    }

    private static void frames(byte[] b) throws Exception {
        Listened listened = new Listened("isv-app", IsvAppFrames::transcript);
        try {
            IsvAppFrames.run(
                    enclave(),
                    FrameChannel.over(new ByteArrayInputStream(b), OutputStream.nullOutputStream()),
                    listened.events());
        } finally {
            listened.check();
        }
    }
}
