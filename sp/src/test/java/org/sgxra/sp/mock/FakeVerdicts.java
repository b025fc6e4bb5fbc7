package org.sgxra.sp.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.sp.service.Criteria;
import org.sgxra.verifier.PlatformState;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.Check.Outcome;
import org.sgxra.verifier.check.CheckName;

/** Verdicts on quotes that no service has seen, with the real policies. */
public final class FakeVerdicts {
    private FakeVerdicts() {}

    /** The verdict on an enclave of whose platform {@code state} is vouched for. */
    public static Verdict verdict(ReportBody enclave, Criteria criteria, PlatformState state) {
        boolean ours = enclave.reportData().equals(criteria.reportData());
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                CheckName.REPORT_DATA,
                ours ? Outcome.PASSED : Outcome.FAILED,
                criteria.reportData().hex(),
                enclave.reportData().hex(),
                ""));
        if (!ours) {
            return new Verdict(TrustStatus.NOT_TRUSTED, Optional.empty(), Optional.empty(), checks);
        }
        checks.addAll(criteria.policy().checks(enclave, state));
        return new Verdict(criteria.policy().judge(enclave, state), Optional.of(state), Optional.empty(), checks);
    }
}
