package org.sgxra.services.command;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reasons for the revocation of a group (RFC 5280 section 5.3.1; docs/spec/ias-api.md section 5.3). */
final class CrlReason {
    private static final Map<Integer, String> NAMES = new TreeMap<>(Map.of(
            0,
            "unspecified",
            1,
            "keyCompromise",
            2,
            "cACompromise",
            3,
            "affiliationChanged",
            4,
            "superseded",
            5,
            "cessationOfOperation",
            6,
            "certificateHold",
            8,
            "removeFromCRL",
            9,
            "privilegeWithdrawn",
            10,
            "aACompromise"));

    private CrlReason() {}

    /** The name of a reason. */
    static String name(int reason) {
        return NAMES.getOrDefault(reason, "unknown");
    }

    /** The number of a reason given as number or as name. */
    static int parse(String text) throws CommandException {
        return NAMES.entrySet().stream()
                .filter(e -> e.getKey().toString().equals(text)
                        || e.getValue().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new CommandException("--reason=" + text + " is none of "
                        + NAMES.entrySet().stream()
                                .map(e -> e.getKey() + " " + e.getValue())
                                .collect(Collectors.joining(", "))));
    }
}
