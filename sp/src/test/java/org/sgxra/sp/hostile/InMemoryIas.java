package org.sgxra.sp.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.mock.MockIas;
import org.sgxra.sp.mock.TestCa;
import org.sgxra.sp.mock.TestServer;

/** An attestation service that believes every quote, without a network: what is tested stands between peer and service provider. */
final class InMemoryIas implements HttpAgent {
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
                ? report(MAPPER.readTree(call.json().get()))
                : new HttpAnswer(200, List.of(), new byte[0]);
    }

    private HttpAnswer report(JsonNode request) throws IOException {
        byte[] quote = Base64.getDecoder().decode(request.get("isvEnclaveQuote").asText());
        ObjectNode json = MAPPER.createObjectNode()
                .put("nonce", request.get("nonce").asText())
                .put("id", "1")
                .put("timestamp", MockIas.timestamp(clock.instant()))
                .put("version", 4)
                .put("isvEnclaveQuoteStatus", "OK")
                .put("isvEnclaveQuoteBody", Base64.getEncoder().encodeToString(Arrays.copyOf(quote, 432)));
        byte[] body = MAPPER.writeValueAsBytes(json);
        String chain = URLEncoder.encode(TestCa.pem(TestServer.SIGNER.certificate()), StandardCharsets.US_ASCII)
                .replace("+", "%20");
        return new HttpAnswer(
                200,
                List.of(
                        Map.entry("X-IASReport-Signature", sign(body)),
                        Map.entry("X-IASReport-Signing-Certificate", chain)),
                body);
    }

    private static String sign(byte[] body) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(TestServer.SIGNER.keys().getPrivate());
            rsa.update(body);
            return Base64.getEncoder().encodeToString(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
