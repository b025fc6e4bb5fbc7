package org.sgxra.sp.hostile;

import static org.sgxra.sp.hostile.InMemoryIas.CHAIN;
import static org.sgxra.sp.hostile.InMemoryIas.SIGNATURE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestServer;

/** What an attestation service can get wrong in its reports. */
final class ReportFaults {
    private static final String UNSIGNED = "signature: not one over this body by certificate";

    private final List<AnswerFault<String>> all = new ArrayList<>();

    private ReportFaults() {}

    /** All of them; what they are about is the body of the request. */
    static List<AnswerFault<String>> all() {
        ReportFaults faults = new ReportFaults();
        faults.signatures();
        faults.chains();
        faults.contents();
        faults.times();
        return faults.all;
    }

    private void changing(String kind, String says, UnaryOperator<HttpAnswer> change) {
        all.add(new AnswerFault<>(kind, says, request -> change.apply(report(request, json -> {}, TestServer.SIGNER))));
    }

    private void content(String kind, String says, Consumer<ObjectNode> change) {
        all.add(new AnswerFault<>(kind, says, request -> report(request, change, TestServer.SIGNER)));
    }

    private void signer(String kind, String says, TestCa.TlsServer certificate) {
        TestCa.Identity signer = TestServer.CA.issue(TestServer.SIGNER.keys(), certificate);
        all.add(new AnswerFault<>(kind, says, request -> report(request, json -> {}, signer)));
    }

    private void text(String kind, String says, UnaryOperator<String> change) {
        all.add(new AnswerFault<>(kind, says, request -> {
            String good =
                    new String(report(request, json -> {}, TestServer.SIGNER).body(), StandardCharsets.UTF_8);
            return InMemoryIas.signed(change.apply(good).getBytes(StandardCharsets.UTF_8), TestServer.SIGNER);
        }));
    }

    private static HttpAnswer report(String request, Consumer<ObjectNode> change, TestCa.Identity signer)
            throws IOException {
        return InMemoryIas.report(request, Clock.systemUTC(), change, signer);
    }

    private void header(String kind, String says, String name, UnaryOperator<String> change) {
        changing(kind, says, good -> AnswerFault.withHeader(good, name, change));
    }

    private void signatures() {
        header("report signature changed", UNSIGNED, SIGNATURE, AnswerFault::changed);
        header("report signature missing", "signature: the answer has none", SIGNATURE, value -> null);
        header("report signature empty", UNSIGNED, SIGNATURE, value -> "");
        header("report signature not base64", "signature: not base64", SIGNATURE, value -> "%" + value);
        header("report signature cut short", UNSIGNED, SIGNATURE, value -> value.substring(0, 64));
        header(
                "report signature folded",
                "folded|signature: not base64|a header line is none",
                SIGNATURE,
                AnswerFault::folded);
        changing(
                "report signature twice, the good one first",
                "signature: the header X-IASReport-Signature came twice, with different values",
                good -> AnswerFault.withAnother(good, SIGNATURE, "AAAA", false));
        changing(
                "report signature twice, the good one last",
                "signature: the header X-IASReport-Signature came twice, with different values",
                good -> AnswerFault.withAnother(good, SIGNATURE, "AAAA", true));
        changing(
                "report signature twice, the same",
                "",
                good -> AnswerFault.withAnother(
                        good, SIGNATURE, good.header(SIGNATURE).orElseThrow(), true));
        changing("report headers in small letters", "", AnswerFault::inSmallLetters);
        changing(
                "report with a NUL behind it",
                "body: no JSON",
                good -> AnswerFault.withBody(good, body -> Arrays.copyOf(body, body.length + 1)));
        changing(
                "report body changed",
                UNSIGNED,
                good -> AnswerFault.withBody(good, body -> {
                    body[body.length / 2] ^= 1;
                    return body;
                }));
        changing("report with status 201", "", good -> new HttpAnswer(201, good.headers(), good.body()));
    }

