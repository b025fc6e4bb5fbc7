package org.sgxra.bench;

/** Does nothing: what the start and the end of a JVM cost. */
final class EmptyProgram {
    private EmptyProgram() {}

    /** The process. */
    public static void main(String[] arguments) {}
}
