package org.sgxra.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadRunTest {
    @Test
    void ranksTimesWhateverTheirOrder() {
        LoadRun run =
                LoadRun.of(4, IntStream.range(0, 200).mapToDouble(i -> 200 - i).toArray());

        assertThat(run.rate()).isEqualTo(50);
        assertThat(run.percentile(0.5)).isEqualTo(100);
        assertThat(run.percentile(0.99)).isEqualTo(198);
        assertThat(run.percentile(1)).isEqualTo(200);
    }

    @Test
    void aSingleTimeIsEveryPercentile() {
        assertThat(LoadRun.of(1, new double[] {7}).percentile(0.01)).isEqualTo(7);
    }
}
