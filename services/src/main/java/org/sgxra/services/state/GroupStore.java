package org.sgxra.services.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.epid.Issuer;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.StateLock;

/**
 * The emulator's groups on disk, in one file that is replaced whole. A running emulator only reads it, and notices at once when a
 * command has changed it; commands that change it take turns.
 */
public final class GroupStore {
    static final String FILE = "groups.json";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final StateDirectory state;
    private final WatchedFile<Groups> file;

    /**
     * Opens the groups, and makes the first one where there is none.
     *
     * @param messages takes a line about progress, or about a file that cannot be read any more
     */
    public GroupStore(StateDirectory state, Consumer<String> messages) throws StateException {
        this.state = state;
        if (!Files.exists(state.file(FILE))) {
            messages.accept("creating an EPID group");
            Groups none = new Groups(0, java.util.List.of());
            state.writePrivate(FILE, GroupsFile.write(none.with(newGroup(none))));
        }
        this.file = new WatchedFile<>(state.file(FILE), () -> read(state), messages);
    }

    /** The groups of an emulator that was started before: for commands. */
    public static GroupStore existing(StateDirectory state) throws StateException {
        if (!Files.exists(state.file(FILE))) {
            throw new StateException("there is no emulator's state in " + state.path()
                    + "; start the emulator (run-ias) once, or name its --state");
        }
        return new GroupStore(state, line -> {});
    }

    private static Groups read(StateDirectory state) throws StateException {
        try {
            byte[] json = state.read(FILE).orElseThrow(() -> new StateException(state.file(FILE) + " is missing"));
            return GroupsFile.read(json);
        } catch (JsonProcessingException e) {
            throw damaged(state, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw damaged(state, e.getMessage(), e);
        }
    }

    private static StateException damaged(StateDirectory state, String reason, Exception e) {
        return new StateException(state.file(FILE) + " is damaged (" + reason + ")", e);
    }

    /** The groups as they are now. */
    public Groups groups() {
        return file.get();
    }

    /** What changes the groups; gives null to leave them as they are. */
    public interface Change {
        Groups apply(Groups groups) throws StateException;
    }

    /** Changes the groups; when this returns, the change is on the disk. */
    @SuppressWarnings("try") // the lock is held, not used
    public Groups change(Change change) throws StateException {
        try (StateLock lock = state.lock("groups.lock")) {
            Groups changed = change.apply(read(state));
            if (changed == null) {
                return read(state);
            }
            state.writePrivate(FILE, GroupsFile.write(changed));
            return changed;
        }
    }

    /** A group with an id that none of {@code groups} has, and that is neither 0 nor the simulation's. */
    public static Group newGroup(Groups groups) {
        EpidGroupId gid;
        do {
            // Intel's ids were small numbers too; the first byte tells ours from theirs.
            gid = new EpidGroupId(0x50000000 | RANDOM.nextInt(1 << 16));
        } while (groups.find(gid).isPresent());
        Issuer issuer = Issuer.createGroup(gid.bigEndian().toArray(), RANDOM);
        return Group.fresh(
                ByteString.of(issuer.publicKey().encode()),
                ByteString.of(issuer.privateKey().encode()));
    }

    /** {@code group} with another list of revoked signatures, signed anew (docs/spec/sgx-quote.md section 5). */
    public static Group withSigRl(Group group, Group.Revocations sigRl, P256KeyPair epidSigning) {
        ByteString signature = sigRl.entries().isEmpty()
                ? ByteString.EMPTY
                : P256.instance()
                        .sign(
                                epidSigning.privateKey(),
                                SgxSigRl.signedBytes(group.gid(), sigRl.version(), sigRl.entries()))
                        .bigEndian();
        return group.withSigRl(sigRl, signature);
    }
}
