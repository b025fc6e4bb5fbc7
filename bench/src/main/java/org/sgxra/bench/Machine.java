package org.sgxra.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What figures depend on. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Names and values, in the order in which they are shown. */
    static Map<String, String> describe() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processor", processor());
        machine.put("cores", String.valueOf(system.getAvailableProcessors()));
        machine.put("memory", (system.getTotalMemorySize() >> 20) + " MiB");
        machine.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        machine.put("java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
        machine.put("load before", String.format(Locale.ROOT, "%.1f", system.getSystemLoadAverage()));
        return machine;
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(PROCESSORS)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            return "unknown";
        }
        return "unknown";
    }
}
