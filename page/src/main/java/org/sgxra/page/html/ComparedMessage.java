package org.sgxra.page.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.guide.DifferenceGuide;
import org.sgxra.page.guide.FieldGuide;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.MessagePair;

/** A message of two sessions: the fields that differ with their bytes, and the names of those that do not. */
final class ComparedMessage {
    private static final int SHOWN = 256;

    private final MessagePair pair;
    private final String id;

    /** @param id of the part of the page about it */
    ComparedMessage(MessagePair pair, String id) {
        this.pair = pair;
        this.id = id;
    }

    void write(Html out) {
        Map<String, Region> one = regions(pair.one());
        Map<String, Region> other = regions(pair.other());
        List<String> same = new ArrayList<>();
        List<String> differing = new ArrayList<>();
        Map<String, Region> all = new LinkedHashMap<>(one);
        other.forEach(all::putIfAbsent);
        for (String name : all.keySet()) {
            boolean isSame = one.containsKey(name)
                    && other.containsKey(name)
                    && one.get(name).bytes().equals(other.get(name).bytes());
            (isSame ? same : differing).add(name);
        }
        out.open("article", "class", "message", "id", id, "aria-labelledby", id + "-h");
        out.element("h3", pair.name(), "id", id + "-h");
        out.element("p", summary(one, other, differing));
        if (!differing.isEmpty() && pair.one().isPresent() && pair.other().isPresent()) {
            table(out, differing, one, other);
        }
        if (!same.isEmpty()) {
            out.open("details")
                    .element(
                            "summary",
                            same.size() + (same.size() == 1 ? " field is the same" : " fields are the same"));
            out.open("p").element("code", String.join(", ", same)).close(2);
        }
        out.close().line();
    }

    private static Map<String, Region> regions(Optional<Message> message) {
        Map<String, Region> regions = new LinkedHashMap<>();
        message.ifPresent(
                present -> Region.of(present.structure()).forEach(region -> regions.put(region.name(), region)));
        return regions;
    }

    private String summary(Map<String, Region> one, Map<String, Region> other, List<String> differing) {
        if (pair.one().isEmpty() || pair.other().isEmpty()) {
            return "Only in the " + (pair.one().isPresent() ? "first" : "second") + " session.";
        }
        if (differing.isEmpty()) {
            return "The same in both, byte for byte.";
        }
        int size = pair.one().get().structure().size();
        int otherSize = pair.other().get().structure().size();
        int bytes = differing.stream()
                .mapToInt(name -> differing(bytes(one.get(name)), bytes(other.get(name))))
                .sum();
        return Texts.size(bytes) + (bytes == 1 ? " differs" : " differ") + " of "
                + (size == otherSize ? Texts.size(size) : Texts.size(size) + " and " + Texts.size(otherSize)) + ".";
    }

    private static ByteString bytes(Region region) {
        return region == null ? ByteString.EMPTY : region.bytes();
    }

    private static int differing(ByteString one, ByteString other) {
        int common = Math.min(one.size(), other.size());
        int count = Math.max(one.size(), other.size()) - common;
        for (int i = 0; i < common; i++) {
            count += one.at(i) == other.at(i) ? 0 : 1;
        }
        return count;
    }

    private void table(Html out, List<String> names, Map<String, Region> one, Map<String, Region> other) {
        out.open(
                "div",
                "class",
                "scroll",
                "role",
                "region",
                "tabindex",
                "0",
                "aria-label",
                "fields of " + pair.name() + " that differ");
        out.open("table", "class", "compared").open("thead").open("tr");
        for (String heading : List.of("field", "first session", "second session", "why")) {
            out.element("th", heading, "scope", "col");
        }
        out.close(2).open("tbody");
        for (String name : names) {
            out.open("tr").open("th", "scope", "row").element("code", name);
            String title = FieldGuide.of(name).title();
            if (!title.isEmpty()) {
                out.open("br").text(title);
            }
            out.close();
            value(out, one.get(name), bytes(other.get(name)));
            value(out, other.get(name), bytes(one.get(name)));
            out.element("td", DifferenceGuide.of(name).orElse("—")).close().line();
        }
        out.close(3);
    }

    /** The bytes of a field, of which those that the other session has otherwise are marked. */
    private static void value(Html out, Region region, ByteString other) {
        out.open("td");
        if (region == null || region.bytes().isEmpty()) {
            out.element("small", region == null ? "not there" : "empty").close();
            return;
        }
        ByteString bytes = region.bytes();
        int shown = Math.min(bytes.size(), SHOWN);
        out.open("code");
        for (int from = 0; from < shown; ) {
            boolean differs = differs(bytes, other, from);
            int to = from + 1;
            while (to < shown && differs(bytes, other, to) == differs) {
                to++;
            }
            out.text(from == 0 ? "" : " ");
            if (differs) {
                out.element("mark", Texts.spaced(bytes.slice(from, to)));
            } else {
                out.text(Texts.spaced(bytes.slice(from, to)));
            }
            from = to;
        }
        out.close();
        if (shown < bytes.size()) {
            out.text(" ").element("small", "… " + Texts.size(bytes.size() - shown) + " more");
        }
        if (!region.text().isEmpty()) {
            out.open("br").text(Texts.shortened(region.text(), 200));
        }
        out.close();
    }

    private static boolean differs(ByteString bytes, ByteString other, int index) {
        return index >= other.size() || bytes.at(index) != other.at(index);
    }
}
