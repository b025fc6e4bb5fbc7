package org.sgxra.client.isv;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.runtime.wire.FrameChannel;
import org.sgxra.runtime.wire.protobuf.ProtobufWriter;
import org.sgxra.testdata.HostileTls;

/**
 * Many peers side by side that keep isv-app waiting, each in its own way. Good ones are attested all the while, and each of the
 * others has its line in the log when its time is over, with the step that was due.
 */
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class HostileCrowdTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    /** Ways to keep a server waiting, and what its log says of them. */
    private enum Way {
        SILENCE("no handshake within 4 s"),
        HALF_OF_THE_HELLO("no handshake within 4 s"),
        DRIP_OF_THE_HELLO("no handshake within 4 s"),
        SILENCE_IN_TLS("no RA_VERIFICATION within 4 s"),
        HALF_OF_A_RECORD("no RA_VERIFICATION within 4 s"),
        DRIP_OF_A_RECORD("no RA_VERIFICATION within 4 s"),
        HALF_OF_A_FRAME("no RA_VERIFICATION within 4 s"),
        SILENCE_AFTER_THE_FIRST_FRAME("no RA_MSG0 within 4 s"),
        NEW_KEYS_AGAIN_AND_AGAIN("no RA_VERIFICATION within 4 s");

        private final String reason;

        Way(String reason) {
            this.reason = reason;
        }
    }

    @TempDir
    private Path folder;

    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> attacks = new ArrayList<>();

    @Test
    void aFewAreGivenUpAndNobodyElse() throws Exception {
        crowd(18, 1);
    }

    @Test
    @Tag("long")
    void manyAreGivenUpAndNobodyElse() throws Exception {
        crowd(900, 30);
    }

    private void crowd(int size, int floods) throws Exception {
        try (AttackedApplication application = new AttackedApplication("isv-app, crowd of " + size, folder, TIMEOUT)) {
            int flooding = 0;
            for (int i = 0; i < size; i++) {
                Way way = Way.values()[i % Way.values().length];
                if (way == Way.NEW_KEYS_AGAIN_AND_AGAIN && flooding++ >= floods) {
                    way = Way.SILENCE;
                }
                begin(way, application);
                application.run.input(way.name());
                if (i % 10 == 0) {
                    application.run.serves(way.name(), application::attest);
                }
            }
            application.run.serves("all are there", application::attest);
            for (int i = 0; i < size; i++) {
                application.log.await(
                        "one of " + size + " peers, the " + i + "th", HostileCrowdTest::isGivenUp, line -> {
                            application.run.read(line);
                            return AttackedApplication.isFailure(line);
                        });
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            for (Thread attack : attacks) {
                attack.interrupt();
                attack.join();
            }
            application.run.serves("all have gone", application::attest);
            application.run.finish();
        }
    }

    private static boolean isGivenUp(String line) {
        if (!AttackedApplication.isFailure(line)) {
            return false;
        }
        for (Way way : Way.values()) {
            if (line.contains(way.reason)) {
                return true;
            }
        }
        throw new AssertionError("given up for another reason: " + line);
    }

    private void begin(Way way, AttackedApplication application) throws IOException {
        Socket socket = application.connect();
        sockets.add(socket);
        if (way == Way.SILENCE) {
            return;
        }
        HostileTls peer = new HostileTls(application.tls, socket, true);
        if (way == Way.HALF_OF_THE_HELLO || way == Way.DRIP_OF_THE_HELLO) {
            byte[] hello = peer.flight();
            peer.send(java.util.Arrays.copyOf(hello, hello.length / 2));
            if (way == Way.DRIP_OF_THE_HELLO) {
                meanwhile(() -> peer.drip(hello));
            }
            return;
        }
        peer.handshake();
        byte[] frame = FrameChannel.encode(ProtobufWriter.verification());
        switch (way) {
            case HALF_OF_A_RECORD, DRIP_OF_A_RECORD -> {
                byte[] record = peer.wrap(frame);
                peer.send(java.util.Arrays.copyOf(record, record.length / 2));
                if (way == Way.DRIP_OF_A_RECORD) {
                    meanwhile(() -> peer.drip(java.util.Arrays.copyOfRange(record, record.length / 2, record.length)));
                }
            }
            case HALF_OF_A_FRAME -> peer.send(peer.wrap("000".getBytes(StandardCharsets.US_ASCII)));
            case SILENCE_AFTER_THE_FIRST_FRAME -> peer.send(peer.wrap(frame));
            case NEW_KEYS_AGAIN_AND_AGAIN -> meanwhile(peer::requestKeysWithoutReading);
            default -> {}
        }
    }

    private void meanwhile(Runnable attack) {
        Thread thread = new Thread(attack, "hostile");
        thread.setDaemon(true);
        attacks.add(thread);
        thread.start();
    }
}
