package org.sgxra.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgxra.bench.Table.Column;

/**
 * What a measurement found.
 *
 * @param tables in the order in which they are shown
 * @param goalsMet false if a figure is worse than it was asked to be
 */
record Results(List<Table> tables, boolean goalsMet) {
    /** Results that nothing was asked of. */
    static Results of(Table... tables) {
        return new Results(List.of(tables), true);
    }

    /** The tables as text, after a line that says which machine it was. */
    String text(Map<String, String> machine) {
        return machine.values().stream().collect(Collectors.joining(", ")) + "\n\n"
                + tables.stream().map(Table::text).collect(Collectors.joining("\n"));
    }

    /** The same as Markdown. */
    String markdown(Map<String, String> machine) {
        return machine.values().stream().collect(Collectors.joining(", ")) + "\n\n"
                + tables.stream().map(Table::markdown).collect(Collectors.joining("\n"));
    }

    /**
     * One JSON document: {@code benchmark}, {@code arguments}, {@code machine}, {@code goalsMet}, {@code tables} with
     * {@code title}, {@code columns} ({@code name}, {@code unit}) and {@code rows}, objects by the names of the columns.
     */
    String json(String benchmark, List<String> arguments, Map<String, String> machine) {
        StringWriter document = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(document).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("benchmark", benchmark);
            json.writeArrayFieldStart("arguments");
            for (String argument : arguments) {
                json.writeString(argument);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("machine");
            for (Map.Entry<String, String> entry : machine.entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeBooleanField("goalsMet", goalsMet);
            json.writeArrayFieldStart("tables");
            for (Table table : tables) {
                write(table, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a document in memory", e);
        }
        return document + "\n";
    }

    private static void write(Table table, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", table.title());
        json.writeArrayFieldStart("columns");
        for (Column column : table.columns()) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("unit", column.unit());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (List<Object> row : table.rows()) {
            json.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                writeCell(table.columns().get(i).name(), row.get(i), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeCell(String name, Object cell, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        if (cell == null) {
            json.writeNull();
        } else if (cell instanceof Integer || cell instanceof Long) {
            json.writeNumber(((Number) cell).longValue());
        } else if (cell instanceof Number number) {
            json.writeNumber(number.doubleValue());
        } else {
            json.writeString(cell.toString());
        }
    }
}
