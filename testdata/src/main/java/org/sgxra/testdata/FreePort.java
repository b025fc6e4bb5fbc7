package org.sgxra.testdata;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports on which nobody listens, for servers that must be told theirs, and for addresses where a connection is refused. They
 * lie below those that the system gives to outgoing connections (on Linux from 32,768), so that no connection made meanwhile takes
 * one; a server that can say what it was given should ask for port 0 instead.
 */
public final class FreePort {
    private static final int FIRST = 10_000;
    private static final int END = 32_768;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** A port that nobody listens on, and that was not given before in this process. */
    public static int any() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
