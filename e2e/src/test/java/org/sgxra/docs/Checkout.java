package org.sgxra.docs;

import java.nio.file.Path;

/** The checkout that the tests belong to. */
final class Checkout {
    private Checkout() {}

    /** Its top folder: tests run in that of their module. */
    static Path home() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
