package org.sgxra.client;

import java.nio.file.Path;

/**
 * Where the build put the enclave and the JNI library: inside the checkout that the system property {@code sgxra.home} names
 * (default: the current directory), or wherever {@code sgxra.enclave} and {@code sgxra.jni} say.
 *
 * @param home the checkout
 * @param enclave the signed enclave
 * @param library the JNI library
 */
public record EnclaveFiles(Path home, Path enclave, Path library) {
    /** As the system properties say. */
    public static EnclaveFiles fromProperties() {
        Path home = Path.of(System.getProperty("sgxra.home", "")).toAbsolutePath();
        return new EnclaveFiles(
                home,
                file("sgxra.enclave", home.resolve("enclave/Enclave.signed.so")),
                file("sgxra.jni", home.resolve("jni").resolve(System.mapLibraryName("enclave_jni"))));
    }

    private static Path file(String property, Path otherwise) {
        String given = System.getProperty(property);
        return (given == null ? otherwise : Path.of(given)).toAbsolutePath();
    }
}
