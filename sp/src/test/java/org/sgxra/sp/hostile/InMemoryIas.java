package org.sgxra.sp.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sgxra.common.crypto.RsaSha256;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestServer;

/** An attestation service that believes every quote, without a network: what is tested stands between peer and service provider. */
final class InMemoryIas implements HttpAgent {
    static final String SIGNATURE = "X-IASReport-Signature";
    static final String CHAIN = "X-IASReport-Signing-Certificate";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Clock clock;

    /** @param clock tells the time of reports */
    InMemoryIas(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "in memory";
    }

    @Override
    public HttpAnswer send(HttpCall call) throws IOException {
        return call.json().isPresent()
                ? report(call.json().get(), clock, json -> {}, TestServer.SIGNER)
                : new HttpAnswer(200, List.of(), new byte[0]);
    }

    /**
     * The report that a request asks for.
     *
     * @param change is made to it before it is signed
     */
    static HttpAnswer report(String question, Clock clock, Consumer<ObjectNode> change, TestCa.Identity signer)
            throws IOException {
        JsonNode request = MAPPER.readTree(question);
        byte[] quote = Base64.getDecoder().decode(request.get("isvEnclaveQuote").asText());
        ObjectNode json = MAPPER.createObjectNode()
                .put("nonce", request.get("nonce").asText())
                .put("id", "1")
                .put("timestamp", MockIas.timestamp(clock.instant()))
                .put("version", 4)
                .put("isvEnclaveQuoteStatus", "OK")
                .put("isvEnclaveQuoteBody", Base64.getEncoder().encodeToString(Arrays.copyOf(quote, 432)));
        change.accept(json);
        return signed(MAPPER.writeValueAsBytes(json), signer);
    }

    /** A body with its signature and the certificate for it. */
    static HttpAnswer signed(byte[] body, TestCa.Identity signer) {
        return new HttpAnswer(
                200,
                List.of(
                        Map.entry(SIGNATURE, sign(body, signer)),
                        Map.entry(CHAIN, header(TestCa.pem(signer.certificate())))),
                body);
    }

    /** PEM as it stands in a header. */
    static String header(String pem) {
        return URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");
    }

    private static String sign(byte[] body, TestCa.Identity signer) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            RsaSha256.sign(signer.keys().getPrivate(), body).toArray());
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
