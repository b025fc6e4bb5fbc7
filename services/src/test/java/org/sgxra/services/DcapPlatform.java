package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.RsaOaep;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.PckKeys;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerdict;
import org.sgxra.verifier.dcap.DcapVerifier;

/**
 * A platform as an emulator's client: it joins, asks for its certificate as a quote provider library does, and makes quotes: of
 * version 3 for enclaves, of version 4 for trust domains. Beside it a verifier that asks for collateral.
 */
final class DcapPlatform {
    static final String V4 = "/sgx/certification/v4";
    static final String FMSPC = "00534f465400";

    private final RunningEmulator ias;
    /** PPID 16, instance id 16, PCK seed 32. */
    final byte[] identity = new byte[64];

    ByteString cpuSvn = hex("0a0202" + "0".repeat(26));
    int pceSvn = 15;
    int qeSvn = 11;
    HttpResponse<byte[]> certificate;

    DcapPlatform(RunningEmulator ias, int number) {
        this.ias = ias;
        for (int i = 0; i < identity.length; i++) {
            identity[i] = (byte) (number + 3 * i);
        }
    }

    static ByteString hex(String digits) {
        return ByteString.of(java.util.HexFormat.of().parseHex(digits));
    }

    DcapPlatform with(String firstSvns, int newPceSvn, int newQeSvn) {
        cpuSvn = hex(firstSvns + "0".repeat(32 - firstSvns.length()));
        pceSvn = newPceSvn;
        qeSvn = newQeSvn;
        return this;
    }

    HttpResponse<byte[]> join() throws Exception {
        return ias.post("/sgx/provisioning/v1/dcap", identity);
    }

    String encryptedPpid() throws Exception {
        HttpResponse<byte[]> joined = join();
        assertThat(joined.statusCode()).isEqualTo(200);
        RSAPublicKeySpec key = new RSAPublicKeySpec(new BigInteger(1, joined.body()), BigInteger.valueOf(65537));
        try (SecretBytes ppid = SecretBytes.wrap(java.util.Arrays.copyOf(identity, 16))) {
            return RsaOaep.encrypt(KeyFactory.getInstance("RSA").generatePublic(key), ppid, new SecureRandom())
                    .hex();
        }
    }

    String certificateQuery() throws Exception {
        return "?encrypted_ppid=" + encryptedPpid() + "&cpusvn=" + cpuSvn + "&pcesvn=" + u16(pceSvn) + "&pceid=0000";
    }

    /** Asks for the certificate. */
    DcapPlatform certify() throws Exception {
        certificate = ias.get(V4 + "/pckcert" + certificateQuery());
        assertThat(certificate.statusCode()).isEqualTo(200);
        return this;
    }

    String tcbm() {
        return certificate.headers().firstValue("SGX-TCBm").orElseThrow();
    }

    static String chain(HttpResponse<byte[]> response, String header) {
        return URLDecoder.decode(
                response.headers().firstValue(header).orElseThrow().replace("+", "%2B"), StandardCharsets.US_ASCII);
    }

    /** Certificate, CA and root in PEM. */
    String pckChain() {
        return new String(certificate.body(), StandardCharsets.US_ASCII)
                + chain(certificate, "SGX-PCK-Certificate-Issuer-Chain");
    }

    /** A quote of an enclave whose report is zero but for its flags. */
    ByteString quote() throws Exception {
        P256KeyPair attestation = P256.instance().generateKeyPair();
        ByteString key = attestation.publicKey().bigEndian();
        ByteString authData = ByteString.of(new byte[32]);
        byte[] qeReport =
                qeReport("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", 1, key, authData);
        ByteString header = ByteString.concat(
                hex("0300020000000000"),
                u16(qeSvn),
                u16(pceSvn),
                hex("939a7233f79c4ca9940a0db3957f0607"),
                ByteString.zeros(20));
        ByteString signed = ByteString.concat(header, ByteString.of(report(5)));
        ByteString authentication =
                ByteString.concat(sign(attestation.privateKey(), signed), key, certified(qeReport, authData));
        return ByteString.concat(signed, u32(authentication.size()), authentication);
    }

    private byte[] qeReport(String mrSigner, int isvProdId, ByteString key, ByteString authData) {
        byte[] qeReport = report(0x15);
        put(qeReport, 128, hex(mrSigner));
        put(qeReport, 256, u16(isvProdId));
        put(qeReport, 258, u16(qeSvn));
        put(qeReport, 320, Sha256.of(key, authData));
        return qeReport;
    }

