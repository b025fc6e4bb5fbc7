package org.sgxra.page.docs;

import java.util.Arrays;
import java.util.List;

/** A line of a picture's source: words, then after a colon texts with a bar between blanks between them. */
record PictureLine(List<String> words, List<String> texts) {
    static PictureLine of(String line) {
        int colon = line.indexOf(" : ");
        String words = colon < 0 ? line : line.substring(0, colon);
        return new PictureLine(
                List.of(words.strip().split("\\s+")),
                colon < 0
                        ? List.of()
                        : Arrays.stream(line.substring(colon + 3).split("\\s\\|\\s"))
                                .map(String::strip)
                                .toList());
    }

    String word(int index) {
        return words.get(index);
    }

    int number(int index) {
        return Integer.parseInt(words.get(index));
    }
}
