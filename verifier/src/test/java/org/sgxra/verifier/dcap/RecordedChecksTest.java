package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.testdata.TestData;

/**
 * What each check of genuine quotes compared, to the letter: under the Platform CA, under the Processor CA, of a trust domain, and with
 * PPID data and a chain that is given.
 */
class RecordedChecksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "swhardening-v3-00606a000000-202508-c81a90",
                "swhardening-v3-00906ea10000-202211-83cc18",
                "tdx-uptodate-v4-b0c06f000000-202506",
                "testroot-intel-qvl-sample"
            })
    void saysWhatWasExpectedAndWhatWasFound(String name) {
        RecordedCase recorded = RecordedCase.of(name);
        DcapVerdict verdict = recorded.verifier().verify(recorded.quote(), recorded.collateral(), recorded.verifyAt());

        String made = verdict.checks().stream()
                .map(check -> check.name().label() + ": " + check.outcome() + "\n  expected " + check.expected()
                        + "\n  actual   " + check.actual() + "\n")
                .collect(Collectors.joining());

        assertThat(made).isEqualTo(TestData.text("checks/" + name + ".txt"));
    }
}
