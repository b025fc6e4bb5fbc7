package org.sgxra.tool.collateral;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.WholeFile;
import org.sgxra.sp.pcs.CollateralFolder;
import org.sgxra.sp.service.DisbelievedException;

/** Stores collateral in the files that {@link CollateralFolder#read} reads. */
final class CollateralWriter {
    private static final List<String> COMPARED =
            List.of(FileAge.TCB_INFO, FileAge.QE_IDENTITY, FileAge.ROOT_CRL, FileAge.PCK_CRL);

    private CollateralWriter() {}

    /**
     * Writes each file under another name first, so that no reader finds half of one; and none if one cannot replace what is there.
     *
     * @return names of the files
     * @throws DisbelievedException if what stands there already is newer
     * @throws DcapFormatException if a part is malformed, or the two documents have chains of different signers
     * @throws UnusableFolderException if what stands there already is damaged, or about another platform
     */
    static List<String> write(Collateral collateral, Path folder)
            throws IOException, DcapFormatException, DisbelievedException, UnusableFolderException {
        Map<String, ByteString> files = files(collateral);
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve("collateral.json"))) {
            throw new FileSystemException(
                    folder.toString(), null, "collateral.json is there, which counts before other files");
        }
        for (String name : COMPARED) {
            if (Files.exists(folder.resolve(name))) {
                requireNewer(name, files.get(name), folder.resolve(name));
            }
        }
        for (Map.Entry<String, ByteString> file : files.entrySet()) {
            // What is stored here is public: files get the mode that new files have.
            WholeFile.replace(folder.resolve(file.getKey()), file.getValue().toArray());
        }
        return List.copyOf(files.keySet());
    }

    private static Map<String, ByteString> files(Collateral collateral) throws DcapFormatException {
        if (!PemChain.parse(collateral.tcbInfoChain()).equals(PemChain.parse(collateral.qeIdentityChain()))) {
            throw new DcapFormatException(
                    "collateral", "issuer chains", "TCB info and QE identity are signed by different signers");
        }
        Map<String, ByteString> files = new LinkedHashMap<>();
        files.put(FileAge.TCB_INFO, collateral.tcbInfo());
        files.put(FileAge.QE_IDENTITY, collateral.qeIdentity());
        files.put("tcbSignChain.pem", collateral.tcbInfoChain());
        files.put(FileAge.ROOT_CRL, RevocationList.der(collateral.rootCrl()));
        files.put(FileAge.PCK_CRL, RevocationList.der(collateral.pckCrl()));
        collateral.pckCrlIssuerChain().ifPresent(chain -> files.put("pckCrlIssuerChain.pem", chain));
        return files;
    }

    private static void requireNewer(String name, ByteString content, Path file)
            throws DcapFormatException, DisbelievedException, UnusableFolderException {
        FileAge fetched = FileAge.read(name, content);
        FileAge there = there(name, file);
        if (!there.subject().equals(fetched.subject())) {
            throw new UnusableFolderException(
                    name + " there is of " + there.subject() + ", and that of " + fetched.subject()
                            + " was fetched; choose another folder",
                    null);
        }
        if (fetched.isOlderThan(there)) {
            throw new DisbelievedException("what the service has is older than " + file + ", which stays");
        }
    }

    private static FileAge there(String name, Path file) throws UnusableFolderException {
        try (InputStream in = Files.newInputStream(file)) {
            return FileAge.read(name, ByteString.of(in.readNBytes(RevocationList.MAX_SIZE + 1)));
        } catch (DcapFormatException e) {
            throw new UnusableFolderException(
                    name + " there is damaged (" + e.getMessage() + "); delete it or choose another folder", e);
        } catch (IOException e) {
            throw new UnusableFolderException(name + " there cannot be read (" + Reason.of(e) + ")", e);
        }
    }
}
