package org.sgxra.client.isv;

import java.io.ByteArrayInputStream;
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
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.tls.TlsContexts;

/** Certificate and key of a TLS server, from PEM files (RFC 7468); the key in PKCS#8, or as OpenSSL wrote it before. */
final class ServerIdentity {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

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

    private static Certificate[] chain(Path file) throws UsageException {
        try {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)));
            if (!chain.isEmpty()) {
                return chain.toArray(new Certificate[0]);
            }
        } catch (GeneralSecurityException e) {
            // Said below: the parser's own words are of no help.
        }
        throw new UsageException("-c, --cert: no PEM certificate in " + file);
    }

    private static PrivateKey key(Path file) throws UsageException {
        Matcher block = KEY.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new UsageException("-k, --key: no unencrypted PEM private key in " + file);
        }
        try {
            PrivateKeyInfo info = info(block.group(1), Base64.getMimeDecoder().decode(block.group(2)));
            boolean rsa = info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
            return KeyFactory.getInstance(rsa ? "RSA" : "EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new UsageException("-k, --key: what stands in " + file + " is no RSA or EC private key", e);
        }
    }

    private static PrivateKeyInfo info(String label, byte[] der) throws IOException {
        ASN1Primitive content = ASN1Primitive.fromByteArray(der);
        return switch (label) {
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), content);
            case "EC PRIVATE KEY" ->
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(
                                X9ObjectIdentifiers.id_ecPublicKey,
                                ECPrivateKey.getInstance(ASN1Sequence.getInstance(content))
                                        .getParametersObject()),
                        content);
            default -> PrivateKeyInfo.getInstance(content);
        };
    }

    private static byte[] read(Path file) throws UsageException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("no such file: " + file, e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage(), e);
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
