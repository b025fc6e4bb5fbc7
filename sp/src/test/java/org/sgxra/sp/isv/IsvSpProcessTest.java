package org.sgxra.sp.isv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.GroupMessage;
import org.sgxra.runtime.wire.protobuf.ProtobufReader;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestApplication;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.testdata.Preload;

/** isv-sp as a process, on a system with small send buffers, and with a name server that does not answer. */
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class IsvSpProcessTest extends IsvSpFixture {
    private String preload;

    @BeforeEach
    void compile() throws Exception {
        preload = Preload.compile(folder);
    }

    private void endsWith3(String reason, String... args) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IsvSp.class.getName()));
        line.addAll(Arrays.asList(args));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("LD_PRELOAD", preload);
        Process process = builder.start();
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write("the launch code".getBytes(StandardCharsets.UTF_8));
            }
            stderr.writeBytes(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(seen()).isEqualTo(3);
        } finally {
            process.destroyForcibly();
        }
        assertThat(seen()).contains("Attestation failed: " + reason);
    }

    /** Says what is due up to MSG1, and reads nothing after that. */
    private void upToMsg1(FrameChannel channel) throws Exception {
        ProtobufReader.verification(channel.receive("VERIFICATION"));
        channel.send(ProtobufWriter.msg0(new GroupMessage(0, null)));
        ProtobufReader.msg0(channel.receive("MSG0"));
        Msg0Msg1 first = client.msg0Msg1();
        channel.send(ProtobufWriter.msg1(first.ga(), first.gid()));
    }

    /** Long, because all steps before have the same limit, and a machine under load may take its time for them. */
    @Test
    @Tag("long")
    void endsWhenTheApplicationStopsReadingWhileALongMessageIsSent() throws Exception {
        ias.sigRl = MockIas.list(new EpidGroupId(0x0b0f), 4094);
        CountDownLatch ended = new CountDownLatch(1);
        try (TestApplication application = new TestApplication(TestServer.TLS, socket -> {
            upToMsg1(TestApplication.frames(socket));
            ended.await();
            return null;
        })) {
            endsWith3(
                    "the peer did not take MSG2 within 30 s (--timeout)", args(application.address(), "--timeout=30"));
        } finally {
            ended.countDown();
        }
    }

    @Test
    void readsTheSecretFromAPipe() throws Exception {
        endsWith3("cannot connect to localhost:1: Connection refused", args("localhost:1", "--secret-file", "-"));
    }

    @Test
    void endsWhenTheNameOfTheApplicationIsNotResolved() throws Exception {
        endsWith3(
                "cannot connect to application.hangs:7777: its name was not resolved within 3 s",
                args("application.hangs:7777", "--timeout=3"));
    }
}
