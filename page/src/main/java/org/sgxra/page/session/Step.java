package org.sgxra.page.session;

import java.time.Instant;
import java.util.Optional;
import org.sgxra.page.record.RecordedEvent;

/** Something that happened, in the order in which it did. */
public sealed interface Step {
    /** When, by the clock of who noted it. */
    Optional<Instant> time();

    /** A message went from one end to the other. */
    record Sent(Optional<Instant> time, Message message) implements Step {}

    /**
     * The service provider asked the attestation service, or was answered.
     *
     * @param what for example {@code report} or {@code TCB info}
     * @param isAnswer false for a question
     * @param event with the details
     */
    record Service(Optional<Instant> time, String what, boolean isAnswer, RecordedEvent event) implements Step {}

    /**
     * Something was compared.
     *
     * @param id {@code c1} and so on, unique in the page
     * @param by who compared
     */
    record Compared(
            Optional<Instant> time, String id, Party by, String check, boolean passed, String expected, String actual)
            implements Step {}

    /** An end has its verdict: {@code TRUSTED} and the like. */
    record Verdict(Optional<Instant> time, Party by, String verdict, RecordedEvent event) implements Step {}

    /**
     * An end gave up.
     *
     * @param reason a line for people
     * @param cause the kind of failure
     */
    record Failed(Optional<Instant> time, Party by, String reason, String cause) implements Step {}

    /** An end said something to people. */
    record Noticed(Optional<Instant> time, Party by, String text) implements Step {}
}
