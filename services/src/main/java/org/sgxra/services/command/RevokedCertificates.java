package org.sgxra.services.command;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.CaCertificate;
import org.sgxra.services.dcap.PckCa;
import org.sgxra.services.dcap.Registry;
import org.sgxra.services.dcap.RegistryFile;
import org.sgxra.services.dcap.Revocation;
import org.sgxra.services.dcap.SoftProcessor;
import org.sgxra.services.state.SharedFile;

/** Puts certificates on the revocation lists of the emulator's SGX CA, or takes them off. */
final class RevokedCertificates {
    private RevokedCertificates() {}

    /**
     * A certificate.
     *
     * @param issuer whose list it goes on
     * @param certificate itself
     */
    record Target(Revocation.Issuer issuer, SgxCertificate certificate) {}

    /** The certificates that the options name. */
    static List<Target> targets(StateDirectory state, Arguments arguments) throws CommandException, StateException {
        List<Target> targets = new ArrayList<>();
        for (String pck : arguments.values("pck")) {
            targets.add(new Target(
                    issuerOfPcks(), issued(RegistryFile.existing(state).get(), serialNumber(pck))));
        }
        for (String word : arguments.values("pck-ca")) {
            PckCa ca = PckCa.of(word)
                    .orElseThrow(() -> new CommandException("--pck-ca=" + word + " is neither processor nor platform"));
            targets.add(new Target(
                    Revocation.Issuer.ROOT,
                    (ca == PckCa.PROCESSOR ? CaCertificate.PROCESSOR : CaCertificate.PLATFORM).read(state)));
        }
        if (arguments.has("tcb-signing")) {
            targets.add(new Target(Revocation.Issuer.ROOT, CaCertificate.TCB_SIGNING.read(state)));
        }
        return targets;
    }

    /** Whose list PCK certificates of the emulator go on. */
    static Revocation.Issuer issuerOfPcks() {
        return SoftProcessor.CA == PckCa.PLATFORM ? Revocation.Issuer.PLATFORM : Revocation.Issuer.PROCESSOR;
    }

    private static BigInteger serialNumber(String pck) throws CommandException {
        if (pck.matches("[0-9a-fA-F]{1,42}")) {
            return new BigInteger(pck, 16);
        }
        try {
            return PemChain.parse(withoutHead(Arguments.file(pck))).get(0).serialNumber();
        } catch (DcapFormatException e) {
            throw new CommandException(pck + ": " + e.getMessage(), e);
        }
    }

    /** Lines before the first certificate, such as those in a platform's own file, may say what they like (RFC 7468 section 2). */
    private static ByteString withoutHead(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("-----BEGIN CERTIFICATE-----");
        boolean isLine = begin > 0 && "\r\n".indexOf(text.charAt(begin - 1)) >= 0;
        return isLine ? ByteString.of(file, begin, file.length) : ByteString.of(file);
    }

    private static SgxCertificate issued(Registry registry, BigInteger serialNumber) throws CommandException {
        return registry.platforms().stream()
                .flatMap(platform -> platform.certificates().values().stream())
                .filter(certificate -> certificate.serialNumber().equals(serialNumber))
                .findFirst()
                .orElseThrow(() -> new CommandException("no PCK certificate of this emulator has the serial number "
                        + serialNumber.toString(16) + " (run-ias list shows them)"));
    }

    /** Changes the list, and tells what is so now; without a reason the certificate is taken off. */
    static String change(StateDirectory state, Target target, Optional<Integer> reason) throws StateException {
        BigInteger number = target.certificate.serialNumber();
        SharedFile<Registry> file = RegistryFile.existing(state);
        Registry before = file.get();
        Registry after = file.change(registry -> reason.isPresent()
                ? registry.revoking(new Revocation(target.issuer, number, reason.get()))
                : registry.unrevoking(target.issuer, number));
        return target.certificate
                + reason.map(r -> " is revoked (" + CrlReason.name(r) + ")").orElse(" is not revoked any more")
                + (after.equals(before) ? "; it was so before, nothing has changed" : "");
    }
}
