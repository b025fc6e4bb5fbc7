package org.sgxra.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A hex map as it stands in a page. */
record HexMap(int size, List<Region> regions) {
    private static final Pattern MAP = Pattern.compile(
            "<div class=\"map(?: long)?\"[^>]* data-size=\"(\\d+)\"><div class=\"hex\">(.*?)</div>", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile(
            "<a class=\"b b\\d\"[^>]* data-o=\"(\\d+)\" data-n=\"(\\d+)\"[^>]*>(.*?)</a>", Pattern.DOTALL);

    record Region(int offset, int size, String text) {
        String digits() {
            return text.replace(" ", "");
        }
    }

    static List<HexMap> of(String page) {
        List<HexMap> maps = new ArrayList<>();
        Matcher map = MAP.matcher(page);
        while (map.find()) {
            List<Region> regions = new ArrayList<>();
            Matcher region = REGION.matcher(map.group(2));
            while (region.find()) {
                regions.add(new Region(
                        Integer.parseInt(region.group(1)), Integer.parseInt(region.group(2)), region.group(3)));
            }
            maps.add(new HexMap(Integer.parseInt(map.group(1)), regions));
        }
        return maps;
    }

    /** How many regions have each byte. */
    int[] owners() {
        int[] owners = new int[size];
        for (Region region : regions) {
            for (int i = 0; i < region.size(); i++) {
                owners[region.offset() + i]++;
            }
        }
        return owners;
    }

    String digits() {
        StringBuilder digits = new StringBuilder();
        regions.forEach(region -> digits.append(region.digits()));
        return digits.toString();
    }
}
