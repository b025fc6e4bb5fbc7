package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.Pem;
import org.sgxra.testdata.TestData;

/** One real report in every form that people keep reports in: the same JSON comes out of all. */
class ReportFormsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static byte[] body;
    private static String signature;
    private static String chain;
    private static JsonNode expected;
    private static int files;

    @BeforeAll
    static void read() throws IOException {
        Path report = RecordedData.reports().stream()
                .filter(path -> path.toString().contains("v4_GROUP_OUT_OF_DATE"))
                .findFirst()
                .orElseThrow();
        body = Files.readAllBytes(report.resolve("body.json"));
        signature = Files.readString(report.resolve("signature.b64")).strip();
        chain = TestData.text("ias/chain.pem");
        expected = verify(body, bytes(signature), bytes(chain));
        assertThat(expected.get("verdict").asText()).isEqualTo("genuine but not acceptable");
        assertThat(expected.get("structures")).hasSizeGreaterThan(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("file" + ++files), content);
    }

    private static JsonNode verify(byte[] bodyForm, byte[] signatureForm, byte[] chainForm) throws IOException {
        List<String> args = new ArrayList<>(List.of("verify-report", "--json", "--body=" + file(bodyForm)));
        if (signatureForm != null) {
            args.add("--signature=" + file(signatureForm));
        }
        if (chainForm != null) {
            args.add("--chain=" + file(chainForm));
        }
        return ToolRun.of(args.toArray(new String[0])).json();
    }

    static Stream<Arguments> signatures() {
        byte[] raw = Base64.getDecoder().decode(signature);
        String digits = HexFormat.of().formatHex(raw);
        String url = Base64.getUrlEncoder().encodeToString(raw);
        return forms(
                "base64 and a line end", bytes(signature + "\n"),
                "base64 in lines of 64 characters", bytes(signature.replaceAll("(.{64})", "$1\r\n")),
                "base64 with the alphabet of URLs", bytes(url),
                "the same without padding", bytes(url.replace("=", "")),
                "base64 with the line end of a string", bytes("\"" + signature + "\\n\""),
                "base64, percent-encoded", bytes(URLEncoder.encode(signature, StandardCharsets.US_ASCII)),
                "base64 of base64", Base64.getEncoder().encode(bytes(signature)),
                "hexadecimal digits", bytes(digits),
                "hexadecimal digits, upper case, with 0x", bytes("0x" + digits.toUpperCase(java.util.Locale.ROOT)),
                "hexadecimal digits with colons", bytes(digits.replaceAll("(..)(?!$)", "$1:")),
                "hexadecimal digits as a list of C", bytes("{" + digits.replaceAll("(..)", "0x$1, ") + "};"),
                "base64 in UTF-16, as PowerShell writes it",
                        "\uFEFF".concat(signature + "\r\n").getBytes(StandardCharsets.UTF_16LE),
                "base64 after a byte order mark", ("\uFEFF" + signature).getBytes(StandardCharsets.UTF_8),
                "256 bytes", raw,
                "the header's line", bytes("X-IASReport-Signature: " + signature + "\r\n"),
                "the header among others, as curl -v shows them",
                        bytes("< HTTP/1.1 200 OK\r\n< Request-ID: 1\r\n< x-iasreport-signature: " + signature
                                + "\r\n"));
    }

    private static Stream<Arguments> forms(Object... namesAndForms) {
        Stream.Builder<Arguments> forms = Stream.builder();
        for (int i = 0; i < namesAndForms.length; i += 2) {
            forms.add(Arguments.of(namesAndForms[i], namesAndForms[i + 1]));
        }
        return forms.build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signatures")
    void readsTheSignature(String name, byte[] form) throws IOException {
        assertThat(verify(body, form, bytes(chain))).isEqualTo(expected);
    }

    static Stream<Arguments> chains() throws CertificateException, IOException {
        List<X509Certificate> certificates = Pem.certificates(chain);
        byte[] leaf = certificates.get(0).getEncoded();
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(leaf);
        der.write(certificates.get(1).getEncoded());
        String base64 = Base64.getEncoder().encodeToString(leaf);
        String percent = TestData.text("ias/X-IASReport-Signing-Certificate.urlencoded.txt")
                .strip();
        String form = URLEncoder.encode(chain, StandardCharsets.US_ASCII);
        String rootFirst = Pem.encode(List.of(certificates.get(1), certificates.get(0)));
        assertThat(percent).contains("BEGIN%20CERTIFICATE");
        assertThat(form).contains("BEGIN+CERTIFICATE");
        return forms(
                "PEM", bytes(chain),
                "PEM in UTF-16", ("\uFEFF" + chain).getBytes(StandardCharsets.UTF_16LE),
                "percent-encoded after a byte order mark", ("\uFEFF" + percent).getBytes(StandardCharsets.UTF_8),
                "PEM of the leaf alone", bytes(Pem.encode(certificates.subList(0, 1))),
                "PEM, the CA first", bytes(rootFirst),
                "PEM with \\n for line ends", bytes(chain.replace("\n", "\\n")),
                "the same as a JSON string", JSON.writeValueAsBytes(chain),
                "DER of the leaf", leaf,
                "DER of both", der.toByteArray(),
                "base64 of DER", bytes(base64),
                "base64 of PEM", Base64.getEncoder().encode(bytes(chain)),
                "hexadecimal digits of DER", bytes(HexFormat.of().formatHex(leaf)),
                "a JSON list",
                        JSON.writeValueAsBytes(List.of(
                                base64,
                                Base64.getEncoder()
                                        .encodeToString(certificates.get(1).getEncoded()))),
                "percent-encoded", bytes(percent),
                "percent-encoded, in lines", bytes(percent.replaceAll("(.{76})", "$1\n")),
                "form-encoded", bytes(form),
                "the header's line", bytes("X-IASReport-Signing-Certificate: " + percent + "\r\n"),
                "missing", null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chains")
    void readsTheCertificates(String name, byte[] form) throws IOException {
        assertThat(verify(body, bytes(signature), form)).isEqualTo(expected);
    }

    static Stream<Arguments> wholes() throws IOException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String percent = TestData.text("ias/X-IASReport-Signing-Certificate.urlencoded.txt")
                .strip();
        String headers = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\nX-IASReport-Signature: " + signature
                + "\r\nX-IASReport-Signing-Certificate: " + percent + "\r\n";
        String base64 = Base64.getEncoder().encodeToString(body);
        List<Integer> numbers = new ArrayList<>();
        for (byte b : Base64.getDecoder().decode(signature)) {
            numbers.add(b & 0xff);
        }
        return forms(
                "an answer as curl -i prints it", bytes(headers + "\r\n" + text),
                "the same with a line end after it", bytes(headers + "\r\n" + text + "\n"),
                "the same with LF alone", bytes((headers + "\r\n").replace("\r", "") + text),
                "http_body, sig, chain", json("http_body", text, "sig", signature, "chain", chain),
                "report, signature, signing_cert in base64",
                        json(
                                "report",
                                base64,
                                "signature",
                                signature,
                                "signing_cert",
                                Base64.getEncoder().encodeToString(bytes(chain))),
                "signatureBody, certificates",
                        json("signatureBody", text, "signature", signature, "certificates", chain),
                "verification_report, ias_report_signature",
                        json(
                                "verification_report",
                                text,
                                "ias_report_signature",
                                signature,
                                "ias_report_signing_certificate",
                                percent),
                "avr without certificates", json("avr", text, "signature", signature),
                "headers inside",
                        json(
                                "headers",
                                Map.of("X-IASReport-Signature", signature, "X-IASReport-Signing-Certificate", percent),
                                "body",
                                text),
                "at depth", json("proof", Map.of("data", Map.of("iasReport", text, "iasSignature", signature))),
                "bytes as numbers, a list of certificates",
                        json("report", text, "signature", numbers, "certs", List.of(chain)),
                "names that nobody uses", json("a", text, "b", signature),
                "an object in place of text", bytes("{\"report\":" + text + ",\"signature\":\"" + signature + "\"}"),
                "such a document as a JSON string",
                        JSON.writeValueAsBytes(
                                new String(json("avr", text, "signature", signature), StandardCharsets.UTF_8)),
                "such a document in single quotation marks",
                        bytes("'" + JSON.writeValueAsString(Map.of("avr", text, "signature", signature)) + "'\n"),
                "base64 of such a document", Base64.getEncoder().encode(json("avr", text, "signature", signature)));
    }

    private static byte[] json(Object... namesAndValues) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(members);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholes")
    void readsAWholeReportFromOneFile(String name, byte[] form) throws IOException {
        assertThat(ToolRun.of("verify-report", "--json", file(form).toString()).json())
                .isEqualTo(expected);
        assertThat(verify(form, null, null)).isEqualTo(expected);
    }

    static Stream<Arguments> bodies() throws IOException {
        return forms(
                "base64", Base64.getEncoder().encode(body),
                "hexadecimal digits", bytes(HexFormat.of().formatHex(body)),
                "in single quotation marks", bytes("'" + new String(body, StandardCharsets.ISO_8859_1) + "'\n"),
                "a JSON string", JSON.writeValueAsBytes(new String(body, StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void readsTheBody(String name, byte[] form) throws IOException {
        assertThat(verify(form, bytes(signature), bytes(chain))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chain     | signature | chain     | no report: certificates without one in their extensions
            signature | signature | chain     | no report: it looks like a signature
            yaml      | signature | chain     | no report: there is one among other text; its body alone can be read, or JSON with all parts
            body      | chain     | chain     | no signature: it looks like certificates
            body      | body      | chain     | no signature: it looks like an attestation report
            body      | signature | body      | no certificate: it looks like an attestation report
            body      | signature | signature | no certificate: it looks like a signature
            body      | html      | chain     | no signature: it looks like HTML or XML, as a web server answers
            body      | empty     | chain     | no signature: it looks like an empty file
            blank     | signature | chain     | no report: it looks like nothing but white space
            body      | blank     | chain     | no signature: it looks like nothing but white space
            body      | quote     | chain     | no signature: it looks like a quote
            body      | signature | key       | no certificate: it looks like a private key
            body      | none      | chain     | the signature is missing; name its file with --signature
            """)
    void saysWhatAWrongFileLooksLike(String given, String as, String with, String message) throws IOException {
        JsonNode json = verify(part(given), part(as), part(with));
        assertThat(json.get("exitCode").intValue()).isEqualTo(2);
        assertThat(json.get("reason").asText()).endsWith(message);
    }

    private static byte[] part(String name) throws IOException {
        return switch (name) {
            case "body" -> body;
            case "signature" -> bytes(signature);
            case "chain" -> bytes(chain);
            case "yaml" -> bytes("report: '" + new String(body, StandardCharsets.ISO_8859_1) + "'\nsignature: x\n");
            case "html" -> bytes("<html><body>502 Bad Gateway</body></html>");
            case "quote" -> Files.readAllBytes(TestData.list("quotes", "").get(0));
            case "key" -> bytes("-----BEGIN PRIVATE KEY-----\nMC4CAQA=\n-----END PRIVATE KEY-----\n");
            case "blank" -> bytes(" \r\n\t\n");
            case "none" -> null;
            default -> new byte[0];
        };
    }

    @Test
    void needsTheCertificatesOfAnotherCa() throws IOException {
        ToolRun run = ToolRun.of(
                "verify-report",
                "--body=" + file(body),
                "--signature=" + file(bytes(signature)),
                "--ca=" + TestData.path("hex/report_ca.pem"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).contains("the signing certificate is missing; name its file with --chain");
    }
}
