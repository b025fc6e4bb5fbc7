package org.sgxra.runtime.net;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Header fields of an HTTP message, name and value each, in their order. */
public final class HeaderFields {
    private HeaderFields() {}

    /** Value of the first field of that name, in any case. */
    public static Optional<String> first(List<Map.Entry<String, String>> fields, String name) {
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return Optional.of(field.getValue());
            }
        }
        return Optional.empty();
    }
}
