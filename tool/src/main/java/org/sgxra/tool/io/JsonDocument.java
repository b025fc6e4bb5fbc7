package org.sgxra.tool.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldOrder;
import org.sgxra.runtime.event.ControlEscapes;

/** One JSON document: an object whose members are given one after the other. */
public final class JsonDocument {
    /** Numbers that every reader of JSON can hold. */
    private static final int MAX_BITS = 53;

    /** Writes a part of the document. */
    @FunctionalInterface
    public interface Part {
        /** Writes to {@code out}. */
        void write(JsonDocument out);
    }

    /** What the generator does, which throws although it writes to memory. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private final StringWriter text = new StringWriter();
    private final JsonGenerator out;

    private JsonDocument() throws IOException {
        out = new JsonFactory().setCharacterEscapes(new ControlEscapes()).createGenerator(text);
        out.setPrettyPrinter(new DefaultPrettyPrinter());
    }

    /** Prints an object whose members {@code content} writes, and a line break. */
    public static void print(PrintStream stream, Part content) {
        try {
            JsonDocument document = new JsonDocument();
            document.object(content);
            document.out.close();
            stream.println(document.text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void object(Part content) {
        step(out::writeStartObject);
        content.write(this);
        step(out::writeEndObject);
    }

    private static void step(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member: text, number, truth value, or list or map of these; null where there is none. */
    public JsonDocument member(String name, Object value) {
        step(() -> {
            out.writeFieldName(name);
            value(value);
        });
        return this;
    }

    /** A member that may be absent. */
    public JsonDocument member(String name, Optional<?> value) {
        value.ifPresent(present -> member(name, present));
        return this;
    }

    private void value(Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object element : list) {
                value(element);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> members) {
            out.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                out.writeFieldName(member.getKey().toString());
                value(member.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Number number) {
            out.writeNumber(number.toString());
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else {
            out.writeString(value.toString());
        }
    }

    /** A member that is an object. */
    public JsonDocument object(String name, Part content) {
        step(() -> out.writeFieldName(name));
        object(content);
        return this;
    }

    /** A member that is a list of objects. */
    public JsonDocument objects(String name, List<Part> contents) {
        step(() -> out.writeArrayFieldStart(name));
        contents.forEach(this::object);
        step(out::writeEndArray);
        return this;
    }

    /** A member that is an object with these members. */
    public JsonDocument members(String name, Map<String, Object> members) {
        return object(name, content -> members.forEach(content::member));
    }

    /**
     * A member that is a list of fields: name, offset, size, order, bytes in hexadecimal digits, the number where it is one of
     * at most 53 bits, and the text for people where there is one.
     */
    public JsonDocument fields(String name, List<Field> fields) {
        return objects(
                name,
                fields.stream().<Part>map(field -> part -> part.field(field)).toList());
    }

    private void field(Field field) {
        member("name", field.name());
        member("offset", field.offset());
        member("size", field.size());
        member("order", field.order());
        member("bytes", field.bytes());
        number(field).ifPresent(number -> member("number", number));
        if (!field.text().isEmpty()) {
            member("text", field.text());
        }
    }

    private static Optional<BigInteger> number(Field field) {
        return field.order() == FieldOrder.BYTES
                ? Optional.empty()
                : Optional.of(field.number()).filter(number -> number.bitLength() <= MAX_BITS && field.size() <= 10);
    }
}
