package org.sgxra.tool.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;

/** The file {@code policy/policy}: lines {@code NAME=value}, as the Bourne shell reads them, and comments. */
final class PolicyFile {
    private static final Pattern LINE =
            Pattern.compile("([A-Z_]+)=(\"[^\"$`\\\\]*\"|'[^']*'|[^\\s\"'$`\\\\;&|<>()]*)(\\s+#.*)?");
    private static final String ALLOW_DEBUG = "ALLOW_DEBUG";
    private static final String NO_DEBUG_ENCLAVE = "no-debug-enclave";

    /** Names in the file, and the option that says the same. */
    private static final Map<String, String> OPTIONS = Map.of(
            "MRSIGNER",
            "mrsigner",
            "PRODID",
            "isv-product-id",
            "MIN_ISVSVN",
            "min-isv-svn",
            "MRENCLAVE",
            "mrenclave",
            "ACCEPT_STATUS",
            "accept-status",
            "MITIGATED_ADVISORIES",
            "mitigated-advisories",
            ALLOW_DEBUG,
            NO_DEBUG_ENCLAVE);

    private final Map<String, OptionValue> values = new HashMap<>();

    /** A file that says nothing. */
    PolicyFile() {}

    /**
     * Reads it. Enclaves in debug mode are accepted only if it says so, as with {@code run-server}.
     *
     * @throws UsageException if it cannot be read, or has a line that is no setting of a policy, with its number
     */
    PolicyFile(OptionValue file) throws UsageException {
        values.put(NO_DEBUG_ENCLAVE, file);
        int number = 0;
        for (String line : file.text().lines().map(String::strip).toList()) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                Matcher setting = LINE.matcher(line);
                if (!setting.matches() || !OPTIONS.containsKey(setting.group(1))) {
                    throw file.fault("line " + number + " is "
                            + (setting.matches() ? "no setting of a policy: " + setting.group(1) : "not NAME=value"));
                }
                set(file, setting.group(1), setting.group(2).replaceAll("^[\"']|[\"']$", ""));
            }
        }
    }

    private void set(OptionValue file, String name, String value) throws UsageException {
        OptionValue setting = new OptionValue(name + " in " + file.value(), value, file.wording());
        String option = OPTIONS.get(name);
        if (!name.equals(ALLOW_DEBUG)) {
            if (!value.isEmpty()) {
                values.put(option, setting);
            }
        } else if (value.equals("1")) {
            values.remove(option);
        } else if (!value.matches("0?")) {
            throw setting.fault("must be 0 or 1");
        }
    }

    /** What the file says in place of an option. */
    Optional<OptionValue> get(String option) {
        return Optional.ofNullable(values.get(option));
    }
}
