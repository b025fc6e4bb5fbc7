package org.sgxra.services.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sgxra.runtime.state.StateException;

/**
 * A text that people edit: settings, {@code name = value} a line, of the whole and then of sections that start with {@code [name]}.
 * Lines that are empty or start with {@code #} do not count.
 *
 * @param settings before the first section
 * @param sections in their order
 */
public record ConfText(Map<String, String> settings, List<Section> sections) {
    public ConfText {
        settings = Map.copyOf(settings);
        sections = List.copyOf(sections);
    }

    /**
     * A section.
     *
     * @param name between the brackets
     * @param settings by name
     */
    public record Section(String name, Map<String, String> settings) {
        public Section {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * Reads a text.
     *
     * @param file its name, for messages
     * @param known names of settings before the first section
     * @param knownInSections names of settings in sections
     * @throws StateException naming the line that is neither, or has a name that is not known or has been there
     */
    public static ConfText parse(String text, String file, Set<String> known, Set<String> knownInSections)
            throws StateException {
        List<String> names = new ArrayList<>();
        List<Map<String, String>> settings = new ArrayList<>(List.of(new HashMap<>()));
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                names.add(line.substring(1, line.length() - 1).strip());
                settings.add(new HashMap<>());
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new StateException(file + " line " + number + ": neither [level] nor name = value");
            }
            String name = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            if (!(names.isEmpty() ? known : knownInSections).contains(name)
                    || settings.get(names.size()).put(name, value) != null) {
                throw new StateException(
                        file + " line " + number + ": " + name + " is not known here, or is there twice");
            }
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            sections.add(new Section(names.get(i), settings.get(i + 1)));
        }
        return new ConfText(settings.get(0), sections);
    }

    /** The parts of a value that is a list with commas; none for null or nothing. */
    public static List<String> list(String value) {
        return value == null || value.isEmpty() ? List.of() : List.of(value.split("\\s*,\\s*"));
    }
}
