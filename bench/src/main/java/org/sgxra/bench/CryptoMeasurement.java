package org.sgxra.bench;

import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.UsageException;

/** The cryptography of one attestation, with Conscrypt and with Bouncy Castle, beside the same by OpenSSL in C. */
final class CryptoMeasurement implements Measurement {
    private static final int BATCH = 100;
    private static final int WARM_UP = 40;
    private static final int DEFAULT_ROUNDS = 60;
    private static final String OPENSSL = "OpenSSL in C";
    private static final int MSG2_COVERED = 148;
    /** Three fields and a quote with an EPID signature. */
    private static final int MSG3_COVERED = 64 + 256 + 436 + 680;

    private static final int REPORT_SIZE = 1000;

    @Override
    public OptionTable table() {
        return RunBench.named("crypto")
                .purpose("The cryptography that sp needs for one attestation: key agreement, signature, MACs, digests,"
                        + " and the signature of a report by RSA-2048. Conscrypt and Bouncy Castle in turn with"
                        + " OpenSSL's C, which is built here; CPU of the measuring thread, medians of all"
                        + " rounds.")
                .group("Cryptography")
                .options(value("rounds", "N", "batches of " + BATCH + " of each library")
                        .standard(String.valueOf(DEFAULT_ROUNDS)))
                .example("run-bench crypto --json", "The figures for another program.")
                .build();
    }

    @Override
    public Results measure(GivenOptions options, Progress progress)
            throws IOException, InterruptedException, UsageException {
        int rounds = options.get("rounds", String.valueOf(DEFAULT_ROUNDS)).number(1, 10_000);
        OpenSslReference.load(Path.of(System.getProperty("sgxra.home", ".")), progress);
        progress.line("makes keys");
        AlternatingRuns runs = new AlternatingRuns(contenders(), BATCH);
        runs.run(WARM_UP, rounds, progress);
        return Results.of(runs.table("Cryptography of one attestation, CPU", "library", "ratio", OPENSSL));
    }

    private static Map<String, IntUnaryOperator> contenders() throws IOException {
        try {
            LoadCertificates.Identity signer = new LoadCertificates().reports();
            X509Certificate leaf = signer.chain().get(0);
            Random random = new Random(1);
            byte[] msg2 = bytes(random, MSG2_COVERED);
            byte[] msg3 = bytes(random, MSG3_COVERED);
            byte[] report = bytes(random, REPORT_SIZE);
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(signer.key().getPrivate());
            rsa.update(report);
            byte[] signature = rsa.sign();
            P256PublicKey peer = P256.instance().generateKeyPair().publicKey();
            byte[] point = new byte[65];
            point[0] = 4;
            System.arraycopy(peer.bigEndian().toArray(), 0, point, 1, 64);
            byte[] spki = leaf.getPublicKey().getEncoded();
            Object[] inputs = {
                peer.littleEndian().toArray(), msg2, msg3, report, signature, Pem.encode(List.of(leaf)),
            };
            Map<String, IntUnaryOperator> contenders = new LinkedHashMap<>();
            contenders.put(
                    OPENSSL, times -> OpenSslReference.attest(times, point, msg2, msg3, report, signature, spki));
            for (ClassLoader loader : List.of(CryptoMeasurement.class.getClassLoader(), withoutConscrypt())) {
                IntUnaryOperator ours = (IntUnaryOperator) loader.loadClass(AttestationCryptography.class.getName())
                        .getConstructors()[0]
                        .newInstance(inputs);
                contenders.put(ours.toString(), ours);
            }
            return contenders;
        } catch (GeneralSecurityException | ReflectiveOperationException e) {
            throw new IOException("the cryptography cannot be prepared: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Has all classes of this program but those of Conscrypt, so that the programs' own choice falls to Bouncy Castle. */
    private static ClassLoader withoutConscrypt() throws MalformedURLException {
        URL[] ownWithItsLibraries = {StartupMeasurement.ownJar().toUri().toURL()};
        return new URLClassLoader(ownWithItsLibraries, ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("org.conscrypt.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.findClass(name);
            }
        };
    }
}
