package org.sgxra.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The JNI library, found and loaded; a library that is missing under it is named together with its package. */
final class NativeLibrary {
    /** What a missing library belongs to, by the beginning of its name; the simulation's come first. */
    private static final Map<String, String> SIMULATION = Map.of(
            "libsgx_urts_sim", "the SGX SDK", "libsgx_uae_service_sim", "the SGX SDK",
            "libsgx_epid_sim", "the SGX SDK", "libsgx_quote_ex_sim", "the SGX SDK");
    private static final Map<String, String> PACKAGES = Map.of(
            "libsgx_urts", "libsgx-urts", "libsgx_epid", "libsgx-epid", "libsgx_quote_ex", "libsgx-quote-ex",
            "libsgx_enclave_common", "libsgx-enclave-common", "libcrypto", "libssl3");

    private NativeLibrary() {
    }

    /**
     * Loads it.
     *
     * @throws EnclaveException saying what is missing and where it comes from
     */
    @SuppressWarnings("restricted")
    static void load(Path file) throws EnclaveException {
        if (!Files.isRegularFile(file)) {
            throw failure("the native library " + file + " is missing: " + howToGetIt(), null);
        }
        try {
            System.load(file.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
            throw failure("cannot load the native library: " + explain(String.valueOf(e.getMessage())), e);
        }
    }

    private static String howToGetIt() {
        return System.getProperty("os.name").startsWith("Windows")
                ? "on Windows the client needs an enclave and a bridge built with Intel's SGX SDK for Windows"
                : "build it with make -C enclave && make -C jni";
    }

    /** The linker's message and, where it names a library that we know, what to install. */
    static String explain(String message) {
        if (!message.contains("cannot open shared object file")) {
            return message;
        }
        for (String library : SIMULATION.keySet()) {
            if (message.contains(library)) {
                return message + "; it belongs to the SGX SDK that the library was built with: "
                        + "is it still there? source its environment file or build again";
            }
        }
        for (Map.Entry<String, String> known : PACKAGES.entrySet()) {
            if (message.contains(known.getKey() + ".so")) {
                return message + "; install the package " + known.getValue()
                        + (known.getKey().startsWith("libsgx") ? " of Intel's SGX platform software" : "");
            }
        }
        return message;
    }

    private static EnclaveException failure(String message, Throwable cause) {
        return new EnclaveException(EnclaveException.Cause.LOCAL, message, cause);
    }
}
