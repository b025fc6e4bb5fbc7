package org.sgxra.sp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.RsaKeys;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.net.AddressRanges;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.sp.mock.TestServer;

class SpCommandLineTest {
    private static final String SIGNER = "bd71c6380ef77c5417e8b2d1ce2d4b6504b9f418e5049342440cfff2443d95bd";
    private static final String SPID = "0123456789ABCDEF0123456789ABCDEF";
    private static final String KEY = "00112233445566778899aabbccddeeff";

    @TempDir
    Path folder;

    private static SpConfiguration parse(String... more) throws UsageException {
        List<String> args = new ArrayList<>(List.of("-N", SIGNER, "-R", "0", "-V", "1", "-s", SPID));
        args.addAll(List.of(more));
        return SpCommandLine.configuration(SpCommandLine.TABLE.parse(args.toArray(new String[0])));
    }

    private Path file(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void hasTheDefaultsOfTheOriginal() throws Exception {
        SpConfiguration configuration = parse();

        assertThat(configuration.verifier().epid().orElseThrow().ias().base())
                .hasToString("https://api.trustedservices.intel.com/sgx/dev/attestation/v4");
        assertThat(configuration.listen().orElseThrow())
                .isEqualTo(new SpConfiguration.Listen(
                        null,
                        7777,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(300),
                        new SpConfiguration.Crowd(1, 10_000, 1024),
                        new SpConfiguration.Surroundings(
                                AddressRanges.NONE, Optional.empty(), Optional.empty(), Duration.ZERO)));
        assertThat(configuration.verifier().level()).isEqualTo(Level.NORMAL);
        assertThat(configuration.verifier().reach())
                .isEqualTo(new VerifierConfiguration.Reach("direct", null, null, false));
        assertThat(configuration.verifier().epid().orElseThrow().signType()).isEqualTo(SignType.UNLINKABLE);
        assertThat(configuration.verifier().session().maxReportAge()).isEqualTo(Duration.ofSeconds(300));
        assertThat(configuration.verifier().session().maxFuture()).isEqualTo(Duration.ofSeconds(60));
        assertThat(parse("--max-future=5").verifier().session().maxFuture()).isEqualTo(Duration.ofSeconds(5));
        assertThat(configuration.verifier().session().enclavePolicy().allowDebug())
                .isTrue();
        assertThat(configuration.verifier().session().platformPolicy().strict()).isFalse();
        assertThat(configuration.verifier().epid().orElseThrow().keys()).isEmpty();
        assertThat(P256.publicKey(configuration.verifier().longTermKey())).isEqualTo(SampleServiceKey.publicKey());
    }

    @Test
    void takesManyClientsWithinWhatTheSystemAllows() throws Exception {
        SpConfiguration.Crowd crowd = parse("--workers=64", "--max-connections=5000", "--backlog=7")
                .listen()
                .orElseThrow()
                .crowd();

        assertThat(crowd).isEqualTo(new SpConfiguration.Crowd(64, 5000, 7));
        assertThat(crowd.within(OptionalInt.empty())).isEqualTo(crowd);
        assertThat(crowd.within(OptionalInt.of(1024)).maxConnections()).isEqualTo(1024 - 100 - 128);
        assertThat(crowd.within(OptionalInt.of(20)).maxConnections()).isEqualTo(1);
    }

    @Test
    void takesWhatStandsAroundAServer() throws Exception {
        SpConfiguration.Surroundings given = parse("--proxy-protocol=192.0.2.0/24,::1", "--metrics=9100", "--drain=7")
                .listen()
                .orElseThrow()
                .surroundings();

        assertThat(given.proxies().contains(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(given.proxies().contains(InetAddress.getByName("::1"))).isTrue();
        assertThat(given.proxies().contains(InetAddress.getByName("127.0.0.1"))).isFalse();
        assertThat(given.metrics()).contains(new InetSocketAddress("127.0.0.1", 9100));
        assertThat(given.drain()).isEqualTo(Duration.ofSeconds(7));
        assertThat(parse("--metrics=[::1]:9100")
                        .listen()
                        .orElseThrow()
                        .surroundings()
                        .metrics())
                .contains(new InetSocketAddress("::1", 9100));
        assertThat(parse("--metrics=127.0.0.1:0", "--inspect=[::1]:0")
                        .listen()
                        .orElseThrow()
                        .surroundings()
                        .metrics())
                .contains(new InetSocketAddress("127.0.0.1", 0));
        assertThatThrownBy(() -> parse("--metrics=:0")).hasMessageContaining("the host is missing");
        assertThatThrownBy(() -> parse("--metrics=localhost")).hasMessageContaining("must be [ADDRESS:]PORT");
        assertThatThrownBy(() -> parse("--metrics=127.0.0.1:99999")).hasMessageContaining("1 to 65535");
        assertThatThrownBy(() -> parse("--proxy-protocol=,")).hasMessageContaining("is a list without an entry");
        assertThatThrownBy(() -> parse("--proxy-protocol=balancer"))
                .hasMessageContaining("must be an IPv4 or IPv6 address, or a range such as 192.0.2.0/24");
    }

    @Test
    void takesEveryOption() throws Exception {
        SpConfiguration configuration = parse(
                "-dvlXDx",
                "-P",
                "-r",
                "5",
                "--ias-url=https://[::1]:8443/",
                "-i" + KEY,
                "-g",
                "curl",
                "--mrenclave=" + SIGNER + "," + SIGNER.toUpperCase(java.util.Locale.ROOT),
                "--accept-status=GROUP_OUT_OF_DATE,SW_HARDENING_NEEDED",
                "--mitigated-advisories",
                "INTEL-SA-00334",
                "--max-report-age=10",
                "--timeout=5",
                "--session-timeout",
                "60",
                "--bind=127.0.0.1",
                "0");

        assertThat(configuration.verifier().epid().orElseThrow().ias().base())
                .hasToString("https://[::1]:8443/sgx/attestation/v5");
        assertThat(configuration.verifier().level()).isEqualTo(Level.DEBUG);
        assertThat(configuration.verifier().epid().orElseThrow().signType()).isEqualTo(SignType.LINKABLE);
        assertThat(configuration.verifier().session().platformPolicy().strict()).isTrue();
        assertThat(configuration.verifier().session().platformPolicy().acceptedStatuses())
                .containsExactlyInAnyOrder("GROUP_OUT_OF_DATE", "SW_HARDENING_NEEDED");
        assertThat(configuration.verifier().session().platformPolicy().mitigatedAdvisories())
                .containsExactly("INTEL-SA-00334");
        assertThat(configuration.verifier().session().enclavePolicy().mrEnclaves())
                .hasSize(1);
        assertThat(configuration.verifier().session().enclavePolicy().allowDebug())
                .isFalse();
        assertThat(configuration.verifier().reach())
                .isEqualTo(new VerifierConfiguration.Reach("curl", null, null, true));
        assertThat(configuration.listen().orElseThrow().port()).isZero();
        assertThat(configuration.listen().orElseThrow().address().isLoopbackAddress())
                .isTrue();
        assertThat(configuration.verifier().epid().orElseThrow().keys())
                .extracting(Object::toString)
                .containsExactly("0011........................eeff");
        assertThat(parse("-z").listen()).isEmpty();
        assertThat(parse("-z").verifier().session().enclavePolicy().mrEnclaves())
                .isEmpty();
    }

    @Test
    void theLastOfRepeatedOptionsCounts() throws Exception {
        Path spid = file("spid", "  " + "ab".repeat(16) + "\n");

        assertThat(parse("-R", "1", "-R", "2")
                        .verifier()
                        .session()
                        .enclavePolicy()
                        .productId())
                .hasValue(2);
        assertThat(parse("-R", "nonsense", "--isv-product-id=3")
                        .verifier()
                        .session()
                        .enclavePolicy()
                        .productId())
                .hasValue(3);
        assertThat(parse("-S", spid.toString())
                        .verifier()
                        .epid()
                        .orElseThrow()
                        .spid()
                        .hex())
                .isEqualTo("ab".repeat(16));
        assertThat(parse("-S", "/nowhere", "-s", "cd".repeat(16))
                        .verifier()
                        .epid()
                        .orElseThrow()
                        .spid()
                        .hex())
                .isEqualTo("cd".repeat(16));
        assertThat(parse("-i", KEY, "-I", file("key", "ff".repeat(16)).toString())
                        .verifier()
                        .epid()
                        .orElseThrow()
                        .keys())
                .extracting(Object::toString)
                .containsExactly("ffff........................ffff");
        assertThat(parse("-J", "/nowhere", "-j", KEY, "-i", "ee".repeat(16))
                        .verifier()
                        .epid()
                        .orElseThrow()
                        .keys())
                .extracting(Object::toString)
                .containsExactly("eeee........................eeee", "0011........................eeff");
    }

    @Test
    void theProxysUrlMayStandInAFile() throws Exception {
        Path file = file("proxy", "http://user:secret@proxy:3128\n");
        assertThat(parse("-p", "@" + file).verifier().reach().proxy()).isEqualTo("http://user:secret@proxy:3128");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --nope=3             | unknown option --nope=3
            -Q                   | unknown option -Q
            -R                   | option -R (--isv-product-id): needs a value
            -R 65536             | option -R (--isv-product-id): '65536' is not a number from 0 to 65535
            -R -1                | option -R (--isv-product-id): '-1' is not a number from 0 to 65535
            -V 0x1               | option -V (--min-isv-svn): '0x1' is not a number from 0 to 65535
            -N 12                | option -N (--mrsigner): '12' must be 64 hexadecimal digits, not 2
            -s 0g                | option -s (--spid): '0g' must be 32 hexadecimal digits: character 2 is not a hexadecimal digit
            -S /nowhere          | option -S (--spid-file): '/nowhere' does not exist
            -i secret            | option -i (--ias-pri-api-key): must be 32 hexadecimal digits: character 1 is not a hexadecimal digit
            -k 0102              | option -k (--key): must be 64 hexadecimal digits
            -k 0000000000000000000000000000000000000000000000000000000000000000 | option -k (--key): a P-256 private key is a number from 1 to the order of the curve less 1
            -K /nowhere          | option -K (--service-key-file): '/nowhere' does not exist
            -K /dev/null -k 00   | options -K (--service-key-file) and -k (--key) exclude each other
            -p h:1 -x            | options -p (--proxy) and -x (--no-proxy) exclude each other
            -p socks5://h        | option -p (--proxy): a socks5 proxy is not supported, only HTTP proxies are
            -r 2                 | option -r (--api-version): '2' is not a number from 3 to 5
            -g wget              | option -g (--user-agent): 'wget' is no agent; there are direct, jdk and curl: direct is our own HTTP client and jdk Java's, which need no program, curl is the program; wget was the original's, direct takes its place
            -A /dev/null         | option -A (--ias-signing-cafile): '/dev/null' cannot serve as report signing CA: it holds no PEM certificate
            --ias-url=http://h   | option --ias-url: 'http://h' must be https://host[:port]; the path is appended here
            --ias-url=https://h/x | option --ias-url: 'https://h/x' must be https://host[:port]; the path is appended here
            --ias-url=https://u@h | option --ias-url: 'https://u@h' must be https://host[:port]; the path is appended here
            --accept-status=OK   | option --accept-status: 'OK' may only be GROUP_OUT_OF_DATE, CONFIGURATION_NEEDED, SW_HARDENING_NEEDED or CONFIGURATION_AND_SW_HARDENING_NEEDED
            --mrenclave=,        | option --mrenclave: ',' is a list without an entry
            --mrenclave=         | option --mrenclave: '' is a list without an entry
            --accept-status=,,   | option --accept-status: ',,' is a list without an entry
            --mitigated-advisories=, | option --mitigated-advisories: ',' is a list without an entry
            -p @/nowhere         | option -p (--proxy): '/nowhere' does not exist
            -p @/dev/null        | option -p (--proxy): not the URL of an HTTP proxy, [http://][user:password@]host[:port]
            --mrenclave=00       | option --mrenclave: '00' must be 64 hexadecimal digits, not 2
            --timeout=0          | option --timeout: '0' is not a number from 1 to 86400
            --max-future=-1      | option --max-future: '-1' is not a number from 0 to 2147483647
            --max-report-age=x   | option --max-report-age: 'x' is not a number from 0 to 2147483647
            --bind=999.1.1.1     | option --bind: '999.1.1.1' is no address
            70000                | option port: '70000' is not a number from 0 to 65535
            x                    | option port: 'x' is not a number from 0 to 65535
            1 2                  | one port at most: '2'
            -z 7777              | with -z (--stdio) there is no port: '7777'
            --pib-key=/dev/null  | option --pib-key: '/dev/null' holds no PEM public key
            """)
    void saysWhatIsWrong(String args, String message) {
        assertThatThrownBy(() -> parse(args.split(" +")))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void takesWhatTrustedEnclavesAreGiven() throws Exception {
        java.security.KeyPair pair = newPair();
        String key = file(
                        "pub.pem",
                        pem(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())))
                .toString();

        SpConfiguration configuration = parse(
                "--secret-file",
                file("secret", "s3cret\n").toString(),
                "--reattest-after=3600",
                "--trust-key",
                key,
                "--trust-key=" + key);

        assertThat(configuration.provision().secret().orElseThrow().size()).isEqualTo(7);
        assertThat(configuration.provision().reattestAfter()).hasValue(3600);
        assertThat(configuration.provision().trustedKeys()).hasSize(2);
        assertThat(parse().provision().isNone()).isTrue();
        String empty = file("empty", "").toString();
        assertThatThrownBy(() -> parse("--secret-file", empty))
                .hasMessage("option --secret-file: '" + empty + "' is empty");
        String big = file("big", "x".repeat(65537)).toString();
        assertThatThrownBy(() -> parse("--secret-file", big)).hasMessageEndingWith("is longer than 65536 bytes");
    }

    private static java.security.KeyPair newPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    @Test
    void namesAllMissingOptionsAtOnce() {
        assertThatThrownBy(() -> SpCommandLine.configuration(SpCommandLine.TABLE.parse("-v")))
                .isInstanceOf(UsageException.class)
                .hasMessage("missing options -s (--spid) or -S (--spid-file), -N (--mrsigner), -R (--isv-product-id), "
                        + "-V (--min-isv-svn)");
    }

    @Test
    void readsAllFormsOfAPrivateKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        java.security.KeyPair pair = generator.generateKeyPair();
        String withoutCurve = pem(pair.getPrivate());
        String sec1 = pem(new PemObject(
                "EC PRIVATE KEY",
                new ECPrivateKey(
                                256,
                                ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS(),
                                SECObjectIdentifiers.secp256r1)
                        .getEncoded()));
        String parameters = pem(new PemObject("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()));
        String pkcs8 = pem(new JcaPKCS8Generator(pair.getPrivate(), null));
        ByteString expected = org.sgxra.common.crypto.P256PublicKey.of(
                        ((java.security.interfaces.ECPublicKey) pair.getPublic()).getW())
                .bigEndian();

        assertThat(withoutCurve).contains("EC PRIVATE KEY");
        refused(withoutCurve, "holds a private key that does not name its curve");
        for (String text : List.of(sec1, parameters + sec1, parameters + withoutCurve, pkcs8, "comment\n" + pkcs8)) {
            SpConfiguration configuration = parse("-K", file("key.pem", text).toString());
            assertThat(P256.publicKey(configuration.verifier().longTermKey()).bigEndian())
                    .isEqualTo(expected);
        }
        String publicKey = pem(SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        assertThat(parse("--pib-key", file("pub.pem", publicKey).toString()).verifier())
                .isNotNull();
        assertThatThrownBy(() -> parse("-K", file("pub.pem", publicKey).toString()))
                .hasMessageEndingWith("holds no PEM private key");
    }

    @Test
    void takesTheCertificateOfTheApplicationInPemAndDer() throws Exception {
        byte[] pem = TestServer.CA.pem().getBytes(StandardCharsets.US_ASCII);
        for (byte[] file : List.of(pem, Pem.certificates(pem).get(0).getEncoded())) {
            assertThat(ApplicationCertificate.of(file).newContext().getProtocol())
                    .isEqualTo("TLS");
        }
        assertThatThrownBy(() -> ApplicationCertificate.of(new byte[0])).isInstanceOf(CertificateException.class);
    }

    @Test
    void refusesOtherPrivateKeysWithTheReason() throws Exception {
        KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC");
        p256.initialize(new ECGenParameterSpec("secp256r1"));
        String encrypted = pem(new JcaPKCS8Generator(
                p256.generateKeyPair().getPrivate(),
                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_128_CBC)
                        .setPassword("x".toCharArray())
                        .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                        .build()));

        refused(pem(RsaKeys.generate(2048).getPrivate()), "holds no private key on the curve P-256");
        refused(
                pem(new JcaPKCS8Generator(p384.generateKeyPair().getPrivate(), null)),
                "holds no private key on the curve P-256");
        refused(encrypted, "holds an encrypted private key; decrypt it first (openssl pkey -in FILE -out PLAIN)");
        refused("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n", "is not a readable PEM file");
        refused("-----BEGIN EC PRIVATE KEY-----\nAAAA\n", "is not a readable PEM file");
        refused(
                "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                        + "-----END EC PRIVATE KEY-----\n",
                "holds an encrypted private key; decrypt it first (openssl pkey -in FILE -out PLAIN)");
        refused(
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
                "holds no private key on the curve P-256");
        refused("hello", "holds no PEM private key");
        refused(TestServer.CA.pem(), "holds no PEM private key");
    }

    private void refused(String pem, String reason) throws Exception {
        Path file = file("key.pem", pem);
        assertThatThrownBy(() -> parse("-K", file.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("option -K (--service-key-file): '" + file + "' " + reason);
    }

    private static String pem(Object object) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    @Test
    void aHexKeyIsBigEndian() throws Exception {
        String sample = "018c03d1533457adeaaeb6653b6a861fec879c4311de663bcea1522dbb6ce790";
        assertThat(P256.publicKey(parse("-k", sample).verifier().longTermKey()))
                .isEqualTo(SampleServiceKey.publicKey());
        try (P256KeyPair other = P256.instance().generateKeyPair()) {
            assertThat(P256.publicKey(
                            parse("-k", "00".repeat(31) + "01").verifier().longTermKey()))
                    .isNotEqualTo(other.publicKey());
        }
    }

    @Test
    void aSigningCertificateIsNotTakenForItsCa() throws Exception {
        Path leaf = file("leaf.pem", org.sgxra.sp.mock.TestCa.pem(TestServer.SIGNER.certificate()));
        assertThatThrownBy(() -> parse("-A", leaf.toString()))
                .hasMessageContaining("\"CN=Test Report Signing\" is no CA "
                        + "certificate but one that a CA issued: use the certificate of \"CN=Test CA\"");
        assertThat(parse("-A", file("ca.pem", TestServer.CA.pem()).toString()).verifier())
                .isNotNull();
    }
}
