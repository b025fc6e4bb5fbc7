package org.sgxra.common.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Hex;
import org.sgxra.testdata.TestData;

/** The forms that chains and revocation lists come in. */
class CertificateFormatTest {
    private static final String CASE = "dcap/outofdate-v3-90806f000000-202508-91545f/";
    private static final long SEED = 20261127;

    private static String chain() {
        return TestData.text(CASE + "pckChain.pem").strip();
    }

    private static byte[] crl() {
        return TestData.bytes(CASE + "pckCrl.der");
    }

    private static List<SgxCertificate> parse(String pem) throws DcapFormatException {
        return PemChain.parse(ByteString.of(pem.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static DcapFormatException faultOfChain(String pem) {
        return catchThrowableOfType(DcapFormatException.class, () -> parse(pem));
    }

    private static DcapFormatException faultOfCrl(byte[] bytes) {
        return catchThrowableOfType(DcapFormatException.class, () -> RevocationList.parse(bytes));
    }

    @Test
    void readsChainsWithAnyEnd() throws DcapFormatException {
        List<SgxCertificate> expected = parse(chain());

        assertThat(expected)
                .extracting(SgxCertificate::commonName)
                .containsExactly(SgxCertificate.PCK, SgxCertificate.PLATFORM_CA, SgxCertificate.ROOT_CA);
        for (String end : List.of("\n", "\n\0", "\0", "\r\n\r\n", " \t\n")) {
            assertThat(parse(chain() + end)).isEqualTo(expected);
        }
        assertThat(parse(chain().replace("\n", "\r\n"))).isEqualTo(expected);
        assertThat(parse("\n" + chain().replace("\n-----BEGIN", "\n \n-----BEGIN")))
                .isEqualTo(expected);
    }

    @Test
    void takesCertificatesThatAreKnownInAnyForm() throws DcapFormatException {
        List<SgxCertificate> known = parse(chain());
        KnownCertificates certificates = KnownCertificates.of(known);

        for (String form : List.of(chain(), chain().replace("\n", "\r\n"))) {
            ByteString pem = ByteString.of(form.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(PemChain.parse(pem, certificates))
                    .usingElementComparator((one, other) -> one == other ? 0 : 1)
                    .isEqualTo(known);
        }
    }

    @Test
    void takesNoOtherCertificateForAKnownOne() throws DcapFormatException {
        List<SgxCertificate> known = parse(chain());
        String other = TestData.text(CASE + "tcbSignChain.pem").strip();

        assertThat(PemChain.parse(
                        ByteString.of(other.getBytes(StandardCharsets.ISO_8859_1)), KnownCertificates.of(known)))
                .isEqualTo(parse(other));
    }

    @Test
    void refusesChainsWithAnythingElse() {
        assertThat(faultOfChain("")).hasMessage("malformed certificate chain: text: no certificate");
        assertThat(faultOfChain("\0")).hasMessage("malformed certificate chain: text: no certificate");
        assertThat(faultOfChain(chain() + "\0\0"))
                .hasMessageStartingWith("malformed certificate chain: certificate 4: no begin and end line");
        assertThat(faultOfChain(chain() + "\0\n")).isNotNull();
        assertThat(faultOfChain("subject=x\n" + chain()))
                .hasMessage("malformed certificate chain: certificate 1: no begin and end line at character 1");
        assertThat(faultOfChain(chain().replace("END CERTIFICATE-----\n", "END CERTIFICATE-----\nx\n")))
                .isNotNull();
        assertThat(faultOfChain(chain() + "\n" + chain()))
                .hasMessage("malformed certificate chain: certificate 4: more than 3 certificates");
        assertThat(faultOfChain(chain().substring(0, chain().length() - 5)))
                .hasMessageStartingWith("malformed certificate chain: certificate 3: no begin and end line");
        assertThat(faultOfChain(chain().replaceFirst("\nM", "\n*")))
                .hasMessage("malformed certificate chain: certificate 1: not base64");
        assertThat(faultOfChain("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .hasMessageStartingWith("malformed certificate: unreadable: ")
                .message()
                .doesNotContain("Exception");
        assertThat(faultOfChain(chain().replace("CERTIFICATE", "PRIVATE KEY"))).isNotNull();
        assertThat(faultOfChain("\n".repeat(65537))).hasMessageContaining("at most 65536 are possible");
    }

    @Test
    void refusesACertificateWithATail() throws DcapFormatException {
        byte[] der = parse(chain()).get(0).encoded().toArray();

        assertThat(SgxCertificate.parse(der).commonName()).isEqualTo(SgxCertificate.PCK);
        assertThat(catchThrowableOfType(
                        DcapFormatException.class, () -> SgxCertificate.parse(Arrays.copyOf(der, der.length + 1))))
                .hasMessage("malformed certificate: end: something follows it");
        assertThat(catchThrowableOfType(DcapFormatException.class, () -> SgxCertificate.parse(longerLength(der))))
                .hasMessage("malformed certificate: lengths: are not those of DER");
    }

    /** The same value with a byte more for its length, two bytes in DER, than is needed. */
    private static byte[] longerLength(byte[] der) {
        byte[] longer = new byte[der.length + 1];
        System.arraycopy(der, 1, longer, 2, der.length - 1);
        longer[0] = der[0];
        longer[1] = (byte) 0x83;
        longer[2] = 0;
        return longer;
    }

    @Test
    void namesAreReadAsPeopleWriteThem() throws DcapFormatException {
        List<SgxCertificate> certificates = parse(chain());
        String atIntel = ",O=Intel Corporation,CN=";

        assertThat(certificates.get(0).issuer()).isEqualTo(certificates.get(1).subject());
        assertThat(certificates.get(0).subject())
                .hasToString("C=US,ST=CA,L=Santa Clara" + atIntel + SgxCertificate.PCK);
        assertThat(RevocationList.parse(crl()).issuer())
                .isEqualTo(certificates.get(0).issuer())
                .hasToString("C=US,ST=CA,L=Santa Clara" + atIntel + SgxCertificate.PLATFORM_CA);
    }

    @Test
    void readsRevocationListsInEachForm() throws DcapFormatException {
        RevocationList expected = RevocationList.parse(crl());
        String hex = Hex.encode(crl());
        String pem = "-----BEGIN X509 CRL-----\n" + Base64.getMimeEncoder().encodeToString(crl())
                + "\n-----END X509 CRL-----\n";

        assertThat(expected.serialNumbers()).hasSizeGreaterThan(40);
        assertThat(expected.serialNumbers()).allMatch(expected::revokes);
        assertThat(expected.revokes(java.math.BigInteger.ONE)).isFalse();
        for (String text : List.of(
                hex,
                hex.toUpperCase(java.util.Locale.ROOT),
                hex + "\n",
                hex + "\0",
                pem,
                pem + "\0",
                pem.replace("\n", "\r\n"))) {
            assertThat(RevocationList.parse(text.getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesRevocationListsInOtherForms() {
        String hex = Hex.encode(crl());
        String base64 = Base64.getEncoder().encodeToString(crl());

        assertThat(faultOfCrl(Arrays.copyOf(crl(), crl().length + 1)))
                .hasMessage("malformed revocation list: end: something follows it");
        assertThat(faultOfCrl(longerLength(crl())))
                .hasMessage("malformed revocation list: lengths: are not those of DER");
        assertThat(faultOfCrl((hex + "\0\0").getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("is neither DER nor PEM nor hexadecimal");
        assertThat(faultOfCrl((hex + "0").getBytes(StandardCharsets.US_ASCII))).hasMessageContaining("odd number");
        assertThat(faultOfCrl((hex + "00").getBytes(StandardCharsets.US_ASCII))).hasMessageContaining("end");
        assertThat(faultOfCrl(
                        ("-----BEGIN CRL-----\n" + base64 + "\n-----END CRL-----").getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("malformed revocation list: text: is no PEM of the kind X509 CRL");
        assertThat(faultOfCrl(base64.getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("is neither DER nor PEM nor hexadecimal");
        assertThat(faultOfCrl(
                        "-----BEGIN X509 CRL-----\n*\n-----END X509 CRL-----".getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("malformed revocation list: text: is not base64");
        assertThat(faultOfCrl(new byte[0])).isNotNull();
        assertThat(faultOfCrl(TestData.bytes("dcap/testroot-intel-qvl-sample/trustedRootCaCert.pem")))
                .isNotNull();
    }

    @Test
    void isTotal() throws DcapFormatException {
        isTotal(300);
    }

    @Test
    @Tag("long")
    void isTotalForManyChanges() throws DcapFormatException {
        isTotal(3000);
    }

    private static void isTotal(int rounds) throws DcapFormatException {
        Random random = new Random(SEED);
        byte[] certificate = parse(chain()).get(0).encoded().toArray();
        for (int round = 0; round < rounds; round++) {
            byte[] list = mutated(crl(), random);
            byte[] der = mutated(certificate, random);
            try {
                RevocationList.parse(list);
            } catch (DcapFormatException e) {
                assertThat(e.getMessage()).startsWith("malformed ");
            }
            try {
                SgxCertificate parsed = SgxCertificate.parse(der);
                parsed.faultOfEndEntity();
                parsed.faultOfCa(0);
                parsed.pckExtension();
            } catch (DcapFormatException e) {
                assertThat(e.getMessage()).startsWith("malformed ");
            }
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
