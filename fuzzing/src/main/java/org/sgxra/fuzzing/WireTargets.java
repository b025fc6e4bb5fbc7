package org.sgxra.fuzzing;

import static org.sgxra.fuzzing.FuzzTarget.require;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.net.HostPort;
import org.sgxra.runtime.net.ProxyHeader;
import org.sgxra.runtime.wire.Frame;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.HexLineChannel;
import org.sgxra.runtime.wire.WireException;
import org.sgxra.runtime.wire.protobuf.FrameFields;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpAnswerBytes;
import org.sgxra.testdata.TestData;

/** What comes over connections: lines, frames, headers of balancers, answers of HTTP. */
final class WireTargets {
    private static final int LINE_LIMIT = 1 << 12;
    private static final int BODY_LIMIT = 1 << 16;

    private WireTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of(
                        "hex-line",
                        "lines of hexadecimal digits",
                        WireTargets::lines,
                        b -> {
                            HexLineChannel channel =
                                    HexLineChannel.over(new ByteArrayInputStream(b), OutputStream.nullOutputStream());
                            while (true) {
                                byte[] message = channel.receive("message", LINE_LIMIT);
                                require(message.length >= 1 && message.length <= LINE_LIMIT, message.length + " bytes");
                            }
                        },
                        WireException.class),
                FuzzTarget.of(
                        "protobuf-frame",
                        "frames of the protobuf system",
                        WireTargets::frames,
                        WireTargets::frames,
                        WireException.class),
                FuzzTarget.of(
                        "proxy-header",
                        "PROXY protocol, versions 1 and 2",
                        WireTargets::proxyHeaders,
                        WireTargets::proxyHeader,
                        ProxyHeader.FormatException.class),
                FuzzTarget.of(
                        "http-answer", "answers of HTTP", WireTargets::answers, WireTargets::answer, IOException.class),
                FuzzTarget.of(
                        "addresses",
                        "host and port, ranges of addresses",
                        () -> Stream.of("localhost:7777", "[::1]:1", "192.0.2.0/24", "2001:db8::/32")
                                .map(Recorded::utf8),
                        b -> {
                            String text = new String(b, StandardCharsets.UTF_8);
                            try {
                                HostPort parsed = HostPort.parse(text, 1);
                                require(HostPort.parse(parsed.toString(), 2).equals(parsed), "is written otherwise");
                            } catch (HostPort.FormatException e) {
                                AddressRanges.parse(List.of(text.split(",")));
                            }
                        },
                        IllegalArgumentException.class));
    }

    private static Stream<byte[]> lines() {
        return Recorded.messages("msg0||msg1")
                .map(message -> Recorded.utf8(ByteString.of(message).hex() + "\r\n"
                        + ByteString.of(message).hex().toUpperCase(java.util.Locale.ROOT) + "\n"));
    }

    private static Stream<byte[]> frames() {
        Stream<byte[]> recorded = Stream.of("frames")
                .flatMap(name -> TestData.json("tls-protobuf/fixed_vectors.json").findValues(name).stream())
                .flatMap(frames -> java.util.stream.StreamSupport.stream(frames.spliterator(), false))
                .map(frame -> Recorded.hex(
                        frame.get("header_hex").asText() + frame.get("body_hex").asText()));
        return recorded;
    }

    private static void frames(byte[] b) throws WireException {
        FrameChannel channel = FrameChannel.over(new ByteArrayInputStream(b), OutputStream.nullOutputStream());
        while (true) {
            Frame frame = channel.receive("frame", BODY_LIMIT);
            require(FrameFields.of(frame).size() == FrameChannel.encode(frame).length, "fields of other bytes");
            try {
                read(frame);
            } catch (MalformedMessageException e) {
                continue;
            }
        }
    }

    /** What is read is the same when it is written and read again. */
    private static void read(Frame frame) throws MalformedMessageException {
        switch (frame.type()) {
            case MSG0 -> ProtobufReader.msg0(frame);
            case MSG1 -> ProtobufReader.msg1(frame, 0);
            case MSG2 -> {
                Msg2 read = ProtobufReader.msg2(frame);
                require(ProtobufReader.msg2(ProtobufWriter.msg2(read)).equals(read), "MSG2 is written otherwise");
            }
            case MSG3 -> {
                Msg3 read = ProtobufReader.msg3(frame);
                require(ProtobufReader.msg3(ProtobufWriter.msg3(read)).equals(read), "MSG3 is written otherwise");
            }
            case ATT_RESULT -> ProtobufReader.result(frame);
            case VERIFICATION -> ProtobufReader.verification(frame);
            case APP_ATT_OK -> ProtobufReader.appAttOk(frame);
        }
    }

    private static Stream<byte[]> proxyHeaders() {
        String two = "0d0a0d0a000d0a515549540a";
        return Stream.of(
                Recorded.utf8("PROXY TCP4 192.0.2.7 192.0.2.9 56324 443\r\n"),
                Recorded.utf8("PROXY TCP6 2001:db8::1 2001:db8::2 4 5\r\nmore"),
                Recorded.utf8("PROXY UNKNOWN\r\n"),
                Recorded.hex(two + "2111000cc0000207c0000209dc0401bb"),
                Recorded.hex(two + "21210024" + "20010db8".repeat(8) + "00010002"),
                Recorded.hex(two + "20000000"),
                Recorded.hex(two + "2111000fc0000207c0000209dc0401bb040000"));
    }

    /** In one piece or byte by byte: the same header of the same length. */
    private static void proxyHeader(byte[] b) throws ProxyHeader.FormatException {
        ProxyHeader whole = new ProxyHeader();
        ByteBuffer in = ByteBuffer.wrap(b);
        boolean done = whole.take(in);
        ProxyHeader single = new ProxyHeader();
        boolean doneToo = false;
        int taken = 0;
        for (; taken < b.length && !doneToo; taken++) {
            doneToo = single.take(ByteBuffer.wrap(b, taken, 1));
        }
        require(done == doneToo && in.position() == taken, "ends elsewhere when it comes byte by byte");
        require(whole.client().equals(single.client()), "another client when it comes byte by byte");
    }

    private static Stream<byte[]> answers() {
        Stream<byte[]> recorded = Recorded.sessions()
                .filter(session -> session.path("ias").size() > 1)
                .limit(2)
                .map(session -> Recorded.onTheWire(Recorded.answer(session, 1)));
        return Stream.concat(
                recorded,
                Stream.of(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
                                "HTTP/1.0 401\r\nRetry-After: 5\r\n\r\nuntil the end")
                        .map(Recorded::utf8));
    }

    /** All three readers; what is an answer for one may be none for another. */
    private static void answer(byte[] b) throws IOException {
        try {
            HttpAnswerBytes.readCurl(b).statusLine();
        } catch (IOException e) {
            // None for curl's reader.
        }
        try {
            HttpAnswerBytes.readTunnel(b);
        } catch (IOException e) {
            // None for the proxy's.
        }
        HttpAnswer answer = HttpAnswerBytes.read(b, BODY_LIMIT);
        require(answer.status() >= 200 && answer.status() <= 999, "status " + answer.status());
    }
}
