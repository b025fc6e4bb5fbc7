package org.sgxra.sp.hostile;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.sgxra.sp.mock.TestClient;

/**
 * Many clients side by side that keep a server waiting, each in its own way. Good ones are attested all the while, and each of the
 * others has its line in the log when its time is over, with the step that was due.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("counts what is open")
class HexCrowdTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int WORKERS = 4;

    /** Ways to keep a server waiting. */
    private enum Way {
        SILENCE("no msg0||msg1 within 3 s"),
        HALF_OF_MSG1("no msg0||msg1 within 3 s"),
        DRIP_OF_MSG1("no msg0||msg1 within 3 s"),
        SILENCE_AFTER_MSG2("no msg3 within 3 s"),
        HALF_OF_MSG3("no msg3 within 3 s"),
        DRIP_OF_MSG3("no msg3 within 3 s");

        private final String reason;

        Way(String reason) {
            this.reason = reason;
        }
    }

    @Test
    void aFewAreGivenUpAndNobodyElse() throws Exception {
        crowd(30);
    }

    @Test
    @Tag("long")
    void manyAreGivenUpAndNobodyElse() throws Exception {
        crowd(1200);
    }

    private static void crowd(int size) throws Exception {
        try (HexServer server = new HexServer("sp, crowd of " + size, WORKERS, TIMEOUT)) {
            List<Socket> sockets = new ArrayList<>();
            List<Socket> dripping = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Way way = Way.values()[i % Way.values().length];
                Socket socket = server.connect();
                sockets.add(socket);
                begin(way, socket, server, i % 2 == 0);
                if (way.name().startsWith("DRIP")) {
                    dripping.add(socket);
                }
                server.run.input(way.name());
                if (i % 10 == 0) {
                    server.servesOthers(way.name());
                }
            }
            Thread drip = new Thread(() -> drip(dripping), "drip");
            drip.start();
            server.servesOthers("all are there");
            for (Socket socket : sockets) {
                while (HexServer.read(socket) != null) {
                    // What the server still had to say.
                }
            }
            for (int i = 0; i < size; i++) {
                server.log.await("one of " + size + " clients", line -> isGivenUp(line), line -> {
                    server.run.read(line);
                    return line.contains(": ");
                });
            }
            for (Socket socket : sockets) {
                socket.close();
            }
            drip.join();
            server.servesOthers("all have gone");
            server.finish();
        }
    }

    private static boolean isGivenUp(String line) {
        for (Way way : Way.values()) {
            if (line.matches("\\[[0-9]+ 127\\.0\\.0\\.1] Attestation failed: .*") && line.contains(way.reason)) {
                return true;
            }
        }
        return false;
    }

    private static void begin(Way way, Socket socket, HexServer server, boolean dcap) throws Exception {
        TestClient client = server.client(dcap);
        switch (way) {
            case SILENCE -> {}
            case DRIP_OF_MSG1, HALF_OF_MSG1 ->
                socket.getOutputStream().write("00000000".getBytes(StandardCharsets.US_ASCII));
            case SILENCE_AFTER_MSG2 -> server.greet(socket, client);
            case DRIP_OF_MSG3, HALF_OF_MSG3 -> {
                server.greet(socket, client);
                socket.getOutputStream().write("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** A byte to each of them now and then, until all are closed. */
    private static void drip(List<Socket> sockets) {
        List<Socket> left = new ArrayList<>(sockets);
        while (!left.isEmpty()) {
            left.removeIf(HexCrowdTest::isGone);
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean isGone(Socket socket) {
        try {
            socket.getOutputStream().write('0');
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
