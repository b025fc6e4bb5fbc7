package org.sgxra.services.state;

import java.security.interfaces.RSAPrivateCrtKey;
import java.util.function.Consumer;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/**
 * The emulator's keys: what Intel keeps in vaults lies here in PEM files of mode 0600.
 *
 * @param tls for HTTPS
 * @param reports for attestation reports
 * @param epidSigning for signature revocation lists (Intel's ISK)
 * @param pibSigning for platform info blobs
 * @param qsdk what quoting enclaves encrypt their signatures for, RSA-2048
 * @param ppid what platforms encrypt their PPID for, RSA-3072
 */
public record KeyRing(
        SigningIdentity tls,
        SigningIdentity reports,
        P256KeyPair epidSigning,
        P256KeyPair pibSigning,
        RSAPrivateCrtKey qsdk,
        RSAPrivateCrtKey ppid) {

    /** Reads the keys; makes those that are missing, or whose certificates have other names than these, and says so. */
    public static KeyRing open(
            StateDirectory state, TlsNames tlsNames, ReportNames reportNames, Consumer<String> progress)
            throws StateException {
        return new KeyFiles(state, progress).keyRing(tlsNames, reportNames);
    }

    /**
     * The key that signs revocation lists, alone: for commands that change them. None is made: an emulator that runs has its own.
     *
     * @throws StateException if there is none
     */
    public static P256KeyPair epidSigningKey(StateDirectory state) throws StateException {
        return KeyFiles.existing(state).epidSigning();
    }

    /** The key that quotes are encrypted for, alone, likewise. */
    public static RSAPrivateCrtKey qsdkKey(StateDirectory state) throws StateException {
        return KeyFiles.existing(state).qsdk();
    }
}
