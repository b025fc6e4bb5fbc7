package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.testdata.TestData;
import org.sgxra.tool.archive.ReportCertificate;

/** Reports inside certificates (docs/spec/ias-api.md, "Reports inside certificates"). */
class ReportCertificateTest {
    private static final Path REAL = TestData.path("ias/ratls/netscape_comment_2020.der");
    private static final Path OK = TestData.path("ias/reports/v3_OK_2020-01-30_87128901");

    @TempDir
    Path folder;

    @Test
    void readsTheRealOneInDerAndPem() throws IOException {
        ToolRun der = ToolRun.of("verify-report", "--json", REAL.toString());
        assertThat(der.exitCode()).isEqualTo(4);
        assertThat(der.json().get("reason").asText())
                .isEqualTo("the status is CONFIGURATION_NEEDED; without a policy only OK is acceptable");
        assertThat(der.json().get("certificateKey").asText())
                .startsWith("nothing of its public key stands in the report data, which begins with 968e979d941d725c");
        Path pem = Files.writeString(
                folder.resolve("certificate.pem"), Pem.encode(Pem.CERTIFICATE, Files.readAllBytes(REAL)));
        assertThat(ToolRun.of("verify-report", "--json", pem.toString()).json()).isEqualTo(der.json());
    }

    @Test
    void readsSeparateExtensionsWithBytesOrBase64() throws Exception {
        byte[] body = Files.readAllBytes(OK.resolve("body.json"));
        byte[] signature = Files.readAllBytes(OK.resolve("signature.b64"));
        byte[] leaf = Pem.certificates(TestData.text("ias/chain.pem")).get(0).getEncoded();
        KeyPair keys = keys("EC");
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        bytes.put("2", body);
        bytes.put("4", leaf);
        bytes.put("5", Base64.getDecoder().decode(new String(signature, StandardCharsets.US_ASCII).strip()));
        Map<String, byte[]> texts = new LinkedHashMap<>(bytes);
        texts.put("4", Base64.getEncoder().encode(leaf));
        texts.put("5", signature);
        for (Map<String, byte[]> extensions : java.util.List.of(bytes, texts)) {
            Path file = Files.write(
                    folder.resolve("certificate.der"),
                    certificate(keys, extensions).getEncoded());
            ToolRun run = ToolRun.of("verify-report", file.toString());
            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(run.out())
                    .contains("certificate: CN=enclave: nothing of its public key stands in the report data");
            JsonNode json =
                    ToolRun.of("verify-report", "--json", file.toString()).json();
            assertThat(json.get("structures").get(0).get("members")).isEqualTo(TestData.json(OK.resolve("body.json")));
        }
    }

    @Test
    void tellsWhichFormOfTheKeyIsInTheReportData() throws Exception {
        X509Certificate ec = certificate(keys("EC"), Map.of());
        X509Certificate rsa = certificate(keys("RSA"), Map.of());
        byte[] ecInfo = ec.getPublicKey().getEncoded();
        byte[] point =
                SubjectPublicKeyInfo.getInstance(ecInfo).getPublicKeyData().getBytes();
        byte[] pkcs1 = SubjectPublicKeyInfo.getInstance(rsa.getPublicKey().getEncoded())
                .getPublicKeyData()
                .getBytes();
        assertThat(ReportCertificate.keyIn(hash(ecInfo), ec)).contains("SHA-256 of its SubjectPublicKeyInfo");
        assertThat(ReportCertificate.keyIn(hash(point), ec)).contains("SHA-256 of its point");
        ByteString coordinates = ByteString.of(point, 1, point.length);
        assertThat(ReportCertificate.keyIn(hash(coordinates.toArray()), ec))
                .contains("SHA-256 of its point without the first byte");
        assertThat(ReportCertificate.keyIn(coordinates, ec)).contains("its point without the first byte");
        assertThat(ReportCertificate.keyIn(hash(pkcs1), rsa)).contains("SHA-256 of its PKCS#1 RSAPublicKey");
        assertThat(ReportCertificate.keyIn(hash(ecInfo), rsa)).isEmpty();
    }

    private static ByteString hash(byte[] key) {
        return ByteString.concat(Sha256.of(ByteString.of(key)), ByteString.zeros(32));
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(1024);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(KeyPair keys, Map<String, byte[]> extensions)
            throws OperatorCreationException, IOException, GeneralSecurityException {
        X500Name name = new X500Name("CN=enclave");
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                new Date(0),
                new Date(Long.MAX_VALUE / 1_000_000),
                name,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        for (Map.Entry<String, byte[]> extension : extensions.entrySet()) {
            ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier("1.2.840.113741.1337." + extension.getKey());
            builder.addExtension(new Extension(oid, false, extension.getValue()));
        }
        String algorithm = keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] der = builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))
                .getEncoded();
        return Pem.certificates(der).get(0);
    }
}
