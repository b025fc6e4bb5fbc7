package org.sgxra.common.crypto;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.sgxra.testdata.TestData;

/**
 * The files in {@code testdata/crypto}: a case a line, fields between tabs, the first says which class of case it is. Bytes are
 * hexadecimal digits, {@code -} is none. The tests of the C code read the same files.
 */
final class CryptoVectors {
    private static final String NONE = "-";

    private CryptoVectors() {}

    /** A case. */
    record Line(String file, List<String> fields) {
        String comment() {
            return fields.get(0);
        }

        boolean isValid() {
            return fields.get(1).equals("valid");
        }

        byte[] bytes(int field) {
            return fields.get(field).equals(NONE) ? new byte[0] : HexFormat.of().parseHex(fields.get(field));
        }

        @Override
        public String toString() {
            return file + ": " + comment();
        }
    }

    static Path path(String file) {
        return TestData.path("crypto/" + file + ".tsv");
    }

    static List<Line> read(String file) {
        List<Line> lines = new ArrayList<>();
        for (String line : TestData.text("crypto/" + file + ".tsv").lines().toList()) {
            if (!line.startsWith("#")) {
                lines.add(new Line(file, List.of(line.split("\t"))));
            }
        }
        return lines;
    }

    /** A line of a file; fields are texts or bytes. */
    static String line(Object... fields) {
        StringJoiner line = new StringJoiner("\t", "", "\n");
        for (Object field : fields) {
            String text = field instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : field.toString();
            line.add(text.isEmpty() ? NONE : text);
        }
        return line.toString();
    }
}
