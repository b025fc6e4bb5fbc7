package org.sgxra.fuzzing;

/** What Jazzer calls; which target it is stands in {@code --target_args}. */
public final class JazzerEntry {
    private static FuzzTarget target;

    private JazzerEntry() {}

    /** Called once. */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTargets.named(arguments[0]);
    }

    /** Called for each input; what comes out of it is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        target.run(data);
    }
}
