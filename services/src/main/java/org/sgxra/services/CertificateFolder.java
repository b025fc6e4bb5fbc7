package org.sgxra.services;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import org.sgxra.common.bytes.Pem;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.FileModes;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.WholeFile;

/**
 * The certificates of the emulator's CAs in a folder of their own, for programs that are to trust it and have no business among its
 * private keys, in another container for example. Everybody may read them.
 */
final class CertificateFolder {
    private CertificateFolder() {}

    /**
     * Copies certificates, and nothing else that stands in their files, in this order.
     *
     * @param folder made if it is not there
     * @param files in PEM; their names stay
     */
    static void write(Path folder, List<Path> files) throws StateException {
        try {
            Files.createDirectories(folder, FileModes.of(folder.toAbsolutePath(), "rwxr-xr-x"));
            for (Path file : files) {
                WholeFile.replace(
                        folder.resolve(file.getFileName()), certificates(file), FileModes.of(folder, "rw-r--r--"));
            }
        } catch (IOException | CertificateException e) {
            throw new StateException("cannot write certificates into " + folder + ": " + Reason.of(e), e);
        }
    }

    private static byte[] certificates(Path file) throws IOException, CertificateException {
        return Pem.encode(Pem.certificates(Files.readAllBytes(file))).getBytes(StandardCharsets.US_ASCII);
    }
}
