package org.sgxra.sp.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.sp.pcs.PcsAddress;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

/** The options about DCAP quotes and the collateral that they are judged with. */
record DcapOptions(GivenOptions options) {
    private static final int MAX_ROOT = 1 << 16;

    /** Checks everything and reads the files that are named. Of a service and a folder, the last one counts. */
    DcapConfiguration configuration() throws UsageException {
        String source = options.last("pccs-url", "pcs-url", "collateral").orElse("");
        PcsAddress address =
                switch (source) {
                    case "pccs-url" -> address(PcsAddress.Kind.PCCS, options.required(source));
                    case "pcs-url" -> address(PcsAddress.Kind.PCS, options.required(source));
                    default -> PcsAddress.INTEL;
                };
        Optional<Path> folder =
                source.equals("collateral") ? Optional.of(folder(options.required(source))) : Optional.empty();
        int days = options.get("dcap-grace", "0").number(0, (int) DcapVerifier.MAX_GRACE.toDays());
        return new DcapConfiguration(root(), Duration.ofDays(days), address, folder);
    }

    private static PcsAddress address(PcsAddress.Kind kind, OptionValue value) throws UsageException {
        try {
            return PcsAddress.parse(kind, value.value());
        } catch (IllegalArgumentException e) {
            throw value.fault(e.getMessage());
        }
    }

    private static Path folder(OptionValue value) throws UsageException {
        Path folder = value.path();
        if (!Files.isDirectory(folder)) {
            throw value.fault("is no folder");
        }
        return folder;
    }

    private DcapRoot root() throws UsageException {
        if (!options.has("dcap-root")) {
            return DcapRoot.intel();
        }
        OptionValue file = options.required("dcap-root");
        try {
            return DcapRoot.ofCertificate(file.bytes(MAX_ROOT));
        } catch (DcapFormatException e) {
            throw file.fault("cannot serve as DCAP root: " + e.getMessage());
        }
    }

    /** The lowest TCB evaluation data number that is accepted. */
    long minimumTcbNumber() throws UsageException {
        return options.get("dcap-min-tcb-number", "0").number(0, Integer.MAX_VALUE);
    }
}
