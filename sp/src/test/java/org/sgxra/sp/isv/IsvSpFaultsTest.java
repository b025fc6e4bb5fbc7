package org.sgxra.sp.isv;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.ReportBody;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.FrameType;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestApplication;
import org.sgxra.sp.mock.TestApplication.Behaviour;
import org.sgxra.sp.mock.TestClient;

class IsvSpFaultsTest extends IsvSpFixture {
    @Test
    void whatGoesWrongWithTheProofIsNamed() throws Exception {
        client.quote = quote -> {
            quote[48 + 320] ^= 1;
            return quote;
        };
        fails(TestApplication.honest(client), "the enclave's report data does not belong to this session");
        fails(
                socket -> {
                    TestApplication.converse(socket, new TestClient());
                    return null;
                },
                "connection closed before APP_ATT_OK");
        ias.misbehaviour = exchange -> {
            MockIas.reply(exchange, 500, new byte[0]);
            return true;
        };
        fails(TestApplication.honest(new TestClient()), "IAS sigrl: HTTP status 500");
    }

    @Test
    void aReportThatDoesNotComeIsNamed() throws Exception {
        ias.misbehaviour = exchange -> {
            boolean report = exchange.getRequestURI().getPath().endsWith("/report");
            if (report) {
                MockIas.reply(exchange, 400, new byte[0]);
            }
            return report;
        };
        fails(TestApplication.honest(client), "IAS report: HTTP status 400 Bad Request");
    }

    // dcap.md section 13, row 73
    @Test
    void aQuoteOfTheOtherKindThanMsg1AnnouncedIsRefused() throws Exception {
        FakeEvidence evidence = new FakeEvidence();
        String[] both = {
            "--attestation=both",
            "--dcap-root=" + Files.write(folder.resolve("root.der"), evidence.root.sign()),
            "--collateral=" + Files.createDirectory(folder.resolve("collateral"))
        };
        client.dcap = evidence;
        client.quote = quote -> client.epidQuote(report(quote));
        fails(
                TestApplication.honest(client),
                "msg3: the quote is an EPID quote, but group id 0 in msg1 announced",
                both);

        TestClient epid = new TestClient();
        epid.quote = quote -> evidence.quote().toArray();
        fails(TestApplication.honest(epid), "msg3: the quote is not an EPID quote, which was asked for", both);
    }

