package org.sgxra.tool.quote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.sp.pcs.CollateralFolder;

/**
 * Collateral in a folder, of which parts may be missing: a quote is looked at as far as that is possible without them.
 *
 * @param collateral a missing part is empty
 * @param missing names of the files that are not there
 * @param fault what is wrong with the folder as a whole; empty if nothing is
 */
record StoredCollateral(Collateral collateral, List<String> missing, Optional<String> fault) {
    static final String TCB_INFO = "tcbInfo.json";
    static final String QE_IDENTITY = "qeIdentity.json";
    static final String SIGNING_CHAIN = "tcbSignChain.pem";
    static final String ROOT_CRL = "rootCaCrl.der";
    static final String PCK_CRL = "pckCrl.der";

    private static final List<String> REQUIRED = List.of(TCB_INFO, SIGNING_CHAIN, QE_IDENTITY, ROOT_CRL, PCK_CRL);
    private static final Collateral NOTHING = new Collateral(
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            Optional.empty(),
            Optional.empty());

    /** No folder was named. */
    static StoredCollateral none() {
        return new StoredCollateral(NOTHING, REQUIRED, Optional.of("no --collateral is given"));
    }

    /** Reads a folder as {@link CollateralFolder#read} does, but goes on without what is missing. */
    static StoredCollateral of(OptionValue option) throws UsageException {
        Path folder = option.path();
        if (!Files.isDirectory(folder)) {
            return new StoredCollateral(NOTHING, REQUIRED, Optional.of("there is no folder " + folder));
        }
        List<String> missing = new ArrayList<>();
        for (String name : REQUIRED) {
            if (!Files.exists(folder.resolve(name))) {
                missing.add(name);
            }
        }
        try {
            return missing.isEmpty() || Files.exists(folder.resolve("collateral.json"))
                    ? new StoredCollateral(CollateralFolder.read(folder), List.of(), Optional.empty())
                    : incomplete(folder, missing);
        } catch (DcapFormatException e) {
            return new StoredCollateral(NOTHING, List.of(), Optional.of(folder + ": " + e.getMessage()));
        } catch (IOException e) {
            throw option.fault("cannot be read: " + Reason.of(e));
        }
    }

    private static StoredCollateral incomplete(Path folder, List<String> missing) throws IOException {
        ByteString chain = read(folder, SIGNING_CHAIN);
        ByteString pckChain = read(folder, "pckChain.pem");
        Collateral collateral = new Collateral(
                read(folder, TCB_INFO),
                chain,
                read(folder, QE_IDENTITY),
                chain,
                read(folder, ROOT_CRL),
                read(folder, PCK_CRL),
                Optional.empty(),
                pckChain.isEmpty() ? Optional.empty() : Optional.of(pckChain));
        return new StoredCollateral(
                collateral, missing, Optional.of("missing in " + folder + ": " + String.join(", ", missing)));
    }

    private static ByteString read(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return ByteString.EMPTY;
        }
        if (Files.size(file) > RevocationList.MAX_SIZE) {
            throw new IOException(name + " has more than " + RevocationList.MAX_SIZE + " bytes");
        }
        return ByteString.of(Files.readAllBytes(file));
    }
}