    /** QE report and everything behind it. */
    private ByteString certified(byte[] qeReport, ByteString authData) {
        ByteString chain = ByteString.of(pckChain().getBytes(StandardCharsets.US_ASCII));
        return ByteString.concat(
                ByteString.of(qeReport),
                sign(pck(), ByteString.of(qeReport)),
                u16(authData.size()),
                authData,
                u16(5),
                u32(chain.size()),
                chain);
    }

    /** A quote of a trust domain (TD 1.0) with a TEE_TCB_SVN that begins with the given digits. */
    ByteString trustDomainQuote(String teeTcbSvn) {
        P256KeyPair attestation = P256.instance().generateKeyPair();
        ByteString key = attestation.publicKey().bigEndian();
        ByteString authData = ByteString.of(new byte[32]);
        byte[] qeReport =
                qeReport("dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5", 2, key, authData);
        byte[] body = new byte[584];
        put(body, 0, hex(teeTcbSvn));
        ByteString signed = ByteString.concat(
                hex("040002008100000000000000939a7233f79c4ca9940a0db3957f0607"),
                ByteString.zeros(20),
                ByteString.of(body));
        ByteString certified = certified(qeReport, authData);
        ByteString authentication = ByteString.concat(
                sign(attestation.privateKey(), signed), key, u16(6), u32(certified.size()), certified);
        return ByteString.concat(signed, u32(authentication.size()), authentication);
    }

    private P256PrivateKey pck() {
        ByteString tcbm = hex(tcbm());
        try (SecretBytes seed = SecretBytes.wrap(java.util.Arrays.copyOfRange(identity, 32, 64))) {
            return PckKeys.privateKey(seed, tcbm.slice(0, 16), tcbm.at(16) | tcbm.at(17) << 8);
        }
    }

    private static ByteString sign(P256PrivateKey key, ByteString message) {
        return P256.instance().sign(key, message).bigEndian();
    }

    private static byte[] report(int flags) {
        byte[] report = new byte[384];
        report[48] = (byte) flags;
        report[56] = (byte) 0xe7;
        return report;
    }

    private static void put(byte[] bytes, int at, ByteString part) {
        System.arraycopy(part.toArray(), 0, bytes, at, part.size());
    }

    static ByteString u16(int value) {
        return u32(value).slice(0, 2);
    }

    private static ByteString u32(int value) {
        return ByteString.of(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    /** Collateral of an API version; {@code parameters} are appended to the requests for documents. */
    static Collateral collateral(RunningEmulator ias, int version, String parameters) throws Exception {
        return collateral(ias, "sgx", version, parameters);
    }

    /** The same; the documents are those for {@code tee}, sgx or tdx. */
    static Collateral collateral(RunningEmulator ias, String tee, int version, String parameters) throws Exception {
        String base = "/sgx/certification/v" + version;
        String documents = "/" + tee + "/certification/v" + version;
        HttpResponse<byte[]> tcb = ias.get(documents + "/tcb?fmspc=" + FMSPC + parameters);
        HttpResponse<byte[]> qe = ias.get(documents + "/qe/identity?" + parameters.replaceFirst("^&", ""));
        HttpResponse<byte[]> crl = ias.get(base + "/pckcrl?ca=platform&encoding=der");
        return new Collateral(
                ByteString.of(tcb.body()),
                text(chain(tcb, version == 3 ? "SGX-TCB-Info-Issuer-Chain" : "TCB-Info-Issuer-Chain")),
                ByteString.of(qe.body()),
                text(chain(qe, "SGX-Enclave-Identity-Issuer-Chain")),
                ByteString.of(ias.get(base + "/rootcacrl").body()),
                ByteString.of(crl.body()),
                Optional.of(text(chain(crl, "SGX-PCK-CRL-Issuer-Chain"))),
                Optional.empty());
    }

    private static ByteString text(String pem) {
        return ByteString.of(pem.getBytes(StandardCharsets.US_ASCII));
    }

    static DcapVerifier verifier(RunningEmulator ias) throws Exception {
        return DcapVerifier.of(DcapRoot.ofCertificate(Files.readAllBytes(ias.state.resolve("sgx_root_ca.pem"))))
                .withClockSkew(Duration.ZERO);
    }

    /** The verdict on a new quote, with the collateral of now, as if it were another time. */
    DcapVerdict verdict(int version, String parameters, Instant time) throws Exception {
        return verifier(ias).verify(quote(), collateral(ias, version, parameters), time);
    }

    /** The verdict on a new quote at a second that everything issued by now is valid at. */
    DcapVerdict verdict(int version, String parameters) throws Exception {
        Collateral collateral = collateral(ias, version, parameters);
        return verifier(ias).verify(quote(), collateral, Instant.now());
    }

    /** The same with the documents in force. */
    DcapVerdict verdict() throws Exception {
        return verdict(4, "");
    }
}
