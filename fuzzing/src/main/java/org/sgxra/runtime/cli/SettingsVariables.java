package org.sgxra.runtime.cli;

import java.nio.file.Path;
import java.util.Map;

/** The arguments that settings stand for. */
public final class SettingsVariables {
    private SettingsVariables() {}

    /** Those of a script in a checkout. */
    public static String[] arguments(String script, Path home, Map<String, String> variables) throws UsageException {
        return new WindowsSettings(script, home, variables).with();
    }
}
