package org.sgxra.client;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.runtime.cli.UsageException;

/** A public key as {@code openssl ec -pubout} writes it: PEM around a SubjectPublicKeyInfo (RFC 7468 section 13, RFC 5480). */
final class PemPublicKey {
    private PemPublicKey() {}

    /**
     * Reads the first public key of a file.
     *
     * @param file its name, for people
     * @param pem its content
     * @throws UsageException if there is none, or it is no key on P-256
     */
    static P256PublicKey parse(String file, String pem) throws UsageException, InvalidPointException {
        try {
            Pem block = Pem.find(pem, 0, Pem.PUBLIC_KEY).orElseThrow(() -> none(file));
            ECPublicKey key =
                    (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(block.der()));
            return P256PublicKey.of(key.getW());
        } catch (PemFormatException e) {
            throw none(file);
        } catch (GeneralSecurityException e) {
            throw new UsageException("-P, --pubkey-file: the key in " + file + " is not a public key on P-256", e);
        }
    }

    private static UsageException none(String file) {
        return new UsageException("-P, --pubkey-file: no PEM public key (-----BEGIN PUBLIC KEY-----) in " + file);
    }
}
