package org.sgxra.services.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.StateLock;

/**
 * A value on disk, in one file that is replaced whole, which a running emulator and commands beside it share: who changes it waits
 * for the others, and who reads it notices at once that it has been changed.
 *
 * @param <T> immutable
 */
public final class SharedFile<T> {
    private final StateDirectory state;
    private final String name;
    private final Form<T> form;
    private final WatchedFile<T> file;

    /** How a value stands in a file. */
    public interface Form<T> {
        /** The bytes of the file. */
        byte[] write(T value);

        /** Reads what {@link #write} made. */
        T read(byte[] bytes) throws IOException;
    }

    /** Changes a value; gives null to leave it as it is. */
    public interface Change<T> {
        T apply(T value) throws StateException;
    }

    /** What is there before anything has been written. */
    public interface First<T> {
        T make() throws StateException;
    }

    /**
     * Opens the file, and writes it where there is none.
     *
     * @param messages takes a line about a file that cannot be read any more
     */
    public SharedFile(StateDirectory state, String name, Form<T> form, First<T> first, Consumer<String> messages)
            throws StateException {
        this.state = state;
        this.name = name;
        this.form = form;
        if (!exists(state, name)) {
            state.writePrivate(name, form.write(first.make()));
        }
        this.file = new WatchedFile<>(state.file(name), this::read, messages);
    }

    /** True if there is such a file. */
    public static boolean exists(StateDirectory state, String name) {
        return Files.exists(state.file(name));
    }

    private T read() throws StateException {
        try {
            return form.read(state.read(name).orElseThrow(() -> new StateException(state.file(name) + " is missing")));
        } catch (JsonProcessingException e) {
            throw damaged(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private StateException damaged(String reason, Exception e) {
        return new StateException(state.file(name) + " is damaged (" + reason + ")", e);
    }

    /** The value as it is now. */
    public T get() {
        return file.get();
    }

    /** Changes the value; when this returns, the change is on the disk. */
    @SuppressWarnings("try") // the lock is held, not used
    public T change(Change<T> change) throws StateException {
        try (StateLock lock = state.lock(name.replaceFirst("\\.[^.]*$", ".lock"))) {
            T old = read();
            T changed = change.apply(old);
            if (changed == null) {
                return old;
            }
            state.writePrivate(name, form.write(changed));
            return changed;
        }
    }
}
