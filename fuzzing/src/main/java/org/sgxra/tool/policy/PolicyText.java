package org.sgxra.tool.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.cli.Wording;

/** Policy files from bytes. */
public final class PolicyText {
    private static final String[] OPTIONS = {
        "mrsigner",
        "isv-product-id",
        "min-isv-svn",
        "mrenclave",
        "accept-status",
        "mitigated-advisories",
        "no-debug-enclave"
    };

    private PolicyText() {}

    /** Reads one. */
    public static void read(Path file, byte[] bytes) throws IOException, UsageException {
        Files.write(file, bytes);
        PolicyFile policy = new PolicyFile(new OptionValue("policy", file.toString(), Wording.PLAIN));
        for (String option : OPTIONS) {
            if (policy.get(option)
                    .map(OptionValue::value)
                    .filter(String::isEmpty)
                    .isPresent()) {
                throw new AssertionError(option + " is nothing");
            }
        }
    }
}
