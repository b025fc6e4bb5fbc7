package org.sgxra.tool.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;

/**
 * What an input was found to be.
 *
 * @param form for example {@code hexadecimal digits} or {@code log}
 * @param structures at least one
 * @param passedOver lines of a log that might have been one, with the reason why they are not
 */
public record Decoded(String form, List<Structure> structures, List<String> passedOver) {
    /**
     * Finds out form and kind, or only the form.
     *
     * @param as what the bytes should be; empty to find out
     * @throws NotDecodableException if the input is nothing that is known, or not what it should be
     */
    public static Decoded of(ByteString content, Optional<Kind> as) throws NotDecodableException {
        boolean text = Encoded.isText(content);
        if (text && LogFile.is(Encoded.text(content))) {
            LogFile log = LogFile.read(Encoded.text(content));
            return new Decoded("log", log.structures(), log.passedOver());
        }
        List<NotDecodableException> faults = new ArrayList<>();
        for (Encoded encoded : Encoded.allOf(content)) {
            try {
                return new Decoded(encoded.form(), split(encoded.bytes(), as), List.of());
            } catch (NotDecodableException e) {
                faults.add(new NotDecodableException(encoded.form() + ": " + e.getMessage(), e));
            }
        }
        if (text && as.isEmpty()) {
            Optional<Decoded> lines = lines(Encoded.text(content));
            if (lines.isPresent()) {
                return lines.get();
            }
        }
        throw faults.get(0);
    }

    private static List<Structure> split(ByteString bytes, Optional<Kind> as) throws NotDecodableException {
        return as.isPresent() ? as.get().split(bytes) : Kind.recognise(bytes);
    }

    /** A message in each line, as with {@code -z}; empty if one of them is none. */
    private static Optional<Decoded> lines(String text) {
        List<String> lines = text.lines().toList();
        List<Structure> structures = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                String place = "line " + (i + 1);
                ByteString line = Encoded.of(ByteString.of(lines.get(i).getBytes(StandardCharsets.ISO_8859_1)))
                        .bytes();
                Kind.recognise(line).forEach(structure -> structures.add(structure.from(place)));
            } catch (NotDecodableException e) {
                return Optional.empty();
            }
        }
        return Optional.of(new Decoded("lines", structures, List.of()));
    }
}
