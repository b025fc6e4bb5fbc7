package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.testdata.TestData;

/** The file of a root, as people have it. */
class DcapRootTest {
    private static final String PEM = TestData.text("events/sp-dcap-DEBUG-root.pem");

    private static DcapRoot of(String text) throws DcapFormatException {
        return DcapRoot.ofCertificate(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void isReadFromPemWithAndWithoutTextBeforeItAndFromDer() throws Exception {
        DcapRoot root = of(PEM);

        assertThat(of("Certificate:\n    Data:\n        Version: 3 (0x2)\n" + PEM))
                .isEqualTo(root);
        assertThat(DcapRoot.ofCertificate(
                        Base64.getMimeDecoder().decode(PEM.replaceAll("-----(BEGIN|END) CERTIFICATE-----", ""))))
                .isEqualTo(root);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is neither PEM nor DER",
        "hello, is neither PEM nor DER",
        "-----BEGIN EC PRIVATE KEY-----, is that of a private key"
    })
    void whatIsNoCertificateIsNamed(String text, String problem) {
        assertThatThrownBy(() -> of(text))
                .isInstanceOf(DcapFormatException.class)
                .hasMessage("malformed certificate: encoding: " + problem);
    }
}
