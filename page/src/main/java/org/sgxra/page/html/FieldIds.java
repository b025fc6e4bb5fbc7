package org.sgxra.page.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.common.field.FieldList;
import org.sgxra.page.guide.FieldGuide;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.RecordedSession;

/** Where in the page each field stands, and which fields belong together. */
final class FieldIds {
    /**
     * A region of a map.
     *
     * @param id of the row that tells about it
     */
    record Place(String id, Region region) {}

    private final Map<String, List<Region>> maps = new LinkedHashMap<>();
    private final Map<String, List<Place>> links = new LinkedHashMap<>();
    private final Map<String, String> byName = new LinkedHashMap<>();

    FieldIds(RecordedSession session) {
        for (Message message : session.messages()) {
            add(message.id(), message.fields());
            message.content().ifPresent(content -> add(message.structureId(), content));
        }
    }

    private void add(String map, FieldList fields) {
        List<Region> regions = Region.of(fields);
        maps.put(map, regions);
        for (int i = 0; i < regions.size(); i++) {
            Place place = new Place(row(map, i), regions.get(i));
            byName.putIfAbsent(regions.get(i).name(), place.id());
            for (String link : FieldGuide.of(regions.get(i).name()).links()) {
                links.computeIfAbsent(link, key -> new ArrayList<>()).add(place);
            }
        }
    }

    /** The regions of a message's map, in order. */
    List<Region> regions(String map) {
        return maps.get(map);
    }

    /** The id of the row about a region. */
    static String row(String map, int index) {
        return "f-" + map + "-" + index;
    }

    /** The id of the row about the field of a name; null if there is none. */
    String row(String fieldName) {
        return byName.get(fieldName);
    }

    /** The other regions that have something in common with a region. */
    List<Place> related(String id, Region region) {
        return FieldGuide.of(region.name()).links().stream()
                .sorted()
                .flatMap(link -> links.get(link).stream())
                .filter(place -> !place.id().equals(id))
                .distinct()
                .toList();
    }
}
