package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.testdata.WrongCommandLines;

/** Every option of sgx-ra, given wrongly in all ways. */
class UsageErrorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "decode", "verify-report", "verify-quote", "collateral fetch", "walkthrough", "replay"})
    void fitATerminal(String command) {
        List<String> start = command.isEmpty() ? List.of() : List.of(command.split(" "));
        String help = ToolRun.of(command.isEmpty() ? new String[] {"-h"} : new String[] {start.get(0), "-h"})
                .out();
        for (String[] wrong : WrongCommandLines.of(help)) {
            List<String> arguments = new ArrayList<>(start);
            arguments.addAll(List.of(wrong));
            String error = ToolRun.of(arguments.toArray(String[]::new)).stderr();
            assertThat(error.lines()).as("%s", arguments).allMatch(line -> line.length() <= 80);
        }
    }
}
