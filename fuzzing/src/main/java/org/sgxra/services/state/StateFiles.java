package org.sgxra.services.state;

import java.io.IOException;
import java.util.Arrays;

/** Files of the emulator's state from bytes. */
public final class StateFiles {
    private StateFiles() {}

    /** The groups: what is read is written as it was read. */
    public static void groups(byte[] bytes) throws IOException {
        byte[] written = GroupsFile.write(GroupsFile.read(bytes));
        if (!Arrays.equals(GroupsFile.write(GroupsFile.read(written)), written)) {
            throw new AssertionError("the groups are written otherwise each time");
        }
    }
}
