package org.sgxra.sp.server;

import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Transcript;

/**
 * How a server attests many clients at the same time.
 *
 * @param workers how many messages are answered at the same time, at least 1
 * @param maxConnections beyond which they are refused
 * @param backlog how many first messages may wait for a worker; beyond it they are refused
 * @param listeners told what happens in each session
 */
public record ParallelSettings(int workers, int maxConnections, int backlog, Listeners listeners) {
    /** Makes the listener of a session that has a transcript of its own. */
    @FunctionalInterface
    public interface Listeners {
        /** @param peer who is at the other end: an address */
        SessionListener open(String peer, Transcript transcript);
    }
}
