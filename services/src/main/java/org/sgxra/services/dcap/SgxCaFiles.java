package org.sgxra.services.dcap;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.Pkcs8;
import org.sgxra.common.dcap.CertificateContent;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/** The PEM files of the emulator's SGX CA: a private key with its certificate in each, read, or made where they are missing. */
final class SgxCaFiles {
    /** The root certificate, for those who trust it. */
    static final String ROOT_FILE = "sgx_root_ca.pem";

    private static final Instant CA_START = Instant.parse("2018-05-21T00:00:00Z");
    private static final Instant CA_END = Instant.parse("2033-05-21T00:00:00Z");
    private static final Instant ROOT_END = Instant.parse("2049-12-31T23:59:59Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final StateDirectory state;
    private final EmulatorUrls urls;
    private final Validity ofSigners;
    private final Consumer<String> progress;

    SgxCaFiles(StateDirectory state, EmulatorUrls urls, Instant now, Consumer<String> progress) {
        this.state = state;
        this.urls = urls;
        this.ofSigners = Validity.ofSevenYears(now);
        this.progress = progress;
    }

    SgxCa open() throws StateException {
        SgxCa.Authority root = authority("sgx_root.pem", "the SGX root CA", key -> root(key));
        SgxCa.Authority processor = authority(
                CaCertificate.PROCESSOR.file(),
                "the PCK Processor CA",
                key -> ca(SgxCertificate.PROCESSOR_CA, key, root));
        SgxCa.Authority platform = authority(
                CaCertificate.PLATFORM.file(), "the PCK Platform CA", key -> ca(SgxCertificate.PLATFORM_CA, key, root));
        SgxCa.Authority signer =
                authority(CaCertificate.TCB_SIGNING.file(), "the TCB signer", key -> signer(key, root));
        publish(PemChain.write(List.of(root.certificate())));
        return new SgxCa(root, processor, platform, signer);
    }

    private interface Certifying {
        SgxCertificate certify(SubjectKey key);
    }

    /** A key to be certified, with the number that identifies it. */
    private record SubjectKey(P256PrivateKey privateKey, P256PublicKey publicKey, ByteString keyId) {
        BigInteger serialNumber() {
            return new BigInteger(1, keyId.toArray());
        }
    }

    private SgxCa.Authority authority(String file, String what, Certifying certifying) throws StateException {
        if (state.read(file).isPresent()) {
            return readExisting(state, file);
        }
        progress.accept("creating " + what);
        try {
            KeyPair pair = newKeyPair();
            SubjectKey key = new SubjectKey(
                    P256PrivateKey.of(((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS()),
                    P256PublicKey.of(((ECPublicKey) pair.getPublic()).getW()),
                    newKeyId());
            SgxCertificate certificate = certifying.certify(key);
            String pem =
                    Pem.encode(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()) + PemChain.write(List.of(certificate));
            state.writePrivate(file, pem.getBytes(StandardCharsets.US_ASCII));
            return new SgxCa.Authority(certificate, key.privateKey);
        } catch (GeneralSecurityException | InvalidPointException e) {
            throw new IllegalStateException("every Java platform makes keys on P-256", e);
        }
    }

    /** A key with its certificate that must be there. */
    static SgxCa.Authority readExisting(StateDirectory state, String file) throws StateException {
        byte[] text = state.read(file)
                .orElseThrow(() -> new StateException(
                        state.file(file) + " is missing; start the emulator (run-ias) once, or name its --state"));
        try {
            return read(new String(text, StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException
                | InvalidPointException
                | DcapFormatException
                | IOException
                | IllegalArgumentException e) {
            throw new StateException(
                    state.file(file) + " is damaged (" + e.getMessage() + "); restore it, or remove " + state.path()
                            + " to let the emulator start anew",
                    e);
        }
    }

    private static SgxCa.Authority read(String pem)
            throws GeneralSecurityException, InvalidPointException, DcapFormatException, IOException {
        P256PrivateKey key = P256PrivateKey.of(
                ECPrivateKey.getInstance(Pkcs8.of(block(pem, Pem.PRIVATE_KEY)).parsePrivateKey())
                        .getKey());
        SgxCertificate certificate =
                SgxCertificate.parse(block(pem, Pem.CERTIFICATE).der());
        if (!certificate.key().equals(Optional.of(P256.publicKey(key)))) {
            throw new GeneralSecurityException("the certificate is for another key");
        }
        return new SgxCa.Authority(certificate, key);
    }

    private static Pem block(String pem, String label) throws GeneralSecurityException {
        return Pem.find(pem, 0, label).orElseThrow(() -> new GeneralSecurityException("no PEM " + label + " in it"));
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    /** 20 random bytes, the first of them not zero. */
    static ByteString newKeyId() {
        byte[] id = new byte[SgxCa.KEY_ID_SIZE];
        do {
            RANDOM.nextBytes(id);
        } while (id[0] == 0);
        return ByteString.of(id);
    }

    private SgxCertificate root(SubjectKey key) {
        return content(SgxCertificate.ROOT_CA, key, key.keyId, new Validity(CA_START, ROOT_END), Optional.of(1))
                .sign(key.privateKey);
    }

    private SgxCertificate ca(String name, SubjectKey key, SgxCa.Authority root) {
        return content(name, key, root.keyId(), new Validity(CA_START, CA_END), Optional.of(0))
                .sign(root.key());
    }

    private SgxCertificate signer(SubjectKey key, SgxCa.Authority root) {
        return content(SgxCertificate.TCB_SIGNING, key, root.keyId(), ofSigners, Optional.empty())
                .sign(root.key());
    }

    private CertificateContent content(
            String name, SubjectKey key, ByteString issuerKeyId, Validity validity, Optional<Integer> pathLength) {
        return new CertificateContent(
                name,
                SgxCertificate.ROOT_CA,
                key.serialNumber(),
                validity.notBefore(),
                validity.notAfter(),
                key.publicKey,
                key.keyId,
                issuerKeyId,
                urls.rootCrl(),
                pathLength,
                Optional.empty());
    }

    /** What others read is always what the private file says, even after somebody has overwritten it. */
    private void publish(String pem) throws StateException {
        byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
        Optional<byte[]> old = state.read(ROOT_FILE);
        if (old.isEmpty() || !java.util.Arrays.equals(old.get(), bytes)) {
            state.writePublic(ROOT_FILE, bytes);
        }
    }
}
