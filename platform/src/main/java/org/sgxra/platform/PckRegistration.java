package org.sgxra.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.StateLock;

/**
 * What the platform has got from the emulator for DCAP: the key that PPIDs are encrypted for, by joining once, in the file
 * {@code ppid_key}; and the PCK certificate for what the platform is now, in the file {@code pck_certificate.pem}.
 */
final class PckRegistration {
    static final String PPID_KEY = "ppid_key";
    static final String CERTIFICATE = "pck_certificate.pem";

    private static final int ISSUER_SIZE = 32;

    private final PlatformConfig config;
    private final StateDirectory state;
    private final SecureRandom random;
    private final DeviceSecret secret;
    private final ProvisioningCertificationEnclave pce;

    PckRegistration(
            PlatformConfig config,
            StateDirectory state,
            SecureRandom random,
            DeviceSecret secret,
            ProvisioningCertificationEnclave pce) {
        this.config = config;
        this.state = state;
        this.random = random;
        this.secret = secret;
        this.pce = pce;
    }

    /**
     * The certificate for what the platform is now. It is fetched where there is none yet, where the one there is was asked for in
     * another state of the platform or from another emulator, and where it has expired. Several processes may ask at once: the first
     * one joins and fetches, the others find the certificate.
     */
    @SuppressWarnings("try") // the lock is held, not used
    PckCertificate certificate(PlatformTcb running) throws PlatformException, StateException {
        Optional<PckCertificate> stored = stored(running);
        if (stored.isPresent()) {
            return stored.get();
        }
        try (StateLock lock = state.lock("lock")) {
            Optional<PckCertificate> found = stored(running);
            return found.isPresent() ? found.get() : fetch(running);
        }
    }

    /** A file that cannot be read is as good as none: what it has is to be had again. */
    private Optional<PckCertificate> stored(PlatformTcb running) throws StateException {
        byte[] bytes = state.read(CERTIFICATE).orElse(null);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            PckCertificate certificate = PckCertificate.parse(bytes);
            boolean usable = certificate.running().equals(running)
                    && !Instant.now().isAfter(certificate.notAfter())
                    && isOfThisEmulator(certificate.issuer())
                    && certificate.level().isAtMost(running)
                    && certificate.key().equals(pce.pck(certificate.level()));
            return usable ? Optional.of(certificate) : Optional.empty();
        } catch (DcapFormatException e) {
            return Optional.empty();
        }
    }

    /** Without the CA file nothing can be told, and what there is may serve on. */
    private boolean isOfThisEmulator(ByteString issuer) {
        try {
            return Sha256.of(ByteString.of(Files.readAllBytes(config.caFile()))).equals(issuer);
        } catch (IOException e) {
            return true;
        }
    }

    private PckCertificate fetch(PlatformTcb running) throws PlatformException, StateException {
        PckService service = new PckService(config, random);
        Optional<ByteString> known = modulus(service);
        PckCertificate certificate;
        try {
            certificate = service.certificate(pce, known.isPresent() ? known.get() : join(service), running);
        } catch (UnknownPlatformException e) {
            if (known.isEmpty()) {
                throw e;
            }
            // An emulator that has lost its platforms learns of this one again.
            certificate = service.certificate(pce, join(service), running);
        }
        requireOwn(certificate, running);
        state.writePrivate(CERTIFICATE, certificate.encode());
        config.notices()
                .accept("platform: got a PCK certificate for TCB level "
                        + certificate.level().svns() + ", PCE SVN "
                        + certificate.level().pceSvn() + " from the emulator at " + config.provisioning());
        return certificate;
    }

    private void requireOwn(PckCertificate certificate, PlatformTcb running) throws PlatformException {
        if (!certificate.level().isAtMost(running)) {
            throw uncertified("is for a TCB level above what the platform is");
        }
        if (!certificate.key().equals(pce.pck(certificate.level()))) {
            throw uncertified("is for another key than this platform's");
        }
    }

    private PlatformException uncertified(String reason) {
        return new PlatformException(
                SgxStatus.SGX_ERROR_ATT_KEY_CERTIFICATION_FAILURE,
                "the PCK certificate from the emulator at " + config.provisioning() + " " + reason
                        + "; does another emulator answer there?");
    }

    /** What joining gave, if it was this emulator that the platform joined. */
    private Optional<ByteString> modulus(PckService service) throws StateException {
        byte[] bytes = state.read(PPID_KEY).orElse(new byte[0]);
        if (bytes.length != PckService.MODULUS_SIZE + ISSUER_SIZE
                || !ByteString.of(bytes, PckService.MODULUS_SIZE, bytes.length).equals(service.issuer())) {
            return Optional.empty();
        }
        return Optional.of(ByteString.of(bytes, 0, PckService.MODULUS_SIZE));
    }

    private ByteString join(PckService service) throws PlatformException, StateException {
        ByteString modulus = service.join(secret);
        state.writePrivate(
                PPID_KEY, ByteString.concat(modulus, service.issuer()).toArray());
        config.notices().accept("platform: joined the emulator at " + config.provisioning() + " for DCAP");
        return modulus;
    }
}
