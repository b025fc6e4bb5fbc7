package org.sgxra.sp.pcs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;

/**
 * Collateral in a folder, for machines without a network; {@link Collateral#ofFiles} says which files. Where platforms differ, each FMSPC
 * may have a folder of its name inside. Files are read each time, so that newer ones count at once.
 *
 * @param folder with the files
 */
public record CollateralFolder(Path folder) implements CollateralSource {
    @Override
    public Collateral collateral(PlatformKind platform, SessionListener listener, Expiry end)
            throws UnreachableException, DisbelievedException {
        Path own = folder.resolve(platform.fmspc().hex());
        Path chosen = Files.isDirectory(own) ? own : folder;
        try {
            return read(chosen);
        } catch (DcapFormatException e) {
            throw new DisbelievedException(chosen + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UnreachableException("collateral in " + chosen + " cannot be read: " + Reason.of(e), e);
        }
    }

    /**
     * Reads a folder as {@link Collateral#ofFiles} does.
     *
     * @throws DcapFormatException naming the file that is missing or too long
     * @throws IOException if a file cannot be read
     */
    public static Collateral read(Path folder) throws DcapFormatException, IOException {
        return Collateral.ofFiles(folder.toString(), (name, maxSize) -> content(folder.resolve(name), maxSize));
    }

    private static Optional<ByteString> content(Path file, int maxSize) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(ByteString.of(in.readNBytes(maxSize + 1)));
        }
    }
}
