package org.sgxra.services.command;

import java.io.PrintStream;
import java.math.BigInteger;
import java.util.Map;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.CaCertificate;
import org.sgxra.services.dcap.RegisteredPlatform;
import org.sgxra.services.dcap.Registry;
import org.sgxra.services.dcap.RegistryFile;
import org.sgxra.services.dcap.Revocation;
import org.sgxra.services.dcap.Tcb;

/** Shows the certificates of the emulator's SGX CA. Platforms are shown by the start of their instance id, never by their PPID. */
final class ListCertificates {
    private final StateDirectory state;

    ListCertificates(StateDirectory state) {
        this.state = state;
    }

    void print(PrintStream out) throws StateException {
        Registry registry = RegistryFile.existing(state).get();
        for (CaCertificate ca : CaCertificate.values()) {
            SgxCertificate certificate = ca.read(state);
            out.println(certificate + revoked(registry, Revocation.Issuer.ROOT, certificate.serialNumber()));
        }
        if (!registry.withdrawn().isEmpty()) {
            out.println("withdrawn TCB evaluation data numbers: " + registry.withdrawn());
        }
        for (RegisteredPlatform platform : registry.platforms()) {
            out.println("platform " + platform.instanceId().slice(0, 8) + "…: "
                    + platform.certificates().size() + " PCK certificates");
            for (Map.Entry<Tcb, SgxCertificate> issued : platform.certificates().entrySet()) {
                BigInteger number = issued.getValue().serialNumber();
                out.println("  TCBm " + issued.getKey() + ", serial number " + number.toString(16)
                        + revoked(registry, RevokedCertificates.issuerOfPcks(), number));
            }
        }
    }

    private static String revoked(Registry registry, Revocation.Issuer issuer, BigInteger serialNumber) {
        return registry.revocation(issuer, serialNumber)
                .map(r -> ", revoked: " + r.reason() + " " + CrlReason.name(r.reason()))
                .orElse("");
    }
}
