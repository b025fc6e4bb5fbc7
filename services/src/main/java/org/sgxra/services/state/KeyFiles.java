package org.sgxra.services.state;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.RsaKeys;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/** The PEM files of the emulator's keys: read, or made where they are missing. */
final class KeyFiles {
    /** The certificate of the CA of TLS. */
    static final String TLS_CA = "tls_ca.pem";

    private final StateDirectory state;
    private final Consumer<String> progress;
    private final SecureRandom random = new SecureRandom();
    private final Certificates certificates = new Certificates(random);
    private final boolean making;

    /** @param progress told of each key that is made */
    KeyFiles(StateDirectory state, Consumer<String> progress) {
        this(state, progress, true);
    }

    private KeyFiles(StateDirectory state, Consumer<String> progress, boolean making) {
        this.state = state;
        this.progress = progress;
        this.making = making;
    }

    /** Keys that are there; none is made. */
    static KeyFiles existing(StateDirectory state) {
        return new KeyFiles(state, line -> {}, false);
    }

    KeyRing keyRing(TlsNames tlsNames, ReportNames reportNames) throws StateException {
        // RSA keys take most of the first start: the larger ones are made beside the others.
        CompletableFuture<SigningIdentity> reports = beside(() -> identity(
                reportNames.file(),
                reportNames.caFile(),
                "RSA",
                "the report-signing CA (RSA-3072) and its leaf"
                        + (reportNames == ReportNames.INTEL ? ", with Intel's names" : ""),
                chain -> true,
                () -> certificates.forReports(reportNames, RsaKeys.generate(3072), RsaKeys.generate(2048))));
        CompletableFuture<RSAPrivateCrtKey> ppid =
                beside(() -> rsaKey("ppid_key.pem", "the key that PPIDs are encrypted for (RSA-3072)", 3072));
        RSAPrivateCrtKey qsdk = qsdk();
        SigningIdentity tls = identity(
                "tls_server.pem",
                TLS_CA,
                "EC",
                "the TLS CA and the server's certificate" + (tlsNames.equals(TlsNames.LOCAL) ? "" : " for " + tlsNames),
                chain -> tlsNames.areThoseOf(chain.get(0)),
                () -> certificates.forTls(tlsNames, ec(), ec()));
        P256KeyPair epidSigning = epidSigning();
        P256KeyPair pibSigning = pibSigning();
        try {
            return new KeyRing(tls, reports.join(), epidSigning, pibSigning, qsdk, ppid.join());
        } catch (CompletionException e) {
            throw new StateException(e.getCause().getMessage(), e);
        }
    }

    private interface Opening<T> {
        T open() throws StateException;
    }

    private static <T> CompletableFuture<T> beside(Opening<T> opening) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return opening.open();
            } catch (StateException e) {
                throw new CompletionException(e);
            }
        });
    }

    private interface Making<T> {
        T make() throws GeneralSecurityException;
    }

    /** Whether what is there is what is wanted. */
    private interface Wanted {
        boolean is(List<X509Certificate> chain) throws GeneralSecurityException;
    }

    private SigningIdentity identity(
            String file, String caFile, String algorithm, String what, Wanted wanted, Making<SigningIdentity> making)
            throws StateException {
        String pem = text(file);
        try {
            SigningIdentity identity = pem == null ? null : identity(pem, algorithm);
            if (identity == null || !wanted.is(identity.chain())) {
                progress.accept("creating " + what);
                if (identity != null) {
                    progress.accept(
                            state.file(caFile) + " is another one now: clients that have a copy need the new one");
                }
                identity = making.make();
                write(
                        file,
                        Pem.encode(Pem.PRIVATE_KEY, identity.privateKey().getEncoded()) + Pem.encode(identity.chain()));
            }
            publish(caFile, Pem.encode(List.of(identity.chain().get(1))));
            return identity;
        } catch (GeneralSecurityException e) {
            throw damaged(file, e);
        }
    }

    private static SigningIdentity identity(String pem, String algorithm) throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(pem);
        if (chain.size() != 2) {
            throw new GeneralSecurityException(chain.size() + " certificates instead of 2");
        }
        return new SigningIdentity(privateKey(pem, algorithm), chain);
    }

    P256KeyPair epidSigning() throws StateException {
        return p256("epid_signing_key.pem", "the key for revocation lists");
    }

    RSAPrivateCrtKey qsdk() throws StateException {
        return rsaKey("qsdk_key.pem", "the key that quotes are encrypted for (RSA-2048)", 2048);
    }

    private RSAPrivateCrtKey rsaKey(String file, String what, int bits) throws StateException {
        return (RSAPrivateCrtKey)
                key(file, "RSA", what, () -> RsaKeys.generate(bits).getPrivate());
    }

    /** The public half is for service providers that want to check platform info blobs. */
    private P256KeyPair pibSigning() throws StateException {
        P256KeyPair pair = p256("pib_signing_key.pem", "the key for platform info blobs");
        try {
            ECParameterSpec curve = ((ECKey) ec().getPublic()).getParams();
            publish(
                    "pib_public_key.pem",
                    Pem.encode(
                            Pem.PUBLIC_KEY,
                            KeyFactory.getInstance("EC")
                                    .generatePublic(
                                            new ECPublicKeySpec(pair.publicKey().toEcPoint(), curve))
                                    .getEncoded()));
        } catch (GeneralSecurityException e) {
            throw damaged("pib_signing_key.pem", e);
        }
        return pair;
    }

    private P256KeyPair p256(String file, String what) throws StateException {
        try {
            PrivateKey key = key(file, "EC", what, () -> ec().getPrivate());
            P256PrivateKey scalar = P256PrivateKey.of(((ECPrivateKey) key).getS());
            return new P256KeyPair(scalar, P256.publicKey(scalar));
        } catch (InvalidPointException e) {
            throw damaged(file, e);
        }
    }

    private static PrivateKey privateKey(String pem, String algorithm) throws GeneralSecurityException {
        Pem block = Pem.find(pem, 0, Pem.PRIVATE_KEY)
                .orElseThrow(() -> new InvalidKeyException("no PEM private key in it"));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.der()));
    }

    private PrivateKey key(String file, String algorithm, String what, Making<PrivateKey> making)
            throws StateException {
        String pem = text(file);
        try {
            if (pem == null) {
                if (!this.making) {
                    throw new StateException(state.file(file) + " is missing, " + what
                            + "; the emulator has it, or makes one when it starts (run-ias)");
                }
                progress.accept("creating " + what);
                pem = Pem.encode(Pem.PRIVATE_KEY, making.make().getEncoded());
                write(file, pem);
            }
            return privateKey(pem, algorithm);
        } catch (GeneralSecurityException e) {
            throw damaged(file, e);
        }
    }

    private KeyPair ec() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private String text(String file) throws StateException {
        return state.read(file)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .orElse(null);
    }

    private void write(String file, String pem) throws StateException {
        state.writePrivate(file, pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** What others read is always what the private file says, even after somebody has overwritten it. */
    private void publish(String file, String pem) throws StateException {
        if (!pem.equals(text(file))) {
            state.writePublic(file, pem.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private StateException damaged(String file, Exception e) {
        return new StateException(
                state.file(file) + " is damaged (" + e.getMessage() + "); restore it, or remove " + state.path()
                        + " to let the emulator start anew",
                e);
    }
}
