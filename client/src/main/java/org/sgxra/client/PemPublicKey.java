package org.sgxra.client;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.runtime.cli.UsageException;

/** A public key as {@code openssl ec -pubout} writes it: PEM around a SubjectPublicKeyInfo (RFC 7468 section 13, RFC 5480). */
final class PemPublicKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)-----END PUBLIC KEY-----");

    private PemPublicKey() {}

    /**
     * Reads the first public key of a file.
     *
     * @param file its name, for people
     * @param pem its content
     * @throws UsageException if there is none, or it is no key on P-256
     */
    static P256PublicKey parse(String file, String pem) throws UsageException, InvalidPointException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new UsageException("-P, --pubkey-file: no PEM public key (-----BEGIN PUBLIC KEY-----) in " + file);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1));
            ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            return P256PublicKey.of(key.getW());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UsageException("-P, --pubkey-file: the key in " + file + " is not a public key on P-256", e);
        }
    }
}
