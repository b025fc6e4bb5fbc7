package org.sgxra.tool.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.page.session.Party;
import org.sgxra.runtime.event.CheckEvent;

/**
 * What the checks of one end said.
 *
 * @param end whose
 * @param checks made, in their order; the last one may have failed
 * @param refusal what refused a message; none if nothing did
 * @param notCheckable checks that could not be made, each with why
 * @param verdict of a service provider whose policy is known, unless a message was refused before
 */
record EndResult(
        Party end,
        List<CheckEvent> checks,
        Optional<Refusal> refusal,
        List<NotCheckable> notCheckable,
        Optional<Verdict> verdict) {
    /** Messages that are no such messages are refused before anything in them is compared. */
    static final String FORMAT = "message-format";

    EndResult {
        checks = List.copyOf(checks);
        notCheckable = List.copyOf(notCheckable);
    }

    /**
     * Why a message was refused.
     *
     * @param check its name
     * @param reason a line for people
     */
    record Refusal(String check, String reason) {}

    /**
     * A check that could not be made.
     *
     * @param check its name
     * @param why what is missing
     */
    record NotCheckable(String check, String why) {
        static NotCheckable withoutKeys(String check) {
            return new NotCheckable(check, "not checkable without keys");
        }
    }

    /**
     * What a service provider concludes.
     *
     * @param trust what msg4 says
     * @param platformStatus the attestation service's word for the platform
     */
    record Verdict(String trust, String platformStatus) {}

    /** Gathers. */
    static final class Builder {
        private final Party end;
        private final List<CheckEvent> checks = new ArrayList<>();
        private final List<NotCheckable> notCheckable = new ArrayList<>();
        private Refusal refusal;
        private Verdict verdict;

        Builder(Party end) {
            this.end = end;
        }

        /** Notes a check; the first one that fails refuses the message. */
        boolean check(CheckEvent check) {
            checks.add(check);
            if (!check.passed() && refusal == null) {
                refusal = new Refusal(check.name(), "expected " + check.expected() + ", found " + check.actual());
            }
            return check.passed();
        }

        boolean check(String name, boolean passed, Object expected, Object actual) {
            return check(new CheckEvent(name, passed, expected, actual));
        }

        void notCheckable(NotCheckable check) {
            notCheckable.add(check);
        }

        /** What a check that failed means, or what is refused without one. */
        void refuse(String check, String reason) {
            refusal = new Refusal(refusal == null ? check : refusal.check(), reason);
        }

        void verdict(Verdict reached) {
            verdict = reached;
        }

        boolean isRefused() {
            return refusal != null;
        }

        EndResult build() {
            return new EndResult(end, checks, Optional.ofNullable(refusal), notCheckable, Optional.ofNullable(verdict));
        }
    }
}
