package org.sgxra.tool.collateral;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.sp.pcs.CollateralFolder;
import org.sgxra.sp.service.DisbelievedException;

/** Stores collateral in the files that {@link CollateralFolder#read} reads. */
final class CollateralWriter {
    private static final String TCB_INFO = "tcbInfo.json";
    private static final String QE_IDENTITY = "qeIdentity.json";

    private CollateralWriter() {}

    /**
     * Writes each file under another name first, so that no reader finds half of one.
     *
     * @return names of the files
     * @throws DisbelievedException if what stands there already is newer
     * @throws DcapFormatException if a part is malformed, or the two documents have chains of different signers
     */
    static List<String> write(Collateral collateral, Path folder)
            throws IOException, DcapFormatException, DisbelievedException {
        if (!PemChain.parse(collateral.tcbInfoChain()).equals(PemChain.parse(collateral.qeIdentityChain()))) {
            throw new DcapFormatException(
                    "collateral", "issuer chains", "TCB info and QE identity are signed by different signers");
        }
        Map<String, ByteString> files = new LinkedHashMap<>();
        files.put(TCB_INFO, collateral.tcbInfo());
        files.put(QE_IDENTITY, collateral.qeIdentity());
        files.put("tcbSignChain.pem", collateral.tcbInfoChain());
        files.put("rootCaCrl.der", RevocationList.der(collateral.rootCrl()));
        files.put("pckCrl.der", RevocationList.der(collateral.pckCrl()));
        collateral.pckCrlIssuerChain().ifPresent(chain -> files.put("pckCrlIssuerChain.pem", chain));
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve("collateral.json"))) {
            throw new FileAlreadyExistsException("collateral.json is there, which counts before other files");
        }
        requireNewer(collateral, folder);
        for (Map.Entry<String, ByteString> file : files.entrySet()) {
            Path part = Files.createTempFile(folder, file.getKey(), ".part");
            Files.write(part, file.getValue().toArray());
            Files.move(part, folder.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
        }
        return List.copyOf(files.keySet());
    }

    private static void requireNewer(Collateral collateral, Path folder)
            throws IOException, DcapFormatException, DisbelievedException {
        if (Files.exists(folder.resolve(TCB_INFO))) {
            TcbInfo there = TcbInfo.parse(Files.readAllBytes(folder.resolve(TCB_INFO)));
            TcbInfo fetched = TcbInfo.parse(collateral.tcbInfo().toArray());
            boolean older = there.fmspc().equals(fetched.fmspc())
                    && there.tee() == fetched.tee()
                    && (there.tcbEvaluationDataNumber() > fetched.tcbEvaluationDataNumber()
                            || there.issueDate().isAfter(fetched.issueDate()));
            require(!older, folder.resolve(TCB_INFO));
        }
        if (Files.exists(folder.resolve(QE_IDENTITY))) {
            QeIdentity there = QeIdentity.parse(Files.readAllBytes(folder.resolve(QE_IDENTITY)));
            QeIdentity fetched = QeIdentity.parse(collateral.qeIdentity().toArray());
            boolean older = there.id().equals(fetched.id())
                    && (there.tcbEvaluationDataNumber() > fetched.tcbEvaluationDataNumber()
                            || there.issueDate().isAfter(fetched.issueDate()));
            require(!older, folder.resolve(QE_IDENTITY));
        }
    }

    private static void require(boolean newer, Path file) throws DisbelievedException {
        if (!newer) {
            throw new DisbelievedException("what the service has is older than " + file + ", which stays");
        }
    }
}
