package org.sgxra.runtime.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Something that comes in a part at a time. */
interface Incoming {
    /**
     * Takes bytes up to its end, and no more.
     *
     * @return true at its end
     * @throws IOException if it is not what it should be
     */
    boolean take(ByteBuffer in) throws IOException;

    /** What it means that the stream has ended here. */
    IOException closed();
}
