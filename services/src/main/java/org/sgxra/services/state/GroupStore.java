package org.sgxra.services.state;

import java.io.IOException;
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

/**
 * The emulator's groups on disk, in one file that is replaced whole. A running emulator only reads it, and notices at once when a
 * command has changed it; commands that change it take turns.
 */
public final class GroupStore {
    static final String FILE = "groups.json";
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final SharedFile.Form<Groups> FORM = new SharedFile.Form<>() {
        @Override
        public byte[] write(Groups groups) {
            return GroupsFile.write(groups);
        }

        @Override
        public Groups read(byte[] bytes) throws IOException {
            return GroupsFile.read(bytes);
        }
    };

    private final SharedFile<Groups> file;

    /**
     * Opens the groups, and makes the first one where there is none.
     *
     * @param messages takes a line about progress, or about a file that cannot be read any more
     */
    public GroupStore(StateDirectory state, Consumer<String> messages) throws StateException {
        this.file = new SharedFile<>(
                state,
                FILE,
                FORM,
                () -> {
                    messages.accept("creating an EPID group");
                    Groups none = new Groups(0, java.util.List.of());
                    return none.with(newGroup(none));
                },
                messages);
    }

    /** The groups of an emulator that was started before: for commands. */
    public static GroupStore existing(StateDirectory state) throws StateException {
        if (!SharedFile.exists(state, FILE)) {
            throw new StateException("there is no emulator's state in " + state.path()
                    + "; start the emulator (run-ias) once, or name its --state");
        }
        return new GroupStore(state, line -> {});
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
    public Groups change(Change change) throws StateException {
        return file.change(change::apply);
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
