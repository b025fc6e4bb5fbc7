package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the emulator signs for DCAP, verified by OpenSSL on the command line as docs/dcap-emulator.md shows it. */
class DcapOpenSslTest {
    @TempDir
    static Path directory;

    private static RunningEmulator ias;
    private static Path root;
    private static DcapPlatform platform;

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")));
        root = directory.resolve("ias/sgx_root_ca.pem");
        platform = new DcapPlatform(ias, 1).certify();
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static String openssl(int exitCode, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }

    private static Path file(String name, byte[] content) throws Exception {
        return Files.write(directory.resolve(name), content);
    }

    private static Path file(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void verifiesThePckChainAgainstTheRevocationLists() throws Exception {
        Path pck = file("pck.pem", platform.certificate.body());
        Path ca = file("ca.pem", DcapPlatform.chain(platform.certificate, "SGX-PCK-Certificate-Issuer-Chain"));
        Path rootCrl = file("root.der", ias.get("/IntelSGXRootCA.der").body());
        openssl(0, "crl", "-inform", "DER", "-in", rootCrl, "-out", directory.resolve("root.crl"));
        Path crls = file(
                "crls.pem",
                Files.readString(directory.resolve("root.crl"))
                        + new String(
                                ias.get(DcapPlatform.V4 + "/pckcrl?ca=platform").body(), StandardCharsets.US_ASCII));

        String output = openssl(
                0,
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-CRLfile",
                crls,
                "-CAfile",
                root,
                "-untrusted",
                ca,
                pck);

        assertThat(output).isEqualTo(pck + ": OK\n");
        // The check is one: with another root it fails.
        assertThat(openssl(2, "verify", "-CAfile", directory.resolve("ias/tls_ca.pem"), "-untrusted", ca, pck))
                .contains("self-signed certificate in certificate chain");
    }

    @Test
    void refusesARevokedPckCertificate() throws Exception {
        DcapPlatform other = new DcapPlatform(ias, 2).certify();
        Path pck = file("other.pem", other.certificate.body());
        Path ca = file("ca.pem", DcapPlatform.chain(other.certificate, "SGX-PCK-Certificate-Issuer-Chain"));
        IasOptions options =
                IasOptions.of(IasOptions.TABLE.parse("revoke", "--pck=" + pck, "--state=" + ias.state), directory);
        options.command().orElseThrow().run(options.arguments(), new PrintStream(new ByteArrayOutputStream()));
        Path crl =
                file("pck.crl", ias.get(DcapPlatform.V4 + "/pckcrl?ca=platform").body());

        assertThat(openssl(2, "verify", "-crl_check", "-CRLfile", crl, "-CAfile", root, "-untrusted", ca, pck))
                .contains("error 23 at 0 depth lookup: certificate revoked");
        assertThat(openssl(0, "crl", "-in", crl, "-noout", "-text")).contains("Key Compromise");
    }

    @Test
    void readsTheExtensionsOfAPckCertificate() throws Exception {
        Path pck = file("pck.pem", platform.certificate.body());

        assertThat(openssl(0, "x509", "-in", pck, "-noout", "-text"))
                .containsSubsequence(
                        "Issuer: CN = Intel SGX PCK Platform CA, O = Intel Corporation, L = Santa Clara, ST = CA, C = US",
                        "Subject: CN = Intel SGX PCK Certificate, O = Intel Corporation, L = Santa Clara, ST = CA, C = US",
                        "ASN1 OID: prime256v1",
                        "X509v3 Authority Key Identifier",
                        "X509v3 CRL Distribution Points",
                        "/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
                        "X509v3 Subject Key Identifier",
                        "X509v3 Key Usage: critical",
                        "Digital Signature, Non Repudiation",
                        "X509v3 Basic Constraints: critical",
                        "CA:FALSE",
                        "1.2.840.113741.1.13.1:");
    }

    @ParameterizedTest
    @CsvSource({"processor", "platform"})
    void verifiesRevocationLists(String ca) throws Exception {
        HttpResponse<byte[]> response = ias.get(DcapPlatform.V4 + "/pckcrl?encoding=der&ca=" + ca);
        Path crl = file(ca + ".der", response.body());
        Path chain = file(ca + ".pem", DcapPlatform.chain(response, "SGX-PCK-CRL-Issuer-Chain"));

        assertThat(openssl(0, "crl", "-inform", "DER", "-in", crl, "-CAfile", chain, "-noout", "-text"))
                .contains(
                        "verify OK",
                        "Version 2",
                        "X509v3 CRL Number: \n                1\n",
                        "Authority Key Identifier");
    }

    @ParameterizedTest
    @CsvSource({
        "/sgx/certification/v4/tcb?fmspc=00534f465400, tcbInfo, TCB-Info-Issuer-Chain",
        "/sgx/certification/v3/tcb?fmspc=00534f465400, tcbInfo, SGX-TCB-Info-Issuer-Chain",
        "/sgx/certification/v4/qe/identity, enclaveIdentity, SGX-Enclave-Identity-Issuer-Chain",
        "/sgx/certification/v4/tcbevaluationdatanumbers, tcbEvaluationDataNumbers, "
                + "TCB-Evaluation-Data-Numbers-Issuer-Chain"
    })
    void verifiesDocuments(String path, String member, String header) throws Exception {
        HttpResponse<byte[]> response = ias.get(path);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        int end = text.lastIndexOf(",\"signature\":\"");
        Path body = file("body", text.substring(("{\"" + member + "\":").length(), end));
        Path signature = file("signature", der(text.substring(end + 14, end + 14 + 128)));
        Path chain = file("signer.pem", DcapPlatform.chain(response, header));
        Path key = file("key.pem", openssl(0, "x509", "-in", chain, "-noout", "-pubkey"));

        assertThat(openssl(0, "verify", "-CAfile", root, chain)).endsWith(": OK\n");
        assertThat(openssl(0, "dgst", "-sha256", "-verify", key, "-signature", signature, body))
                .isEqualTo("Verified OK\n");
        Files.writeString(body, Files.readString(body).replace("\"issueDate\":\"2", "\"issueDate\":\"3"));
        openssl(1, "dgst", "-sha256", "-verify", key, "-signature", signature, body);
    }

    /** The digits of r and s as OpenSSL wants a signature. */
    private static byte[] der(String digits) {
        ByteArrayOutputStream numbers = new ByteArrayOutputStream();
        for (int at = 0; at < 128; at += 64) {
            byte[] number = new BigInteger(digits.substring(at, at + 64), 16).toByteArray();
            numbers.write(2);
            numbers.write(number.length);
            numbers.writeBytes(number);
        }
        ByteArrayOutputStream sequence = new ByteArrayOutputStream();
        sequence.write(0x30);
        sequence.write(numbers.size());
        sequence.writeBytes(numbers.toByteArray());
        return sequence.toByteArray();
    }
}
