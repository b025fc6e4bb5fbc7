package org.sgxra.tool.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.Party;
import org.sgxra.page.session.RecordedSession;

/** What a service provider would have noted of the session in a document, as far as the document says it. */
final class DocumentEvents {
    private final SessionDocument document;
    private final List<RecordedEvent> events = new ArrayList<>();

    private DocumentEvents(SessionDocument document) {
        this.document = document;
    }

    /** @throws SessionFormatException if its messages are none */
    static RecordedSession session(SessionDocument document) throws SessionFormatException {
        RecordedSession messages = RecordedSession.ofMessages(document.messages());
        return new DocumentEvents(document).around(messages);
    }

    private RecordedSession around(RecordedSession plain) throws SessionFormatException {
        for (Message message : plain.messages()) {
            boolean isOwn = message.from() == Party.SERVICE_PROVIDER;
            if (message.name().equalsIgnoreCase("msg2")) {
                keys("keys-agreed", List.of("KDK", "SMK", "VK"));
                calls("sigrl");
            } else if (message.name().equals("msg4") || message.name().equals("ATT_RESULT")) {
                calls("report");
                keys("session-keys-derived", List.of("MK", "SK"));
            }
            add(
                    isOwn ? "message-sending" : "message-received",
                    Map.of("message", message.name(), "wire", message.wire().hex()));
        }
        RecordedSession session = RecordedSession.of(List.of(events), Optional.empty());
        return new RecordedSession(session.steps(), session.events(), false);
    }

    private void add(String kind, Map<String, Object> members) {
        add(kind, members, Optional.empty());
    }

    private void add(String kind, Map<String, Object> members, Optional<Instant> time) {
        events.add(new RecordedEvent(time, "", "sp", kind, members));
    }

    private void keys(String kind, List<String> names) throws SessionFormatException {
        Map<String, Object> members = new LinkedHashMap<>();
        if (kind.equals("keys-agreed")) {
            document.sharedX().ifPresent(secret -> members.put("sharedSecret", secret.hex()));
        }
        for (String name : names) {
            document.key(name).ifPresent(value -> members.put(name, value.hex()));
        }
        if (!members.isEmpty()) {
            add(kind, members);
        }
    }

    /** Questions of a kind with their answers: as {@code ias}, or as {@code http} with the report in {@code avr_body}. */
    private void calls(String call) {
        for (Map<?, ?> exchange : document.objects("ias")) {
            String[] line = SessionDocument.text(exchange, "request").split(" ", -1);
            if (line.length > 1 && line[1].contains("/" + call)) {
                asked(call, line[0], line[1], SessionDocument.text(exchange, "requestBody"));
                answered(
                        call,
                        String.valueOf(exchange.get("status")),
                        headers(exchange.get("responseHeaders")),
                        SessionDocument.text(exchange, "responseBody"));
            }
        }
        Map<?, ?> http = document.object("http");
        String uri = SessionDocument.text(http, call);
        if (uri.isEmpty()) {
            return;
        }
        boolean isReport = call.equals("report");
        asked(call, isReport ? "POST" : "GET", uri, "");
        if (isReport) {
            answered(
                    call,
                    "200",
                    List.of(
                            header("X-IASReport-Signature", SessionDocument.text(http, "signature")),
                            header("X-IASReport-Signing-Certificate", SessionDocument.text(http, "cert"))),
                    SessionDocument.text(document.members(), "avr_body"));
        }
    }

    private void asked(String call, String method, String uri, String body) {
        Map<String, Object> members = new LinkedHashMap<>(Map.of("call", call, "method", method, "uri", uri));
        if (!body.isEmpty()) {
            members.put("body", body);
        }
        add("request-sent", members);
    }

    /** A report tells when it was made: that is when it was judged. */
    private void answered(String call, String status, List<Map<String, String>> headers, String body) {
        add("answer-received", Map.of("call", call, "status", status, "headers", headers, "body", body));
        if (call.equals("report")) {
            add("report-received", Map.of("report", body), timestamp(body));
        }
    }

    private static Optional<Instant> timestamp(String report) {
        try {
            return Optional.of(AttestationReport.parse(report.getBytes(StandardCharsets.UTF_8))
                    .timestamp());
        } catch (InvalidReportException e) {
            return Optional.empty();
        }
    }

    private static List<Map<String, String>> headers(Object pairs) {
        List<Map<String, String>> headers = new ArrayList<>();
        if (pairs instanceof List<?> list) {
            for (Object pair : list) {
                if (pair instanceof List<?> both && both.size() == 2) {
                    headers.add(header(String.valueOf(both.get(0)), String.valueOf(both.get(1))));
                }
            }
        }
        return headers;
    }

    private static Map<String, String> header(String name, String value) {
        return Map.of("name", name, "value", value);
    }
}
