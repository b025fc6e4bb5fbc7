package org.sgxra.page.session;

import java.util.ArrayList;
import java.util.List;

/** Brings what both ends noted into one order: a message that both have stands once, what each did before it stands before it. */
final class Timeline {
    private final List<Step> steps = new ArrayList<>();

    private Timeline() {}

    static List<Step> of(List<Step> first, List<Step> second) {
        Timeline timeline = new Timeline();
        if (second.isEmpty()) {
            first.forEach(timeline::add);
        } else {
            timeline.merge(first, second);
        }
        return List.copyOf(timeline.steps);
    }

    private void merge(List<Step> first, List<Step> second) {
        int j = 0;
        for (int i = 0; i < first.size(); i++) {
            if (!(first.get(i) instanceof Step.Sent sent)) {
                add(first.get(i));
                continue;
            }
            int same = indexOf(sent.message(), second, j);
            if (same < 0) {
                add(noted(sent));
                continue;
            }
            for (; j < same; j++) {
                add(onlyInSecond(second.get(j)));
            }
            add(sent);
            j++;
        }
        for (; j < second.size(); j++) {
            add(onlyInSecond(second.get(j)));
        }
    }

    private static Step onlyInSecond(Step step) {
        return step instanceof Step.Sent sent ? noted(sent) : step;
    }

    private static Step noted(Step.Sent sent) {
        return new Step.Sent(
                sent.time(),
                sent.message().note().isEmpty()
                        ? sent.message().withNote("not noted in these bytes by the other end")
                        : sent.message());
    }

    private static int indexOf(Message message, List<Step> steps, int from) {
        for (int i = from; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.Sent sent
                    && sent.message().name().equals(message.name())
                    && sent.message().from() == message.from()
                    && sent.message().wire().equals(message.wire())) {
                return i;
            }
        }
        return -1;
    }

    /** Gives messages and checks their ids. */
    private void add(Step step) {
        int number = (int) steps.stream()
                        .filter(other -> other.getClass() == step.getClass())
                        .count()
                + 1;
        if (step instanceof Step.Sent sent) {
            Message of = sent.message();
            steps.add(new Step.Sent(
                    sent.time(),
                    new Message("m" + number, of.name(), of.from(), of.wire(), of.fields(), of.content(), of.note())));
        } else if (step instanceof Step.Compared of) {
            steps.add(new Step.Compared(
                    of.time(), "c" + number, of.by(), of.check(), of.passed(), of.expected(), of.actual()));
        } else {
            steps.add(step);
        }
    }
}
