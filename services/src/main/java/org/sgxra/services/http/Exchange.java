package org.sgxra.services.http;

import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
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
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Connection;

/** One request and its answer on an HttpCore connection. */
final class Exchange implements HttpServerRequestHandler {
    /** The attribute of a request's context in which its {@link Connection} is. */
    static final String CONNECTION = Connection.class.getName();

    /** The one with the value of {@link System#nanoTime} after which an answer is the last one on its connection. */
    static final String END = CONNECTION + ".end";

    /** The one with the client's certificates, an array; null if it has none. */
    static final String CLIENT_CERTIFICATES = CONNECTION + ".clientCertificates";

    /** The one that is there if header names of the answer are in lower case. */
    private static final String LOWER_CASE = CONNECTION + ".lowerCase";

    private static final SecureRandom RANDOM = new SecureRandom();

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
            if (!keepAlive || (long) context.getAttribute(END) - System.nanoTime() < 0) {
                response.setHeader("Connection", "close");
            } else if (HttpVersion.HTTP_1_0.equals(request.getVersion())) {
                response.setHeader("Connection", "keep-alive");
            }
        }
        if (context.getAttribute(LOWER_CASE) != null) {
            Header[] headers = response.getHeaders();
            response.setHeaders();
            for (Header header : headers) {
                response.addHeader(header.getName().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
    }

    @Override
    public void handle(ClassicHttpRequest message, ResponseTrigger trigger, HttpContext context)
            throws HttpException, IOException {
        Connection connection = (Connection) context.getAttribute(CONNECTION);
        connection.idle(false);
        CountedBody body = new CountedBody(connection.budget(), maxBody);
        try {
            Answer answer = body.read(message.getEntity())
                    ? answer(request(message, body.bytes(), context), connection)
                    : body.refusal().with("Connection", "close");
            ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
            answer.headers().forEach(response::addHeader);
            context.setAttribute(LOWER_CASE, answer.lowerCase() ? Boolean.TRUE : null);
            response.setEntity(new ByteArrayEntity(answer.body(), null));
            trigger.submitResponse(response);
        } finally {
            body.forget();
        }
    }

    private Answer answer(Request request, Connection connection) {
        connection.irreplaceable();
        try {
            return endpoint.answer(request);
        } catch (RuntimeException e) {
            return Answer.refused(500, Reason.ofInternalError(e));
        } finally {
            // Whoever does not read the answer is waited for, too.
            connection.replaceableFromNow();
        }
    }

    private static Request request(ClassicHttpRequest message, byte[] body, HttpContext context) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue() == null ? "" : header.getValue());
        }
        String target = message.getPath();
        X509Certificate[] certificates = (X509Certificate[]) context.getAttribute(CLIENT_CERTIFICATES);
        int mark = target.indexOf('?');
        return new Request(
                message.getMethod().toUpperCase(Locale.ROOT),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers,
                body,
                certificates == null ? List.of() : List.of(certificates));
    }
}