    private static ReportBody report(byte[] dcapQuote) {
        try {
            return EcdsaQuote.parse(dcapQuote).report();
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Goes on to MSG2 and sends something else for MSG3. */
    private Behaviour third(UnaryOperator<Msg3> change) {
        return socket -> {
            TestClient enclave = new TestClient();
            FrameChannel channel = TestApplication.frames(socket);
            channel.receive("VERIFICATION");
            channel.send(ProtobufWriter.msg0(new GroupMessage(0, null)));
            channel.receive("MSG0");
            channel.send(ProtobufWriter.msg1(
                    enclave.msg0Msg1().ga(), enclave.msg0Msg1().gid()));
            enclave.accept(ProtobufReader.msg2(channel.receive("MSG2")));
            channel.send(ProtobufWriter.msg3(change.apply(enclave.msg3())));
            socket.getInputStream().readAllBytes();
            return null;
        };
    }

    @Test
    void aThirdMessageOfAnotherSessionIsRefused() throws Exception {
        fails(
                third(m -> new Msg3(m.mac(), client.msg0Msg1().ga(), m.psSecProp(), m.quote())),
                "msg3: g_a is not that of msg1");
        fails(
                third(m -> new Msg3(ByteString.zeros(16), m.ga(), m.psSecProp(), m.quote())),
                "msg3: the MAC does not match");
        fails(
                third(m -> new Msg3(m.mac(), m.ga(), m.psSecProp(), m.quote().slice(0, 1000))),
                "msg3: the MAC does not match");
    }

    /** Answers MSG0, then something else instead of MSG1. */
    private static Behaviour first(Frame instead) {
        return socket -> {
            FrameChannel channel = TestApplication.frames(socket);
            channel.receive("VERIFICATION");
            channel.send(ProtobufWriter.msg0(new GroupMessage(0, null)));
            channel.receive("MSG0");
            channel.send(instead);
            socket.getInputStream().readAllBytes();
            return null;
        };
    }

    @Test
    void aFirstMessageThatCannotLeadAnywhereIsRefused() throws Exception {
        fails(
                first(ProtobufWriter.msg1(
                        ByteString.zeros(64), client.msg0Msg1().gid())),
                "msg1: g_a is not a point on P-256");
        fails(
                first(ProtobufWriter.msg0(new GroupMessage(0, null))),
                "malformed RA_MSG1: header at offset 2: is of MSG0");
        fails(first(ProtobufWriter.msg1(client.msg0Msg1().ga(), new EpidGroupId(0))), "msg1: EPID group id 00000000");
    }

    @Test
    void anEndInTheMiddleOfABodyIsNamed() throws Exception {
        fails(
                socket -> {
                    socket.getInputStream().readNBytes(22);
                    socket.getOutputStream().write(header("4@0"));
                    socket.getOutputStream().write(8);
                    return null;
                },
                "connection closed in the middle of MSG0");
    }

    private static Behaviour answering(byte[] bytes) {
        return socket -> {
            socket.getInputStream().readNBytes(22);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            socket.getInputStream().readAllBytes();
            return null;
        };
    }

    private static byte[] header(String text) {
        return java.util.Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4        | what came instead of MSG0 is no frame: its header is not length@type
            -4@0     | what came instead of MSG0 is no frame: its header is not length@type
            4@0@junk | what came instead of MSG0 is no frame: its header is not length@type
            0@0      | what came instead of MSG0 is no frame: its body is empty
            4@7      | what came instead of MSG0 is no frame: unknown type 7
            2000000000@0 | MSG0 is longer than 2097152 bytes
            """)
    void headersOfAnotherFormAreRefused(String header, String reason) throws Exception {
        fails(answering(header(header)), reason);
    }

    @Test
    void messagesOutOfTurnOrOfAnotherFormAreRefused() throws Exception {
        Msg0Msg1 first = client.msg0Msg1();
        Frame msg1 = ProtobufWriter.msg1(first.ga(), first.gid());
        fails(
                answering(FrameChannel.encode(msg1)),
                "malformed RA_MSG0: header at offset " + (msg1.body().size() + "@").length() + ": is of MSG1");
        fails(
                answering(FrameChannel.encode(new Frame(FrameType.MSG0, ByteString.fromHex("08011000")))),
                "type at offset 20: is 1, the header says 0");
        fails(
                answering(FrameChannel.encode(new Frame(FrameType.MSG0, ByteString.fromHex("1000")))),
                "no such protobuf message");
        fails(
                answering(FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(0, GroupMessage.TERMINATE)))),
                "the Application gives up (status 1)");
        fails(
                answering(FrameChannel.encode(ProtobufWriter.msg0(new GroupMessage(7, null)))),
                "extended EPID group id 7 is not supported");
        fails(
                socket -> {
                    socket.getInputStream().readNBytes(22);
                    return null;
                },
                "connection closed before MSG0");
    }

    @Test
    void aSilentApplicationIsGivenUp() throws Exception {
        fails(
                socket -> {
                    socket.getInputStream().readAllBytes();
                    return null;
                },
                "no MSG0 within 1 s (--timeout)",
                "--timeout=1");
    }

    @Test
    void theTimeLimitOfTheSessionEndsItsQuestionToTheService() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        ias.misbehaviour = exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        };
        try {
            fails(
                    TestApplication.honest(client),
                    "IAS sigrl: localhost:" + ias.port()
                            + ": no whole answer in the time of the session (--session-timeout)",
                    "--session-timeout",
                    "2");
        } finally {
            over.countDown();
        }
    }
}
