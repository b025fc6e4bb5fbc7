package org.sgxra.tool.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.report.SigningChain;
import org.sgxra.tool.decode.NotDecodableException;

/**
 * A JSON document that holds a report: members for body, signature and certificates, at any depth, under the names that are usual. A
 * value is text (in any form that a file may have), a list of texts, or a list of bytes as numbers. A report that is a JSON object
 * itself, and not text, is taken as it stands in the document; it has seldom kept its exact bytes.
 */
final class ReportEnvelope {
    private static final Set<String> BODIES = Set.of(
            "body",
            "httpbody",
            "responsebody",
            "rawbody",
            "report",
            "rawreport",
            "reportbody",
            "iasreport",
            "iasreportbody",
            "attestationreport",
            "attestationverificationreport",
            "avr",
            "verificationreport",
            "signaturebody",
            "attestation",
            "attnreport",
            "rareport",
            "reportjson",
            "iasresponse",
            "content");
    private static final Set<String> SIGNATURES = Set.of(
            "sig",
            "signature",
            "reportsignature",
            "iasreportsignature",
            "xiasreportsignature",
            "iassignature",
            "reportsig",
            "iassig",
            "avrsignature",
            "signatureb64",
            "base64signature",
            "iasreportsig");
    private static final Set<String> CHAINS = Set.of(
            "chain",
            "certs",
            "cert",
            "certificate",
            "certificates",
            "certchain",
            "certificatechain",
            "signingcert",
            "signingcertificate",
            "signingcertificates",
            "signingchain",
            "rawsigningcert",
            "signercert",
            "iascert",
            "iascertificate",
            "iascertificates",
            "iasreportsigningcertificate",
            "xiasreportsigningcertificate",
            "reportsigningcertificate",
            "iassigningcertificate",
            "iassigningcert",
            "iascertificatechain");
    private static final int MAX_DEPTH = 8;
    private static final JsonFactory JSON = new JsonFactory();

    /** A member, wherever it stands; its name in lower case without anything but letters and digits. */
    private record Member(String name, ByteString value) {}

    private final ByteString document;
    private final List<Member> members = new ArrayList<>();

    private ReportEnvelope(ByteString document) {
        this.document = document;
    }

    /** The report in a document; empty if there is none. */
    static Optional<StoredReport> read(ByteString document, int nesting) throws NotDecodableException {
        ReportEnvelope envelope = new ReportEnvelope(document);
        try (JsonParser in = JSON.createParser(document.toArray())) {
            envelope.value("", in, in.nextToken(), 0);
        } catch (IOException e) {
            throw new NotDecodableException(
                    "malformed JSON: " + e.getMessage().lines().findFirst().orElse(""));
        }
        Optional<StoredReport> body = envelope.find(BODIES, value -> body(value, nesting));
        Optional<ByteString> signature = envelope.find(SIGNATURES, SignatureForm::find);
        Optional<SigningChain> chain = envelope.find(CHAINS, ChainForm::find);
        return body.map(found -> new StoredReport(
                found.body(),
                found.signature().or(() -> signature),
                found.chain().or(() -> chain),
                found.carrier()));
    }

    private static Optional<StoredReport> body(ByteString value, int nesting) {
        try {
            return ReportForm.find(value, nesting);
        } catch (NotDecodableException e) {
            return Optional.empty();
        }
    }

    /** The first value under a usual name that is what it should be; or else the only one under any name. */
    private <T> Optional<T> find(Set<String> names, Function<ByteString, Optional<T>> reader) {
        Optional<T> named = members.stream()
                .filter(member -> names.contains(member.name()))
                .flatMap(member -> reader.apply(member.value()).stream())
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        List<T> others = members.stream()
                .flatMap(member -> reader.apply(member.value()).stream())
                .distinct()
                .toList();
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }

    private void value(String name, JsonParser in, JsonToken token, int depth) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            members.add(new Member(name, utf8(in.getText())));
        } else if (token == JsonToken.START_ARRAY) {
            list(name, in, depth);
        } else if (token == JsonToken.START_OBJECT) {
            object(name, in, depth);
        }
    }

    private void object(String name, JsonParser in, int depth) throws IOException {
        int start = (int) in.currentTokenLocation().getByteOffset();
        boolean isReport = false;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String member = in.currentName();
            isReport |= member.equals(ReportForm.MARK);
            JsonToken token = in.nextToken();
            if (depth < MAX_DEPTH) {
                value(plain(member), in, token, depth + 1);
            } else {
                in.skipChildren();
            }
        }
        if (isReport) {
            members.add(new Member(name.isEmpty() ? "report" : name, document.slice(start, (int)
                    in.currentLocation().getByteOffset())));
        }
    }

    private void list(String name, JsonParser in, int depth) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> texts = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY && token != null; token = in.nextToken()) {
            switch (token) {
                case VALUE_NUMBER_INT -> bytes.write(in.getIntValue());
                case VALUE_STRING -> texts.add(in.getText());
                case START_OBJECT -> object(name, in, depth + 1);
                case START_ARRAY -> list(name, in, depth + 1);
                default -> {
                    // Nothing that a report consists of.
                }
            }
        }
        if (bytes.size() > 0) {
            members.add(new Member(name, ByteString.of(bytes.toByteArray())));
        }
        if (!texts.isEmpty()) {
            members.add(new Member(name, utf8(String.join("\n\n", texts))));
        }
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static ByteString utf8(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** True for an object with such a member, as far as it can be read. */
    static boolean hasMember(String object, String name) {
        try (JsonParser in = JSON.createParser(object)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                if (in.currentName().equals(name)) {
                    return true;
                }
                in.nextToken();
                in.skipChildren();
            }
            return false;
        } catch (IOException e) {
            // Cut short: its verification says so.
            return false;
        }
    }

    /** What a JSON string stands for, with or without its quotation marks. */
    static Optional<ByteString> string(String literal) {
        String quoted = literal.startsWith("\"") ? literal : "\"" + literal + "\"";
        try (JsonParser in = JSON.createParser(quoted)) {
            return in.nextToken() == JsonToken.VALUE_STRING ? Optional.of(utf8(in.getText())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
