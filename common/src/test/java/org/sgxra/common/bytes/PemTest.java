package org.sgxra.common.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sgxra.testdata.TestData;

class PemTest {
    private static final byte[] DER = bytes(100);

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7468).nextBytes(bytes);
        return bytes;
    }

    @Test
    void writesLinesOf64Characters() {
        String[] lines = Pem.encode(Pem.PRIVATE_KEY, DER).split("\n");
        assertEquals(5, lines.length);
        assertEquals("-----BEGIN PRIVATE KEY-----", lines[0]);
        assertEquals(64, lines[1].length());
        assertEquals(64, lines[2].length());
        assertEquals(8, lines[3].length());
        assertEquals("-----END PRIVATE KEY-----", lines[4]);
    }

    @Test
    void readsWhatItWroteWhateverStandsAround() throws Exception {
        String block = Pem.encode("X509 CRL", DER).replace("\n", "\r\n");
        String text =
                "Bag Attributes - of ----- something\n" + Pem.encode(Pem.PUBLIC_KEY, new byte[1]) + block + "after";
        Pem found = Pem.find(text, 0, Pem.PRIVATE_KEY, "X509 CRL").orElseThrow();
        assertEquals("X509 CRL", found.label());
        assertArrayEquals(DER, found.der());
        assertEquals(block.strip(), text.substring(found.start(), found.end()));
        assertEquals(Pem.PUBLIC_KEY, Pem.find(text, 0).orElseThrow().label());
        assertTrue(Pem.find(text, found.end()).isEmpty());
        assertTrue(Pem.find(text, 0, Pem.CERTIFICATE).isEmpty());
    }

    @Test
    void readsCertificatesInEveryFormThatFilesHave() throws Exception {
        String pem = TestData.text("ias/chain.pem");
        List<X509Certificate> chain = Pem.certificates(pem);
        assertEquals(2, chain.size());
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        for (X509Certificate certificate : chain) {
            der.write(certificate.getEncoded());
        }
        byte[] pkcs7 =
                CertificateFactory.getInstance("X.509").generateCertPath(chain).getEncoded("PKCS7");

        for (byte[] file : List.of(
                pem.getBytes(StandardCharsets.US_ASCII),
                ("\ufeff" + pem.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8),
                pem.replaceAll("(BEGIN|END) CERT", "$1 X509 CERT").getBytes(StandardCharsets.US_ASCII),
                (Pem.encode(Pem.PRIVATE_KEY, DER) + "subject=CN\n" + pem).getBytes(StandardCharsets.US_ASCII),
                Pem.encode(chain).getBytes(StandardCharsets.US_ASCII),
                der.toByteArray(),
                pkcs7,
                Pem.encode("PKCS7", pkcs7).getBytes(StandardCharsets.US_ASCII))) {
            assertEquals(chain, Pem.certificates(file));
        }
        assertEquals(List.of(chain.get(0)), Pem.certificates(chain.get(0).getEncoded()));
        assertEquals(List.of(), Pem.certificates(new byte[0]));
        assertEquals(List.of(), Pem.certificates(new byte[] {'h', 'i'}));
    }

    @Test
    void rejectsCertificatesThatAreNone() {
        byte[] der = {0x30, 1, 2};
        for (byte[] file : List.of(der, Pem.encode(Pem.CERTIFICATE, der).getBytes(StandardCharsets.US_ASCII))) {
            assertThrows(CertificateException.class, () -> Pem.certificates(file));
        }
    }

    @Test
    void findsAllBlocksOfTheLabelsThatAreWanted() throws Exception {
        String text = Pem.encode("A", DER) + Pem.encode("B 1", DER) + "text" + Pem.encode("A", new byte[0]);
        assertEquals(
                List.of("A", "B 1", "A"),
                Pem.blocks(text).stream().map(Pem::label).toList());
        assertEquals(
                List.of("B 1"),
                Pem.blocks(text, "B 1", "C").stream().map(Pem::label).toList());
        assertEquals(List.of(), Pem.blocks("", "A"));
    }

    @Test
    void knowsPrivateKeysUnderAPassword() throws Exception {
        String headers = "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n";
        String pem = Pem.encode("EC PRIVATE KEY", DER);
        for (String text :
                List.of(Pem.encode("ENCRYPTED PRIVATE KEY", DER), pem.replaceFirst("-----\n", "-----" + headers))) {
            assertTrue(Pem.blocks(text).get(0).isEncrypted());
        }
        assertFalse(Pem.blocks(pem).get(0).isEncrypted());
    }

    @Test
    void rejectsWhatIsNotBase64() throws Exception {
        for (String content : new String[] {
            "A", "AAAA*", "AA==AAAA", "AB", "AB==", "AAB", "AAB=", "AAAAAAB=", "Proc-Type: 4,ENCRYPTED\n\nAAAA"
        }) {
            Pem found = Pem.find("-----BEGIN PRIVATE KEY-----\n" + content + "\n-----END PRIVATE KEY-----", 0)
                    .orElseThrow();
            assertEquals(
                    "is not base64",
                    assertThrows(PemFormatException.class, found::der, content).getMessage());
        }
    }

    @Test
    void rejectsABlockWithoutItsOwnEndLine() {
        String text = Pem.encode(Pem.CERTIFICATE, DER).replace("END CERTIFICATE", "END PRIVATE KEY");
        assertEquals(
                "has no end line",
                assertThrows(PemFormatException.class, () -> Pem.find(text, 0)).getMessage());
        assertEquals(
                "certificate 1 has no end line",
                assertThrows(CertificateException.class, () -> Pem.certificates(text))
                        .getMessage());
    }

    @Test
    void doesNotShowPrivateKeys() throws Exception {
        assertEquals(
                "PEM PRIVATE KEY",
                Pem.find(Pem.encode(Pem.PRIVATE_KEY, DER), 0).orElseThrow().toString());
    }
}
