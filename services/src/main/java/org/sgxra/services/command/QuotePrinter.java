package org.sgxra.services.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.common.field.FieldOrder;

/** Prints what is in quotes, a field a line. */
final class QuotePrinter {
    private static final String PREFIX = "quote.";

    private final PrintStream out;

    QuotePrinter(PrintStream out) {
        this.out = out;
    }

    void field(String name, Object value) {
        out.println(String.format(Locale.ROOT, "%-28s = %s", name, value));
    }

    void field(String name, Optional<?> value) {
        value.ifPresent(present -> field(name, present));
    }

    /** Numbers as people read them, everything else as it stands. */
    void fields(FieldList quote) {
        for (Field field : quote.fields()) {
            boolean shown = field.order() == FieldOrder.BYTES || field.text().isEmpty();
            field(field.name().substring(PREFIX.length()), shown ? field.bytes() : field.text());
        }
    }
}
