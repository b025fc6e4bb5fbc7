package org.sgxra.runtime.transcript;

/** Lines of one session that go out at once, whatever becomes of it. */
final class PassingLines implements Transcript.Lines {
    private final Transcript target;
    private final String peer;
    private boolean concluded;

    PassingLines(Transcript target, String peer) {
        this.target = target;
        this.peer = peer;
    }

    @Override
    public void put(boolean shown, String stamp, String line) {
        target.lines().put(shown, stamp, line);
    }

    @Override
    public boolean pass() {
        return true;
    }

    @Override
    public void show() {
        target.flushShown();
    }

    @Override
    public synchronized void conclude() {
        concluded = true;
    }

    @Override
    public synchronized void close() {
        if (!concluded) {
            concluded = true;
            target.admits(peer);
        }
    }
}
