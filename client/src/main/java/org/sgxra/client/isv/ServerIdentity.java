package org.sgxra.client.isv;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;
import org.sgxra.common.crypto.Pkcs8;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.tls.TlsContexts;

/** Certificate and key of a TLS server, from PEM files (RFC 7468); the key in PKCS#8, or as OpenSSL wrote it before. */
final class ServerIdentity {
    private ServerIdentity() {}

    /**
     * The TLS of a server with this certificate chain and key.
     *
     * @throws UsageException naming the file that is missing, unreadable, or not the other's
     */
    static SSLContext load(Path certificateFile, Path keyFile) throws UsageException {
        Certificate[] chain = chain(certificateFile);
        PrivateKey key = key(keyFile);
        try {
            if (!belongTogether(key, chain[0])) {
                throw new UsageException(
                        "the private key in " + keyFile + " is not that of the certificate in " + certificateFile);
            }
            return TlsContexts.server(key, List.of(chain));
        } catch (GeneralSecurityException e) {
            throw new UsageException(
                    "certificate " + certificateFile + " and key " + keyFile + " are of no use: " + e.getMessage(), e);
        }
    }

    /**
     * What is wrong with the time of the server's own certificate, for people: its peers refuse it then.
     *
     * @throws UsageException as {@link #load}
     */
    static Optional<String> untimely(Path certificateFile, Instant now) throws UsageException {
        X509Certificate own = (X509Certificate) chain(certificateFile)[0];
        Instant from = own.getNotBefore().toInstant();
        Instant to = own.getNotAfter().toInstant();
        if (now.isAfter(to)) {
            return Optional.of("warning: the certificate in " + certificateFile + " expired on " + to
                    + ": isv-sp refuses it; isv-cert makes a new one where certificate and key are deleted");
        }
        return now.isBefore(from)
                ? Optional.of("warning: the certificate in " + certificateFile + " is not valid before " + from
                        + ": is the clock of this machine right?")
                : Optional.empty();
    }

    private static Certificate[] chain(Path file) throws UsageException {
        try {
            List<X509Certificate> chain = Pem.certificates(read(file));
            if (!chain.isEmpty()) {
                return chain.toArray(new Certificate[0]);
            }
        } catch (GeneralSecurityException e) {
            // Said below: the parser's own words are of no help.
        }
        throw new UsageException("-c, --cert: no PEM certificate in " + file);
    }

    private static PrivateKey key(Path file) throws UsageException {
        String pem = new String(read(file), StandardCharsets.ISO_8859_1);
        try {
            PrivateKeyInfo info = Pkcs8.of(Pem.find(pem, 0, Pkcs8.labels()).orElseThrow(() -> noKey(file)));
            boolean rsa = info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
            return KeyFactory.getInstance(rsa ? "RSA" : "EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (PemFormatException e) {
            throw noKey(file);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new UsageException("-k, --key: what stands in " + file + " is no RSA or EC private key", e);
        }
    }

    private static UsageException noKey(Path file) {
        return new UsageException("-k, --key: no unencrypted PEM private key in " + file);
    }

    private static byte[] read(Path file) throws UsageException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("no such file: " + file, e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + Reason.of(e), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        byte[] sample = {1, 2, 3};
        Signature signature =
                Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(key);
        signature.update(sample);
        byte[] made = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(sample);
        return signature.verify(made);
    }
}
