package org.sgxra.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sgxra.common.message.TrustStatus.NOT_TRUSTED;
import static org.sgxra.common.message.TrustStatus.NOT_TRUSTED_ITS_COMPLICATED;
import static org.sgxra.common.message.TrustStatus.TRUSTED;
import static org.sgxra.common.message.TrustStatus.TRUSTED_ITS_COMPLICATED;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.verifier.PlatformState.Standing;
import org.sgxra.verifier.check.Check;

class PlatformPolicyTest {
    private static TrustStatus judge(PlatformPolicy policy, Standing standing, String status, String... advisories) {
        return policy.judge(new PlatformState(standing, status, List.of(advisories), Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource({
        "CURRENT,         OK,                                   false, TRUSTED",
        "CURRENT,         OK,                                   true,  TRUSTED",
        "NEEDS_HARDENING, CONFIGURATION_NEEDED,                 false, TRUSTED_ITS_COMPLICATED",
        "NEEDS_HARDENING, CONFIGURATION_NEEDED,                 true,  NOT_TRUSTED_ITS_COMPLICATED",
        "NEEDS_HARDENING, SW_HARDENING_NEEDED,                  false, TRUSTED_ITS_COMPLICATED",
        "NEEDS_HARDENING, SW_HARDENING_NEEDED,                  true,  NOT_TRUSTED_ITS_COMPLICATED",
        "NEEDS_HARDENING, CONFIGURATION_AND_SW_HARDENING_NEEDED, false, TRUSTED_ITS_COMPLICATED",
        "OUT_OF_DATE,     GROUP_OUT_OF_DATE,                    false, NOT_TRUSTED_ITS_COMPLICATED",
        "OUT_OF_DATE,     GROUP_OUT_OF_DATE,                    true,  NOT_TRUSTED_ITS_COMPLICATED",
        "REJECTED,        SIGNATURE_INVALID,                    false, NOT_TRUSTED",
        "REJECTED,        GROUP_REVOKED,                        false, NOT_TRUSTED"
    })
    void withoutAPolicyTheStatusDecides(Standing standing, String status, boolean strict, TrustStatus verdict) {
        assertThat(judge(new PlatformPolicy(strict, Set.of(), Set.of()), standing, status, "SA-1"))
                .isEqualTo(verdict);
    }

    @Test
    void anAcceptedStatusIsTrustedInStrictModeToo() {
        PlatformPolicy policy = new PlatformPolicy(true, Set.of("GROUP_OUT_OF_DATE", "SW_HARDENING_NEEDED"), Set.of());

        assertThat(judge(policy, Standing.OUT_OF_DATE, "GROUP_OUT_OF_DATE")).isEqualTo(TRUSTED_ITS_COMPLICATED);
        assertThat(judge(policy, Standing.NEEDS_HARDENING, "SW_HARDENING_NEEDED"))
                .isEqualTo(TRUSTED_ITS_COMPLICATED);
        assertThat(judge(policy, Standing.NEEDS_HARDENING, "CONFIGURATION_NEEDED"))
                .isEqualTo(NOT_TRUSTED_ITS_COMPLICATED);
        assertThat(judge(policy, Standing.CURRENT, "OK")).isEqualTo(TRUSTED);
        assertThat(judge(
                        new PlatformPolicy(false, Set.of("SIGNATURE_INVALID"), Set.of()),
                        Standing.REJECTED,
                        "SIGNATURE_INVALID"))
                .isEqualTo(NOT_TRUSTED);
    }

    @Test
    void withMitigatedAdvisoriesEveryAdvisoryMustBeNamed() {
        PlatformPolicy policy = new PlatformPolicy(false, Set.of("GROUP_OUT_OF_DATE"), Set.of("SA-1", "SA-2"));

        assertThat(judge(policy, Standing.NEEDS_HARDENING, "SW_HARDENING_NEEDED", "SA-1"))
                .isEqualTo(TRUSTED_ITS_COMPLICATED);
        assertThat(judge(policy, Standing.OUT_OF_DATE, "GROUP_OUT_OF_DATE", "SA-2", "SA-1"))
                .isEqualTo(TRUSTED_ITS_COMPLICATED);
        assertThat(judge(policy, Standing.NEEDS_HARDENING, "SW_HARDENING_NEEDED", "SA-1", "SA-3"))
                .isEqualTo(NOT_TRUSTED_ITS_COMPLICATED);
        assertThat(judge(policy, Standing.NEEDS_HARDENING, "SW_HARDENING_NEEDED"))
                .isEqualTo(NOT_TRUSTED_ITS_COMPLICATED);
        assertThat(judge(policy, Standing.CURRENT, "OK")).isEqualTo(TRUSTED);
        assertThat(judge(policy, Standing.REJECTED, "KEY_REVOKED", "SA-1")).isEqualTo(NOT_TRUSTED);
    }

    private static List<Check> checks(Set<String> mitigated, Standing standing, String... advisories) {
        return new PlatformPolicy(true, Set.of(), mitigated)
                .checks(new PlatformState(standing, standing.name(), List.of(advisories), Instant.EPOCH));
    }

    @Test
    void advisoriesAreComparedWhereAListIsGivenAndThePlatformIsNotCurrent() {
        assertThat(checks(Set.of(), Standing.OUT_OF_DATE, "SA-1").get(1).outcome())
                .isEqualTo(Check.Outcome.NOT_ASKED);
        assertThat(checks(Set.of("SA-1"), Standing.CURRENT, "SA-1").get(1).outcome())
                .isEqualTo(Check.Outcome.NOT_ASKED);
        assertThat(checks(Set.of("SA-1"), Standing.OUT_OF_DATE, "SA-1").get(1).outcome())
                .isEqualTo(Check.Outcome.PASSED);
        Check failed = checks(Set.of("SA-1"), Standing.OUT_OF_DATE, "SA-2").get(1);
        assertThat(failed.outcome()).isEqualTo(Check.Outcome.FAILED);
        assertThat(failed.expected()).isEqualTo(Set.of("SA-1"));
        assertThat(failed.actual()).isEqualTo(List.of("SA-2"));
        assertThat(failed.reason()).isEqualTo("not all of the advisories [SA-2] are mitigated");
    }
}
