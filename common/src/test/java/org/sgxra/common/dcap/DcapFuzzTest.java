package org.sgxra.common.dcap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.RecordedDcapQuotes;
import org.sgxra.testdata.TestData;

/**
 * Fuzz tests of what is read of DCAP evidence: bytes are refused with the exception for that, or what is read fits them. In a normal
 * build they run over recorded data. {@code JAZZER_FUZZ=1 mvn -pl common -am test -Djazzer.hooks=true -Dtest=DcapFuzzTest#tcbInfo} looks
 * for more; the other targets likewise.
 */
class DcapFuzzTest {
    private static final String CASE = "dcap/swhardening-v3-00606a000000-202508-c81a90/";

    @MethodSource("quotes")
    @FuzzTest(maxDuration = "1m")
    void quote(byte[] data) {
        try {
            EcdsaQuote quote = EcdsaQuote.parse(data);
            require(Arrays.equals(quote.encode(), data), "a quote encodes to other bytes");
            require(
                    quote.authentication().qeReportBody() != null
                            && quote.body().size() >= 384,
                    "no bodies");
        } catch (MalformedMessageException e) {
            return;
        }
    }

    @MethodSource("certificates")
    @FuzzTest(maxDuration = "1m")
    void certificate(byte[] data) {
        try {
            SgxCertificate certificate = SgxCertificate.parse(data);
            require(certificate.encoded().equals(ByteString.of(data)), "a certificate of other bytes");
            require(
                    certificate.faultOfCa(0).isPresent()
                            || certificate.faultOfEndEntity().isPresent(),
                    "CA and none");
            certificate.pckExtension();
        } catch (DcapFormatException e) {
            return;
        }
    }

    @MethodSource("extensions")
    @FuzzTest(maxDuration = "1m")
    void certificateExtension(byte[] data) {
        try {
            PckExtension extension = PckExtension.parse(data);
            require(extension.components().size() == 16 && extension.fmspc().size() == 6, "other sizes");
            require(extension.pceSvn() >= 0 && extension.pceSvn() <= 0xffff, "PCE SVN " + extension.pceSvn());
        } catch (DcapFormatException e) {
            return;
        }
    }

    @MethodSource("chains")
    @FuzzTest(maxDuration = "1m")
    void certificateChain(byte[] data) {
        try {
            int length = PemChain.parse(ByteString.of(data)).size();
            require(length >= 1 && length <= PemChain.MAX_LENGTH, length + " certificates");
        } catch (DcapFormatException e) {
            return;
        }
    }

    @MethodSource("tcbInfos")
    @FuzzTest(maxDuration = "1m")
    void tcbInfo(byte[] data) {
        try {
            TcbInfo info = TcbInfo.parse(data);
            require(contains(data, info.signedBytes()), "signed is something else than was delivered");
            require(!info.levels().isEmpty(), "no levels");
        } catch (DcapFormatException e) {
            return;
        }
    }

    @MethodSource("qeIdentities")
    @FuzzTest(maxDuration = "1m")
    void qeIdentity(byte[] data) {
        try {
            QeIdentity identity = QeIdentity.parse(data);
            require(contains(data, identity.signedBytes()), "signed is something else than was delivered");
            require(
                    identity.attributes().size() == 16
                            && identity.attributesMask().size() == 16,
                    "other sizes");
        } catch (DcapFormatException e) {
            return;
        }
    }

    @MethodSource("revocationLists")
    @FuzzTest(maxDuration = "1m")
    void revocationList(byte[] data) {
        try {
            RevocationList list = RevocationList.parse(data);
            require(list.serialNumbers().stream().allMatch(list::revokes), "an entry is not revoked");
        } catch (DcapFormatException e) {
            return;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static boolean contains(byte[] data, ByteString part) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        return text.contains(new String(part.toArray(), StandardCharsets.ISO_8859_1));
    }

    static Stream<byte[]> quotes() {
        return RecordedDcapQuotes.shapes().stream()
                .map(recorded -> recorded.bytes().toArray());
    }

    static Stream<byte[]> certificates() throws DcapFormatException, MalformedMessageException {
        EcdsaQuote quote = EcdsaQuote.parse(TestData.bytes(CASE + "quote.bin"));
        return PemChain.parse(quote.authentication().certificationData()).stream()
                .map(certificate -> certificate.encoded().toArray());
    }

    static Stream<byte[]> extensions() throws DcapFormatException, MalformedMessageException {
        return certificates().flatMap(DcapFuzzTest::extension);
    }

    /** The SGX extension, if the certificate has one. */
    private static Stream<byte[]> extension(byte[] der) {
        return Optional.ofNullable(
                Certificate.getInstance(der).getTBSCertificate().getExtensions().getExtension(PckExtension.OID))
                .map(found -> found.getExtnValue().getOctets())
                .stream();
    }

    static Stream<byte[]> chains() throws MalformedMessageException {
        EcdsaQuote quote = EcdsaQuote.parse(TestData.bytes(CASE + "quote.bin"));
        return Stream.of(
                quote.authentication().certificationData().toArray(), TestData.bytes(CASE + "tcbSignChain.pem"));
    }

    static Stream<byte[]> tcbInfos() {
        return documents("tcbInfo.json", "report_data");
    }

    static Stream<byte[]> qeIdentities() {
        return documents("qeIdentity.json", "qeidentity_data");
    }

    private static Stream<byte[]> documents(String published, String malformed) {
        Stream<Path> samples = TestData.list("dcap/_malformed", ".json").stream()
                .filter(file -> file.getFileName().toString().startsWith(malformed));
        Stream<Path> cases = TestData.list("dcap", "").stream()
                .map(folder -> folder.resolve(published))
                .filter(Files::exists)
                .limit(4);
        return Stream.concat(cases, samples).map(TestData::bytes);
    }

    static Stream<byte[]> revocationLists() {
        byte[] der = TestData.bytes(CASE + "pckCrl.der");
        return Stream.of(
                der,
                TestData.bytes(CASE + "rootCaCrl.der"),
                ByteString.of(der).hex().getBytes(StandardCharsets.US_ASCII),
                org.sgxra.common.bytes.Pem.encode("X509 CRL", der).getBytes(StandardCharsets.US_ASCII));
    }
}
