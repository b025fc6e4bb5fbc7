package org.sgxra.runtime.event;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;

/** Writes what an event holds as members of a JSON object. */
final class JsonEvent implements EventWriter {
    /** Writes one part of a JSON object. */
    private interface Part {
        void write() throws IOException;
    }

    private final JsonGenerator json;
    private final boolean showsSecrets;

    JsonEvent(JsonGenerator json, boolean showsSecrets) {
        this.json = json;
        this.showsSecrets = showsSecrets;
    }

    private static void write(Part part) {
        try {
            part.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void text(String name, String value) {
        write(() -> json.writeStringField(name, value));
    }

    @Override
    public void number(String name, long value) {
        write(() -> json.writeNumberField(name, value));
    }

    @Override
    public void flag(String name, boolean value) {
        write(() -> json.writeBooleanField(name, value));
    }

    @Override
    public void bytes(String name, ByteString value) {
        text(name, value.hex());
    }

    @Override
    public void hashedSecret(String name, SecretBytes value) {
        bytes("sha256" + name, Sha256.of(value));
        secret(name, value);
    }

    @Override
    public void secret(String name, SecretBytes value) {
        if (showsSecrets) {
            text(name, value.reveal());
        }
    }

    @Override
    public void texts(String name, List<String> values) {
        write(() -> {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        });
    }

    @Override
    public void pairs(String name, List<Map.Entry<String, String>> values) {
        write(() -> {
            json.writeArrayFieldStart(name);
            for (Map.Entry<String, String> value : values) {
                json.writeStartObject();
                json.writeStringField("name", value.getKey());
                json.writeStringField("value", value.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    @Override
    public void document(String name, ByteString value) {
        try {
            text(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value.toArray()))
                            .toString());
        } catch (CharacterCodingException e) {
            bytes(name + "Hex", value);
        }
    }

    @Override
    public void fields(FieldList structure) {
        write(() -> {
            json.writeStringField("structure", structure.structure());
            json.writeNumberField("structureSize", structure.size());
            json.writeArrayFieldStart("fields");
            for (Field field : structure.fields()) {
                json.writeStartObject();
                json.writeStringField("name", field.name());
                json.writeNumberField("offset", field.offset());
                json.writeNumberField("size", field.size());
                json.writeStringField("bytes", field.bytes().hex());
                if (!field.text().isEmpty()) {
                    json.writeStringField("text", field.text());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
