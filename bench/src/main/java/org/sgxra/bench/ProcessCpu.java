package org.sgxra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time and memory of processes, from proc(5). */
final class ProcessCpu {
    /** sysconf(_SC_CLK_TCK) on every Linux there is. */
    private static final int TICKS_PER_SECOND = 100;
    /** Fields 14 to 17 of /proc/PID/stat: utime, stime, cutime, cstime; counted from what follows the name in parentheses. */
    private static final int UTIME = 11;

    private static final int CHILDREN_UTIME = 13;

    private ProcessCpu() {}

    /** CPU time of a running process, of all its threads, in milliseconds; the kernel counts in steps of 10. */
    static double millis(long pid) throws IOException {
        return ticks(String.valueOf(pid), UTIME) * 1000.0 / TICKS_PER_SECOND;
    }

    /** The same with that of processes that it started and that have ended. */
    static double millisWithChildren(long pid) throws IOException {
        return millis(pid) + ticks(String.valueOf(pid), CHILDREN_UTIME) * 1000.0 / TICKS_PER_SECOND;
    }

    /** CPU time of all processes that this one started and that have ended, in milliseconds. */
    static double endedChildrenMillis() throws IOException {
        return ticks("self", CHILDREN_UTIME) * 1000.0 / TICKS_PER_SECOND;
    }

    /** Resident memory of a process in MiB: {@code VmRSS}, or {@code VmHWM} for the most it ever was. */
    static double residentMiB(long pid, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("/proc/" + pid + "/status has no " + field);
    }

    private static long ticks(String pid, int first) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1]);
    }
}
