package org.sgxra.tool.decode;

import java.io.PrintStream;
import java.util.List;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.tool.io.FieldTable;
import org.sgxra.tool.io.JsonDocument;

/** Structures for people and for programs. */
public final class StructurePrinter {
    private StructurePrinter() {}

    /** Each under a heading that says what it was taken for, a blank line before it. */
    public static void print(List<Structure> structures, PrintStream out) {
        FieldTable table = new FieldTable(out);
        for (Structure structure : structures) {
            out.println();
            String place = structure.source().isEmpty() ? "" : structure.source() + ": ";
            if (structure.members().isEmpty()) {
                out.println(place + "taken for " + structure.kind() + ", " + ByteCount.of(structure.size()));
                table.print(structure.fields().fields());
            } else {
                out.println(place + "taken for " + structure.kind());
                table.print(structure.members());
            }
        }
    }

    /** A member {@code structures}. */
    public static void write(List<Structure> structures, JsonDocument out) {
        out.objects(
                "structures",
                structures.stream()
                        .<JsonDocument.Part>map(structure -> part -> write(structure, part))
                        .toList());
    }

    private static void write(Structure structure, JsonDocument out) {
        out.member("kind", structure.kind());
        if (!structure.source().isEmpty()) {
            out.member("source", structure.source());
        }
        if (structure.members().isEmpty()) {
            out.member("size", structure.size())
                    .fields("fields", structure.fields().fields());
        } else {
            out.members("members", structure.members());
        }
    }
}
