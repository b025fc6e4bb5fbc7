package org.sgxra.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    @Test
    void givesNoMoreThanItHas() {
        ByteBudget budget = new ByteBudget(100);

        assertThat(budget.take(60)).isTrue();
        assertThat(budget.take(41)).isFalse();
        assertThat(budget.take(40)).isTrue();
        assertThat(budget.take(1)).isFalse();
        budget.give(60);
        assertThat(budget.held()).isEqualTo(40);
        assertThat(budget.take(60)).isTrue();
    }

    @Test
    void takesAnEighthOfTheMemoryOfTheProcess() {
        assertThat(ByteBudget.ofProcess().limit())
                .isPositive()
                .isLessThanOrEqualTo(64 << 20)
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 8);
    }
}
