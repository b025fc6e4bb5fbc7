package org.sgxra.fuzzing;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that reads bytes of others. It takes any bytes: it refuses them with one of its exceptions, or what it made of them
 * holds together.
 *
 * @param name for the command line, for example {@code msg3}
 * @param purpose what reads the bytes, a few words
 * @param seeds bytes to begin with: recorded ones, or made from them
 * @param body reads bytes and looks at what came of it; throws {@link AssertionError} if that does not hold together
 * @param refusals the exceptions that mean: these bytes are none
 */
record FuzzTarget(String name, String purpose, Seeds seeds, Body body, List<Class<? extends Exception>> refusals) {
    /** Where bytes to begin with come from. */
    @FunctionalInterface
    interface Seeds {
        Stream<byte[]> stream() throws Exception;
    }

    /** Reads bytes. */
    @FunctionalInterface
    interface Body {
        void read(byte[] data) throws Exception;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only passed on
    static FuzzTarget of(String name, String purpose, Seeds seeds, Body body, Class<? extends Exception>... refusals) {
        return new FuzzTarget(name, purpose, seeds, body, List.of(refusals));
    }

    /**
     * Reads bytes once.
     *
     * @return false if they were refused
     * @throws AssertionError if they were neither refused as they should be nor read
     */
    boolean run(byte[] data) {
        try {
            body.read(data);
            return true;
        } catch (Exception e) {
            if (refusals.stream().anyMatch(refusal -> refusal.isInstance(e))) {
                return false;
            }
            throw new AssertionError(name + " lets an exception out: " + e, e);
        }
    }

    /** All seeds. */
    List<byte[]> allSeeds() {
        try {
            return seeds.stream().toList();
        } catch (Exception e) {
            throw new IllegalStateException("the seeds of " + name + ": " + e.getMessage(), e);
        }
    }

    /** For bodies: what must hold. */
    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
