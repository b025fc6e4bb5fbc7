package org.sgxra.page.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.record.SessionFormatException;

/**
 * A session as one or both of its ends noted it.
 *
 * @param steps what happened, in order
 * @param events of both ends, the service provider's first
 * @param hasEvents false if only messages are known
 */
public record RecordedSession(List<Step> steps, List<RecordedEvent> events, boolean hasEvents) {
    private static final Set<String> WITH_KEYS = Set.of("msg0||msg1", "msg2", "msg3", "MSG1", "MSG2", "MSG3");

    /** A message that was pasted: {@code name} as in docs/events.md, {@code wire} its bytes. */
    public record Pasted(String name, ByteString wire) {}

    /** A session of which only the messages are known, in their order. */
    public static RecordedSession ofMessages(List<Pasted> messages) {
        List<Step> steps = new ArrayList<>();
        boolean groupWasTold = false;
        for (Pasted message : messages) {
            Party from = sender(message.name(), groupWasTold);
            groupWasTold |= message.name().equals("MSG0");
            steps.add(new Step.Sent(Optional.empty(), MessageReader.read("", message.name(), from, message.wire())));
        }
        return new RecordedSession(Timeline.of(steps, List.of()), List.of(), false);
    }

    /** Both sides send a MSG0: first the client, then the service provider. */
    private static Party sender(String name, boolean groupWasTold) {
        return switch (name) {
            case "msg2", "msg4", "MSG2", "ATT_RESULT", "VERIFICATION" -> Party.SERVICE_PROVIDER;
            case "MSG0" -> groupWasTold ? Party.SERVICE_PROVIDER : Party.CLIENT;
            default -> Party.CLIENT;
        };
    }

    /**
     * The session in the files of one or both ends; of several sessions the last one.
     *
     * @param files the events of each file
     * @param id the id of a session, to have another one than the last
     * @throws SessionFormatException if there is no such session, or the files are not of two ends of one session
     */
    public static RecordedSession of(List<List<RecordedEvent>> files, Optional<String> id)
            throws SessionFormatException {
        List<List<RecordedEvent>> ends = new ArrayList<>();
        files.forEach(file -> ends.addAll(sessions(file)));
        List<RecordedEvent> chosen = choose(ends, id);
        Party party = Party.ofRole(chosen.get(0).role());
        List<List<RecordedEvent>> others = ends.stream()
                .filter(end -> Party.ofRole(end.get(0).role()) != party)
                .toList();
        Optional<List<RecordedEvent>> other = others.stream()
                .filter(end -> sharedDigits(chosen, end) > 0)
                .max(Comparator.comparingInt(end -> sharedDigits(chosen, end)));
        if (other.isEmpty() && files.size() > 1) {
            throw new SessionFormatException(
                    others.isEmpty()
                            ? "the files are all of the same end: one of the client and one of the service provider"
                                    + " belong together"
                            : "the files share no message: they are not of the two ends of one session");
        }
        return joined(chosen, other.orElse(List.of()));
    }

    private static RecordedSession joined(List<RecordedEvent> one, List<RecordedEvent> other) {
        boolean inOrder = Party.ofRole(one.get(0).role()) == Party.SERVICE_PROVIDER;
        List<RecordedEvent> first = inOrder ? one : other;
        List<RecordedEvent> second = inOrder ? other : one;
        List<RecordedEvent> events = new ArrayList<>(first);
        events.addAll(second);
        List<Step> steps = first.isEmpty() ? EndSteps.of(second) : Timeline.of(EndSteps.of(first), EndSteps.of(second));
        return new RecordedSession(first.isEmpty() ? Timeline.of(steps, List.of()) : steps, List.copyOf(events), true);
    }

    /** The sessions of a file, each with all of its events. */
    private static List<List<RecordedEvent>> sessions(List<RecordedEvent> file) {
        Map<String, List<RecordedEvent>> sessions = file.stream()
                .collect(Collectors.groupingBy(
                        event -> event.role() + " " + event.session(), LinkedHashMap::new, Collectors.toList()));
        return List.copyOf(sessions.values());
    }

    /** The last session with a message, since a server may have been asked for nothing after it. */
    private static List<RecordedEvent> choose(List<List<RecordedEvent>> ends, Optional<String> id)
            throws SessionFormatException {
        return ends.stream()
                .filter(end -> id.isPresent()
                        ? end.get(0).session().equals(id.get())
                        : end.stream().anyMatch(event -> event.kind().startsWith("message-")))
                .reduce((earlier, later) -> later)
                .or(() -> id.isPresent() || ends.isEmpty() ? Optional.empty() : Optional.of(ends.get(ends.size() - 1)))
                .orElseThrow(() -> new SessionFormatException(
                        id.map(of -> "there is no session " + of).orElse("there is no event")));
    }

    /** Messages without keys are the same in many sessions: they tell nothing where there are others. */
    private static int sharedDigits(List<RecordedEvent> one, List<RecordedEvent> other) {
        Set<String> mine = wires(one, WITH_KEYS::contains);
        Set<String> theirs = wires(other, WITH_KEYS::contains);
        if (mine.isEmpty() && theirs.isEmpty()) {
            mine = wires(one, name -> true);
            theirs = wires(other, name -> true);
        }
        return mine.stream().filter(theirs::contains).mapToInt(String::length).sum();
    }

    private static Set<String> wires(List<RecordedEvent> events, Predicate<String> names) {
        return events.stream()
                .filter(event -> names.test(event.text("message")))
                .flatMap(event -> event.find("wire").stream())
                .collect(Collectors.toSet());
    }

    /** The messages, in order. */
    public List<Message> messages() {
        return steps.stream()
                .filter(Step.Sent.class::isInstance)
                .map(step -> ((Step.Sent) step).message())
                .toList();
    }

    /** The checks, in order. */
    public List<Step.Compared> checks() {
        return steps(Step.Compared.class);
    }

    /** The steps of a kind, in order. */
    public <T extends Step> List<T> steps(Class<T> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The first event of a kind. */
    public Optional<RecordedEvent> event(String kind) {
        return events.stream().filter(event -> event.kind().equals(kind)).findFirst();
    }

    /** True if msg1 announces a DCAP quote: then collateral vouches for the platform, and no attestation service. */
    public boolean isDcap() {
        return structure("msg0||msg1")
                .map(message -> message.structure().field("msg1.gid").bytes().isZero())
                .orElse(false);
    }

    /** The name of a party of this session in words. */
    public String title(Party party) {
        return party == Party.ATTESTATION_SERVICE && isDcap() ? "collateral source" : party.title();
    }

    /** The message with a structure of the hex protocol, for example {@code msg3}. */
    public Optional<Message> structure(String name) {
        return messages().stream()
                .filter(message -> message.structure().structure().equals(name)
                        && message.structure().fields().size() > 1)
                .findFirst();
    }
}
