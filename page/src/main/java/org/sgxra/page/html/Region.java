package org.sgxra.page.html;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.common.field.FieldOrder;

/**
 * A part of a hex map: a field, or the rest of a long list of equal ones. The regions of a message follow each other without gaps.
 *
 * @param name of the field
 * @param offset in bytes from the start
 * @param bytes all of them
 * @param order how to read them
 * @param text what they say
 */
record Region(String name, int offset, ByteString bytes, FieldOrder order, String text) {
    /** Entries of a list that are shown one by one. */
    private static final int ENTRIES = 16;

    private static final Pattern ENTRY = Pattern.compile("(.*?)\\[(\\d+)](.*)");

    static List<Region> of(FieldList fields) {
        List<Region> regions = new ArrayList<>();
        List<Field> rest = new ArrayList<>();
        for (Field field : fields.fields()) {
            boolean late = entry(field.name()) >= ENTRIES;
            if (!rest.isEmpty()
                    && (!late || !list(field.name()).equals(list(rest.get(0).name())))) {
                regions.add(joined(rest));
                rest.clear();
            }
            if (late) {
                rest.add(field);
            } else {
                regions.add(new Region(field.name(), field.offset(), field.bytes(), field.order(), field.text()));
            }
        }
        if (!rest.isEmpty()) {
            regions.add(joined(rest));
        }
        return List.copyOf(regions);
    }

    private static Region joined(List<Field> fields) {
        int last = entry(fields.get(fields.size() - 1).name());
        ByteString bytes = ByteString.concat(fields.stream().map(Field::bytes).toArray(ByteString[]::new));
        String first = fields.get(0).name();
        return new Region(
                list(first) + "[" + entry(first) + ".." + last + "]",
                fields.get(0).offset(),
                bytes,
                FieldOrder.BYTES,
                (last - entry(first) + 1) + " more of them");
    }

    private static int entry(String name) {
        Matcher matcher = ENTRY.matcher(name);
        return matcher.matches() && matcher.group(2).length() < 9 ? Integer.parseInt(matcher.group(2)) : -1;
    }

    private static String list(String name) {
        Matcher matcher = ENTRY.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }
}