    private void chains() {
        String ca = InMemoryIas.header(TestServer.CA.pem());
        header("report chain missing", "signing chain: the answer has none", CHAIN, value -> null);
        header("report chain empty", "signing chain: 0 certificates", CHAIN, value -> "");
        header("report chain with its root", "", CHAIN, value -> value + ca);
        header(
                "report chain in the wrong order",
                "the certificate that signed the report is the CA itself",
                CHAIN,
                value -> ca + value);
        header("report chain of nine", "signing chain: 9 certificates", CHAIN, value -> value + ca.repeat(8));
        header("report chain form-encoded", "", CHAIN, value -> value.replace("%20", "+"));
        header(
                "report chain with half an escape",
                "signing chain: no two hexadecimal digits after %",
                CHAIN,
                value -> value + "%4");
        header(
                "report chain not encoded",
                "signing chain: character [0-9]+ must be percent-encoded",
                CHAIN,
                value -> value.replace("%20", " "));
        header("report chain cut short", "signing chain: ", CHAIN, value -> value.substring(0, value.length() / 2));
        header("report chain folded", "folded|signing chain: |a header line is none", CHAIN, AnswerFault::folded);
        changing(
                "report chain twice",
                "signing chain: the header X-IASReport-Signing-Certificate came twice",
                good -> AnswerFault.withAnother(good, CHAIN, ca, true));
        header(
                "report chain of the root alone",
                "the certificate that signed the report is the CA itself",
                CHAIN,
                value -> ca);
        signer(
                "report signer expired",
                "signing chain: .*validity check failed",
                named().valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"));
        signer(
                "report signer not valid yet",
                "signing chain: .*validity check failed",
                named().valid("2039-01-01T00:00:00Z", "2040-01-01T00:00:00Z"));
        signer(
                "report signer for TLS",
                "signing chain: .*for other purposes",
                named().withPurpose(KeyPurposeId.id_kp_serverAuth));
        TestCa.Identity stranger = new TestCa("Stranger").issue(TestServer.SIGNER.keys(), named());
        all.add(new AnswerFault<>(
                "report signer of another CA",
                "signing chain: .*not valid under the trusted CA",
                request -> report(request, json -> {}, stranger)));
    }

    private static TestCa.TlsServer named() {
        return TestCa.TlsServer.named("localhost");
    }

    private void contents() {
        content(
                "report for another quote",
                "it is about another quote",
                json -> json.put("isvEnclaveQuoteBody", Base64.getEncoder().encodeToString(new byte[432])));
        content("report for no quote", "isvEnclaveQuoteBody: ", json -> json.remove("isvEnclaveQuoteBody"));
        content("report for half a quote", "isvEnclaveQuoteBody: ", json -> json.put("isvEnclaveQuoteBody", "AAAA"));
        content("report for another nonce", "nonce: it is 00fe, sent was 00ff", json -> json.put("nonce", "00fe"));
        content("report without the nonce", "nonce: it is missing, sent was 00ff", json -> json.remove("nonce"));
        content(
                "report of an old version",
                "version: it is of API version 3, asked was version 4",
                json -> json.put("version", 3));
        content(
                "report without a version",
                "version: it is missing, asked was version 4",
                json -> json.remove("version"));
        content("report without a status", "isvEnclaveQuoteStatus: ", json -> json.remove("isvEnclaveQuoteStatus"));
        content(
                "report with a status that is a number",
                "isvEnclaveQuoteStatus: ",
                json -> json.put("isvEnclaveQuoteStatus", 1));
        text(
                "report with deep JSON",
                "body: .*nesting",
                json -> json.replace(
                        "{\"nonce\"", "{\"deep\":" + "[".repeat(2_000) + "]".repeat(2_000) + ",\"nonce\""));
        text(
                "report with a member twice",
                "nonce: occurs twice",
                json -> json.replace("{\"nonce\"", "{\"nonce\":\"00fe\",\"nonce\""));
        text("report with bytes behind the JSON", "body: something follows the JSON object", json -> json + "{}");
        text("report that is a list", "body: no JSON object", json -> "[" + json + "]");
        text("report that is empty", "body: no JSON object", json -> "");
    }

    private void times() {
        time("report that is stale", "is older than 300 s .*; --max-report-age", -400);
        time("report of the last minutes", "", -200);
        time("report of the future", "lies in the future", 120);
        time("report ahead as far as it may be", "", 40);
        content("report without a time", "timestamp: ", json -> json.remove("timestamp"));
        content("report with no time for a time", "timestamp: ", json -> json.put("timestamp", "yesterday"));
        content(
                "report from before its signer",
                "at the time of the report",
                json -> json.put("timestamp", "2019-01-01T00:00:00"));
    }

    private void time(String kind, String says, int seconds) {
        content(
                kind,
                says,
                json -> json.put("timestamp", MockIas.timestamp(Instant.now().plusSeconds(seconds))));
    }
}
