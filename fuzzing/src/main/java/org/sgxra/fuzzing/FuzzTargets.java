package org.sgxra.fuzzing;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All targets. */
final class FuzzTargets {
    private FuzzTargets() {}

    /** In groups, each made when it is asked for: Jazzer is quicker with fewer classes. */
    private static Stream<FuzzTarget> stream() {
        return Stream.<Supplier<List<FuzzTarget>>>of(
                        MessageTargets::all,
                        DcapTargets::all,
                        ReportTargets::all,
                        EpidTargets::all,
                        WireTargets::all,
                        FileTargets::all,
                        ServerTargets::all,
                        ClientTargets::all)
                .flatMap(group -> group.get().stream());
    }

    static List<FuzzTarget> all() {
        return stream().toList();
    }

    /** The target of a name. */
    static FuzzTarget named(String name) {
        return stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no target: " + name));
    }
}
