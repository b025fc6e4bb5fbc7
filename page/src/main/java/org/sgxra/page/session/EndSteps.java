package org.sgxra.page.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.record.RecordedEvent;

/** The steps that one end noted. */
final class EndSteps {
    private EndSteps() {}

    static List<Step> of(List<RecordedEvent> events) {
        List<Step> steps = new ArrayList<>();
        for (RecordedEvent event : events) {
            step(event).ifPresent(steps::add);
        }
        return steps;
    }

    private static Optional<Step> step(RecordedEvent event) {
        Party by = Party.ofRole(event.role());
        return switch (event.kind()) {
            case "message-received" -> Optional.of(sent(event, by.peer()));
            case "message-sending" -> Optional.of(sent(event, by));
            case "request-sent" -> Optional.of(new Step.Service(event.time(), event.text("call"), false, event));
            case "answer-received" -> Optional.of(new Step.Service(event.time(), event.text("call"), true, event));
            case "collateral-requested" ->
                Optional.of(new Step.Service(event.time(), event.text("part"), false, event));
            case "collateral-received" -> Optional.of(new Step.Service(event.time(), event.text("part"), true, event));
            case "check" -> Optional.of(compared(event, by));
            case "verdict-reached", "verdict-received" ->
                Optional.of(new Step.Verdict(event.time(), by, event.text("verdict"), event));
            case "session-failed", "connection-lost" ->
                Optional.of(new Step.Failed(event.time(), by, event.text("reason"), event.text("cause")));
            case "notice" -> Optional.of(new Step.Noticed(event.time(), by, event.text("text")));
            default -> Optional.empty();
        };
    }

    private static Step.Sent sent(RecordedEvent event, Party from) {
        ByteString wire = event.bytes("wire").orElse(ByteString.EMPTY);
        return new Step.Sent(event.time(), MessageReader.read("", event.text("message"), from, wire));
    }

    private static Step.Compared compared(RecordedEvent event, Party by) {
        Party maker = event.text("expected").equals("accepted by the enclave") ? Party.ENCLAVE : by;
        return new Step.Compared(
                event.time(),
                "",
                maker,
                event.text("check"),
                event.flag("passed"),
                event.text("expected"),
                event.text("actual"));
    }
}
