package org.sgxra.common.dcap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;

/** Writes the documents that Intel signs: compact JSON whose inner object is signed byte for byte (docs/spec/dcap.md section 3.1). */
final class DocumentText {
    private static final JsonFactory JSON = new JsonFactory();

    private DocumentText() {}

    /** Writes the members of an object. */
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** {@code {"member":{…},"signature":"…"}}. */
    static ByteString sign(String member, Members members, P256PrivateKey key) {
        String content = object(members);
        String signature = P256.instance().sign(key, bytes(content)).bigEndian().hex();
        return bytes("{\"" + member + "\":" + content + ",\"signature\":\"" + signature + "\"}");
    }

    /** An object as compact JSON. */
    static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON in memory can always be written", e);
        }
        return text.toString();
    }

    private static ByteString bytes(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A time, in whole seconds, as the documents have it. */
    static void writeInstant(JsonGenerator json, String name, Instant time) throws IOException {
        if (time.getNano() != 0) {
            throw new IllegalArgumentException(name + " has a fraction of a second");
        }
        json.writeStringField(name, time.toString());
    }

    /** What stands below {@code tcb} in each level; advisories are left out where there are none. */
    static void writeLevel(JsonGenerator json, Members tcb, Instant tcbDate, TcbStatus status, List<String> advisories)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("tcb");
        tcb.write(json);
        json.writeEndObject();
        writeInstant(json, "tcbDate", tcbDate);
        json.writeStringField("tcbStatus", status.toString());
        if (!advisories.isEmpty()) {
            json.writeArrayFieldStart("advisoryIDs");
            for (String advisory : advisories) {
                json.writeString(advisory);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** {@code tcbLevels} of an enclave or a TDX module; without advisories if they are not to be there. */
    static void writeEnclaveLevels(JsonGenerator json, List<EnclaveTcbLevel> levels, boolean hasAdvisories)
            throws IOException {
        json.writeArrayFieldStart("tcbLevels");
        for (EnclaveTcbLevel level : levels) {
            writeLevel(
                    json,
                    tcb -> tcb.writeNumberField("isvsvn", level.isvSvn()),
                    level.tcbDate(),
                    level.status(),
                    hasAdvisories ? level.advisories() : List.of());
        }
        json.writeEndArray();
    }

    /** Two upper-case digits a byte, as these documents have them. */
    static String upperCase(ByteString bytes) {
        return bytes.hex().toUpperCase(Locale.ROOT);
    }
}
