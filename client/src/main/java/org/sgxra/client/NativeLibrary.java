package org.sgxra.client;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sgxra.client.bridge.EnclaveNatives;

/** Loads the JNI library, or says what is missing and where it comes from. */
final class NativeLibrary {
    private NativeLibrary() {}

    static void load(Path file) throws EnclaveException {
        if (!Files.isRegularFile(file)) {
            throw failure("the native library " + file + " is missing: " + howToGetIt(), null);
        }
        try {
            EnclaveNatives.load(file);
        } catch (UnsatisfiedLinkError e) {
            throw failure("cannot load the native library: " + explain(e.getMessage()), e);
        }
    }

    private static String howToGetIt() {
        return System.getProperty("os.name").startsWith("Windows")
                ? "on Windows the client needs an enclave and a bridge built with Intel's SGX SDK for Windows"
                : "build it with make -C enclave && make -C jni";
    }

    /** The simulation's libraries come with the SDK, in no package. */
    private static String explain(String message) {
        return message.contains("_sim.so")
                ? message + "; it belongs to the SGX SDK that this was built with: "
                        + "source the SDK's environment file, or build again"
                : message;
    }

    private static EnclaveException failure(String message, Throwable cause) {
        return new EnclaveException(EnclaveException.Cause.LOCAL, message, cause);
    }
}
