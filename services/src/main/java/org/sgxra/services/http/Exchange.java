package org.sgxra.services.http;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.BasicHttpServerExpectationDecorator;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestValidateHost;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.sgxra.common.bytes.Hex;

/** One request and its answer on an HttpCore connection. */
final class Exchange implements HttpServerRequestHandler {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** So much more is read of a body that is too large, so that its sender gets to see the answer. */
    private static final int DISCARD = 8 << 20;

    private final Endpoint endpoint;
    private final int maxBody;

    private Exchange(Endpoint endpoint, int maxBody) {
        this.endpoint = endpoint;
        this.maxBody = maxBody;
    }

    static HttpService service(Endpoint endpoint, int maxBody) {
        HttpProcessor processor = HttpProcessorBuilder.create()
                .add(new ResponseDate())
                .add(new ResponseContent())
                .add(Exchange::finish)
                .add(RequestValidateHost.INSTANCE)
                .build();
        return new HttpService(processor, new BasicHttpServerExpectationDecorator(new Exchange(endpoint, maxBody))) {
            /** The attestation service never explains itself in a body. */
            @Override
            protected void handleException(HttpException e, ClassicHttpResponse response) {
                response.setCode(toStatusCode(e));
            }
        };
    }

    /** Request-ID on every answer, errors too; Connection only where the client has to be told that it ends. */
    private static void finish(HttpResponse response, EntityDetails entity, HttpContext context) {
        if (!response.containsHeader("Request-ID") && response.getCode() >= 200) {
            byte[] id = new byte[16];
            RANDOM.nextBytes(id);
            response.setHeader("Request-ID", Hex.encode(id));
        }
        HttpRequest request = HttpCoreContext.cast(context).getRequest();
        if (request != null && !response.containsHeader("Connection")) {
            Header wanted = request.getFirstHeader("Connection");
            boolean keepAlive = wanted == null
                    ? !HttpVersion.HTTP_1_0.equals(request.getVersion())
                    : !wanted.getValue().equalsIgnoreCase("close");
            if (!keepAlive) {
                response.setHeader("Connection", "close");
            } else if (HttpVersion.HTTP_1_0.equals(request.getVersion())) {
                response.setHeader("Connection", "keep-alive");
            }
        }
    }

    @Override
    public void handle(ClassicHttpRequest message, ResponseTrigger trigger, HttpContext context)
            throws HttpException, IOException {
        byte[] body = body(message);
        Answer answer = body == null
                ? Answer.refused(413, "body of more than " + maxBody + " bytes").with("Connection", "close")
                : answer(request(message, body));
        ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
        answer.headers().forEach(response::addHeader);
        response.setEntity(new ByteArrayEntity(answer.body(), null));
        trigger.submitResponse(response);
    }

    private Answer answer(Request request) {
        try {
            return endpoint.answer(request);
        } catch (RuntimeException e) {
            return Answer.refused(500, "internal error: " + e);
        }
    }

    private static Request request(ClassicHttpRequest message, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue() == null ? "" : header.getValue());
        }
        String target = message.getPath();
        int mark = target.indexOf('?');
        return new Request(
                message.getMethod().toUpperCase(Locale.ROOT),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers,
                body);
    }

    /** The body, or null if it is too large. */
    private byte[] body(ClassicHttpRequest message) throws IOException {
        if (message.getEntity() == null) {
            return new byte[0];
        }
        InputStream in = message.getEntity().getContent();
        byte[] body = in.readNBytes(maxBody + 1);
        if (body.length <= maxBody) {
            return body;
        }
        byte[] buffer = new byte[1 << 16];
        int discarded = 0;
        for (int n = in.read(buffer); n >= 0 && discarded < DISCARD; n = in.read(buffer)) {
            discarded += n;
        }
        return null;
    }
}
