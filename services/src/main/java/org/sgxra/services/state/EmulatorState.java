package org.sgxra.services.state;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.StateLock;

/** Everything that a running emulator keeps on disk, and the right to be the only one that does. */
public final class EmulatorState implements AutoCloseable {
    private final StateDirectory directory;
    private final StateLock lock;
    private final KeyRing keys;
    private final GroupStore groups;
    private final WatchedFile<TcbLevels> tcb;

    private EmulatorState(
            StateDirectory directory, StateLock lock, KeyRing keys, GroupStore groups, WatchedFile<TcbLevels> tcb) {
        this.directory = directory;
        this.lock = lock;
        this.keys = keys;
        this.groups = groups;
        this.tcb = tcb;
    }

    /**
     * Opens the state directory, and fills it where something is missing.
     *
     * @param tlsNames what the server's certificate is to be for
     * @param reportNames which certificates sign reports
     * @param messages takes a line about progress, or about a file that cannot be read any more
     * @throws StateException if another emulator uses the directory, or a file in it is damaged; the message is for people
     */
    public static EmulatorState open(Path path, TlsNames tlsNames, ReportNames reportNames, Consumer<String> messages)
            throws StateException {
        StateDirectory directory = StateDirectory.open(path, messages);
        StateLock lock = directory
                .tryLock("emulator.lock")
                .orElseThrow(() -> new StateException("another emulator is running on state directory " + path
                        + "; stop it, or use another --state"));
        try {
            return new EmulatorState(
                    directory,
                    lock,
                    KeyRing.open(directory, tlsNames, reportNames, messages),
                    new GroupStore(directory, messages),
                    TcbFile.watch(directory, messages));
        } catch (StateException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Where it is. */
    public StateDirectory directory() {
        return directory;
    }

    /** Where the certificate of the CA of TLS is, in PEM. */
    public Path tlsCaFile() {
        return directory.file(KeyFiles.TLS_CA);
    }

    /** The keys. */
    public KeyRing keys() {
        return keys;
    }

    /** The groups as they are now. */
    public Groups groups() {
        return groups.groups();
    }

    /** The TCB levels as they are now. */
    public TcbLevels tcb() {
        return tcb.get();
    }

    /** Leaves the directory to another emulator. */
    @Override
    public void close() {
        lock.close();
    }
}
