package org.sgxra.client.isv;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sgxra.common.bytes.Pem;
import org.sgxra.runtime.cli.CommandRunner;
import org.sgxra.runtime.cli.ErrorText;
import org.sgxra.runtime.cli.FileName;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.FileModes;
import org.sgxra.runtime.state.WholeFile;

/** The command {@code isv-cert CERTFILE KEYFILE}: a self-signed TLS certificate for this machine, valid for a year. */
public final class SelfSignedCertificate {
    /** All its options. */
    public static final OptionTable TABLE = OptionTable.named("isv-cert")
            .operands("CERTFILE KEYFILE")
            .purpose("Makes a self-signed TLS certificate for this machine, valid for a year, and its private key.")
            .example("isv-cert cert.pem key.pem", "What isv-app --cert=cert.pem --key=key.pem takes.")
            .exitCode(0, "both files are written")
            .exitCode(1, "usage, or a file that cannot be written")
            .build();

    private SelfSignedCertificate() {}

    /** The process. */
    public static void main(String[] args) {
        System.exit(run(ProcessStreams.ofProcess(), args));
    }

    static int run(ProcessStreams streams, String... args) {
        return CommandRunner.run(TABLE, streams, options -> run(options, streams), args);
    }

    private static int run(GivenOptions options, ProcessStreams streams) throws UsageException {
        List<String> files = options.operands();
        if (files.size() != 2) {
            streams.stderr().println("usage: isv-cert CERTFILE KEYFILE");
            return CommandRunner.USAGE;
        }
        try {
            write(FileName.operand(files.get(0)), FileName.operand(files.get(1)));
            return 0;
        } catch (IOException e) {
            String message = e instanceof FileAlreadyExistsException
                    ? e.getMessage() + " is there already; nothing is written"
                    : "cannot write "
                            + (e instanceof FileSystemException file ? name(file.getFile(), files) : "them")
                            + ": "
                            + Reason.of(e);
            streams.stderr().println(ErrorText.of("isv-cert: " + message));
            return CommandRunner.USAGE;
        }
    }

    /** The file that was meant, where another name is what could not be written. */
    private static String name(String failed, List<String> files) {
        return files.stream()
                .filter(file -> WholeFile.part(Path.of(file)).toString().equals(failed))
                .findFirst()
                .orElse(failed);
    }

    /**
     * Makes an EC P-256 key and a certificate for localhost, 127.0.0.1 and ::1. Both files are written, or none.
     *
     * @param keyFile written with permission for its owner only
     * @throws IOException if one of the files is there already, or cannot be written
     */
    static void write(Path certificateFile, Path keyFile) throws IOException {
        if (finish(certificateFile, keyFile)) {
            return;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] certificate = certificate(pair);
            writeBoth(
                    certificateFile,
                    Pem.encode(Pem.CERTIFICATE, certificate),
                    keyFile,
                    Pem.encode(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /**
     * Both are written under other names first. The key gets its name before the certificate: where this is ended in between,
     * {@link #finish} knows what is left to do.
     */
    private static void writeBoth(Path certificateFile, String certificate, Path keyFile, String key)
            throws IOException {
        for (Path file : List.of(certificateFile, keyFile)) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
        Path certificatePart = WholeFile.part(certificateFile);
        Path keyPart = WholeFile.part(keyFile);
        boolean done = false;
        try {
            writeNew(certificatePart, certificate, "rw-r--r--");
            writeNew(keyPart, key, "rw-------");
            giveName(keyFile, keyPart);
            try {
                giveName(certificateFile, certificatePart);
                done = true;
            } finally {
                if (!done) {
                    Files.delete(keyFile);
                }
            }
            WholeFile.flushFolder(certificateFile);
            WholeFile.flushFolder(keyFile);
        } finally {
            Files.deleteIfExists(keyPart);
            Files.deleteIfExists(certificatePart);
        }
    }

    /** A name that was free until now, for a file that keeps its other one; on file systems without such names, for a copy. */
    private static void giveName(Path name, Path part) throws IOException {
        try {
            Files.createLink(name, part);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(part, name, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Completes what a run that was ended in the middle has begun; false if there is no such thing. */
    private static boolean finish(Path certificateFile, Path keyFile) throws IOException {
        Path certificatePart = WholeFile.part(certificateFile);
        Path keyPart = WholeFile.part(keyFile);
        if (!Files.exists(certificatePart)
                || !Files.exists(keyPart)
                || !Files.exists(keyFile)
                || Files.mismatch(keyPart, keyFile) >= 0) {
            return false;
        }
        if (!Files.exists(certificateFile)) {
            giveName(certificateFile, certificatePart);
        }
        WholeFile.flushFolder(certificateFile);
        Files.delete(keyPart);
        Files.delete(certificatePart);
        return true;
    }

    /** RFC 5280, a v3 certificate that is its own authority. */
    private static byte[] certificate(KeyPair pair) throws IOException, GeneralSecurityException {
        X500Name name = new X500Name("CN=localhost");
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        }));
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(127, new SecureRandom()).setBit(0)));
        generator.setSignature(algorithm);
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setStartDate(new Time(Date.from(now.minus(1, ChronoUnit.HOURS))));
        generator.setEndDate(new Time(Date.from(now.plus(365, ChronoUnit.DAYS))));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        generator.setExtensions(extensions.generate());
        TBSCertificate signed = generator.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getEncoded("DER"));
        ASN1EncodableVector whole = new ASN1EncodableVector();
        whole.add(signed);
        whole.add(algorithm);
        whole.add(new DERBitString(signature.sign()));
        return new DERSequence(whole).getEncoded("DER");
    }

    /** In place of what a run that was ended has left. */
    private static void writeNew(Path part, String text, String mode) throws IOException {
        Files.deleteIfExists(part);
        WholeFile.writeNew(part, text.getBytes(StandardCharsets.US_ASCII), FileModes.of(part, mode));
    }
}
