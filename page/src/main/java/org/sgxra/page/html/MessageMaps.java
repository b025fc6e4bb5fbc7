package org.sgxra.page.html;

import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.FieldOrder;
import org.sgxra.page.guide.FieldGuide;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.RecordedSession;

/** Each message as a hex map, in which every byte belongs to exactly one region, and a table that tells about the regions. */
final class MessageMaps {
    /** Bytes of one region that are shown; of a longer one the first and the last half of them. */
    private static final int SHOWN = 4096;

    /** Bytes of a map that are in sight at once on wide screens: what is longer scrolls. */
    private static final int WINDOW = 400;

    private static final int COLOURS = 6;
    private static final int MAX_VALUE = 600;

    private final RecordedSession session;
    private final FieldIds ids;

    MessageMaps(RecordedSession session, FieldIds ids) {
        this.session = session;
        this.ids = ids;
    }

    void write(Html out) {
        out.open("section", "id", "messages", "aria-labelledby", "messages-h");
        out.element("h2", "Messages, byte by byte", "id", "messages-h");
        out.element(
                "p",
                "Each coloured region is a field. Point at one, or select it, to see what it is; fields that have"
                        + " something in common light up together. Lines have 16 bytes, on narrow screens 8. Long messages scroll"
                        + " in a window of their own.");
        out.open("p").text("To see which check catches a changed bit, here bit 3 of byte 412 of msg3, run: ");
        out.element("code", "sgx-ra replay SESSION --flip=msg3:412.3", "class", "command")
                .close();
        for (Message message : session.messages()) {
            message(out, message);
        }
        out.close().line();
    }

    private void message(Html out, Message message) {
        out.open("article", "class", "message", "id", message.id(), "aria-labelledby", message.id() + "-h");
        out.element("h3", message.name(), "id", message.id() + "-h");
        out.open("p")
                .text("From the " + message.from().title() + " to the "
                        + message.from().peer().title() + ", "
                        + Texts.size(message.wire().size()) + ".");
        if (!message.note().isEmpty()) {
            out.text(" ").element("strong", Texts.shortened(message.note(), MAX_VALUE));
        }
        out.close();
        map(out, message.id(), message.name());
        message.content().ifPresent(content -> {
            out.element("h4", "What it carries: " + content.structure());
            map(out, message.structureId(), content.structure());
        });
        out.close().line();
    }

    private void map(Html out, String map, String name) {
        List<Region> regions = ids.regions(map);
        int size = regions.stream().mapToInt(region -> region.bytes().size()).sum();
        out.open(
                "div",
                "class",
                size > WINDOW ? "map long" : "map",
                "role",
                "group",
                "aria-label",
                "bytes of " + name,
                "data-size",
                "" + size);
        out.open("div", "class", "hex");
        for (int i = 0; i < regions.size(); i++) {
            Region region = regions.get(i);
            if (!region.bytes().isEmpty()) {
                region(out, FieldIds.row(map, i), region, i);
                out.text(" ");
            }
        }
        out.close();
        legend(out, map, regions);
        out.close();
        out.open("details", "class", "fields").element("summary", regions.size() + " fields of " + name);
        out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "fields of " + name);
        out.open("table").open("thead").open("tr");
        for (String heading : List.of("field", "offset", "size", "value", "what it is for", "specified in")) {
            out.element("th", heading, "scope", "col");
        }
        out.close(2).open("tbody");
        for (int i = 0; i < regions.size(); i++) {
            row(out, FieldIds.row(map, i), regions.get(i));
        }
        out.close(4);
    }

    /** What the colours are, beside the map where there is room: the names that the table has, too. */
    private static void legend(Html out, String map, List<Region> regions) {
        out.open("ul", "class", "legend", "aria-hidden", "true");
        for (int i = 0; i < regions.size(); i++) {
            Region region = regions.get(i);
            if (!region.bytes().isEmpty()) {
                String title = FieldGuide.of(region.name()).title();
                out.open("li", "data-r", FieldIds.row(map, i));
                out.open("i", "class", "b" + i % COLOURS).close();
                out.text(" " + (title.isEmpty() ? region.name() : title));
                out.element(
                        "small",
                        " at " + region.offset() + ", "
                                + Texts.size(region.bytes().size()));
                out.close();
            }
        }
        out.close().line();
    }

    private static void region(Html out, String id, Region region, int index) {
        FieldGuide guide = FieldGuide.of(region.name());
        out.open(
                "a",
                "class",
                "b b" + index % COLOURS,
                "href",
                "#" + id,
                "data-o",
                "" + region.offset(),
                "data-n",
                "" + region.bytes().size(),
                "data-t",
                guide.links().isEmpty()
                        ? null
                        : String.join(" ", guide.links().stream().sorted().toList()),
                "aria-label",
                region.name() + ", " + Texts.size(region.bytes().size()) + " at " + region.offset());
        ByteString bytes = region.bytes();
        if (bytes.size() <= SHOWN) {
            out.text(Texts.spaced(bytes));
        } else {
            out.text(Texts.spaced(bytes.slice(0, SHOWN / 2)));
            out.element("i", "… " + Texts.size(bytes.size() - SHOWN) + " not shown …");
            out.text(Texts.spaced(bytes.slice(bytes.size() - SHOWN / 2, bytes.size())));
        }
        out.close();
    }

    private void row(Html out, String id, Region region) {
        FieldGuide guide = FieldGuide.of(region.name());
        out.open("tr", "id", id, "tabindex", "-1");
        out.open("th", "scope", "row").element("code", region.name());
        if (!guide.title().isEmpty()) {
            out.open("br").text(guide.title());
        }
        out.close();
        out.element("td", region.offset()).element("td", region.bytes().size());
        out.open("td");
        out.element("code", value(region)).open("br").element("small", order(region.order()));
        out.close();
        out.open("td").text(guide.purpose().isEmpty() ? "—" : guide.purpose());
        related(out, id, region);
        out.close();
        out.element("td", guide.source().isEmpty() ? "—" : guide.source());
        out.close().line();
    }

    private void related(Html out, String id, Region region) {
        List<FieldIds.Place> related = ids.related(id, region);
        if (related.isEmpty()) {
            return;
        }
        out.open("span", "class", "also").text(" See also: ");
        for (int i = 0; i < related.size() && i < 12; i++) {
            out.text(i == 0 ? "" : ", ");
            out.element(
                    "a",
                    related.get(i).region().name(),
                    "href",
                    "#" + related.get(i).id());
        }
        out.text(".").close();
    }

    /** What the field says; of a number in little-endian order its digits the way people write them. */
    private static String value(Region region) {
        if (!region.text().isEmpty()) {
            return Texts.shortened(region.text(), MAX_VALUE);
        }
        ByteString bytes = region.bytes();
        if (bytes.isEmpty()) {
            return "empty";
        }
        if (bytes.size() > 4 && bytes.isZero()) {
            return "all zero";
        }
        return switch (region.order()) {
            case LITTLE_ENDIAN -> "0x" + bytes.reversed().hex();
            case BIG_ENDIAN -> "0x" + Texts.shortened(bytes.hex(), MAX_VALUE);
            default -> Texts.shortened(bytes.hex(), MAX_VALUE);
        };
    }

    private static String order(FieldOrder order) {
        return switch (order) {
            case BYTES -> "bytes, in this order";
            case LITTLE_ENDIAN -> "number, least significant byte first";
            case BIG_ENDIAN -> "number, most significant byte first";
            case VARINT -> "protobuf varint: 7 bits a byte, least significant first";
        };
    }
}
