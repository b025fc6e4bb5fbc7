package org.sgxra.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of YAML that a compose file needs: mappings and lists by indentation, values that are JSON on one line or a plain word,
 * comments on lines of their own. Everything else is an error.
 */
final class PlainYaml {
    private static final Pattern ENTRY = Pattern.compile("( *)([A-Za-z_][A-Za-z0-9_-]*):(?: (.+))?");
    private static final Pattern ITEM = Pattern.compile("( *)- (.+)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z.][A-Za-z0-9._/-]*");

    private final Deque<String> lines = new ArrayDeque<>();

    private PlainYaml(String text) {
        text.lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .forEach(lines::add);
    }

    static Map<String, Object> parse(String text) throws JsonProcessingException {
        PlainYaml yaml = new PlainYaml(text);
        Map<String, Object> all = yaml.mapping(0);
        if (!yaml.lines.isEmpty()) {
            throw new IllegalArgumentException("cannot read: " + yaml.lines.peek());
        }
        return all;
    }

    private Map<String, Object> mapping(int indentation) throws JsonProcessingException {
        Map<String, Object> mapping = new LinkedHashMap<>();
        while (!lines.isEmpty()) {
            Matcher entry = ENTRY.matcher(lines.peek());
            if (!entry.matches() || entry.group(1).length() != indentation) {
                break;
            }
            lines.remove();
            Object value = entry.group(3) != null ? value(entry.group(3)) : block(indentation);
            if (mapping.put(entry.group(2), value) != null) {
                throw new IllegalArgumentException(entry.group(2) + " is there twice");
            }
        }
        return mapping;
    }

    private Object block(int indentation) throws JsonProcessingException {
        String first = lines.isEmpty() ? "" : lines.peek();
        int deeper = first.length() - first.stripLeading().length();
        if (deeper <= indentation) {
            throw new IllegalArgumentException("nothing below an entry, but: " + first);
        }
        return ITEM.matcher(first).matches() ? list(deeper) : mapping(deeper);
    }

    private List<Object> list(int indentation) throws JsonProcessingException {
        List<Object> list = new ArrayList<>();
        for (Matcher item = next(); item != null && item.group(1).length() == indentation; item = next()) {
            lines.remove();
            list.add(value(item.group(2)));
        }
        return list;
    }

    private Matcher next() {
        Matcher item = ITEM.matcher(lines.isEmpty() ? "" : lines.peek());
        return item.matches() ? item : null;
    }

    private static Object value(String text) throws JsonProcessingException {
        boolean word = WORD.matcher(text).matches() && !text.equals("true") && !text.equals("false");
        return word ? text : new ObjectMapper().readValue(text, Object.class);
    }
}
