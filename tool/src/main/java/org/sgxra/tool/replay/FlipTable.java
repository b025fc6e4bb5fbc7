package org.sgxra.tool.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgxra.common.field.Field;

/** What refuses each bit of each message, by field. */
final class FlipTable {
    /**
     * Messages up to this many bytes are changed bit by bit whatever is known of them. Of longer ones a sample has the first and the
     * last byte of each field only.
     */
    private static final int ALL_OF = 16_384;

    private FlipTable() {}

    /**
     * A field of a message.
     *
     * @param message its name
     * @param to in words, who receives it
     * @param field its name
     * @param size bytes
     * @param bits how many were changed
     * @param refused how many of them by which check
     * @param uncovered how many of them by nothing, and why
     */
    record Row(
            String message,
            String to,
            String field,
            int size,
            int bits,
            Map<String, Integer> refused,
            Map<String, Integer> uncovered) {}

    /**
     * All fields of all messages, in their order.
     *
     * @param isSample whether long messages are sampled; otherwise every bit is changed
     * @param progress told of each byte
     */
    static List<Row> of(Replay replay, boolean isSample, FlipProgress progress) {
        List<Row> rows = new ArrayList<>();
        for (ReplayedMessage message : replay.recording().messages()) {
            for (Field field : message.fields().fields()) {
                boolean isPart = field.offset() >= message.start() && field.offset() < message.start() + message.size();
                if (isPart && field.size() > 0) {
                    boolean isLong = message.size() > ALL_OF;
                    Optional<Replay.Flipped> every =
                            isLong && !isSample ? replay.ofEveryBit(message, field) : Optional.empty();
                    rows.add(
                            every.isPresent()
                                    ? row(message, field, every.get())
                                    : row(replay, message, field, isSample && isLong, progress));
                }
            }
        }
        return rows;
    }

    private static Row row(ReplayedMessage message, Field field, Replay.Flipped every) {
        int bits = field.size() * Byte.SIZE;
        Map<String, Integer> refused =
                every.refusal().stream().collect(Collectors.toMap(EndResult.Refusal::check, refusal -> bits));
        Map<String, Integer> uncovered = every.refusal().isPresent()
                ? Map.of()
                : Map.of(Uncovered.why(message, field.offset() - message.start(), every.result()), bits);
        return new Row(message.name(), message.to().title(), field.name(), field.size(), bits, refused, uncovered);
    }

    private static Row row(
            Replay replay, ReplayedMessage message, Field field, boolean isSample, FlipProgress progress) {
        Map<String, Integer> refused = new LinkedHashMap<>();
        Map<String, Integer> uncovered = new LinkedHashMap<>();
        int bits = 0;
        int from = field.offset() - message.start();
        for (int offset = from; offset < from + field.size(); offset++) {
            if (isSample && offset > from && offset < from + field.size() - 1) {
                continue;
            }
            progress.at(message, offset);
            for (int bit = 0; bit < 8; bit++) {
                Replay.Flipped flipped = replay.flip(message, offset, bit);
                bits++;
                if (flipped.refusal().isPresent()) {
                    refused.merge(flipped.refusal().get().check(), 1, Integer::sum);
                } else {
                    uncovered.merge(Uncovered.why(message, offset, flipped.result()), 1, Integer::sum);
                }
            }
        }
        return new Row(message.name(), message.to().title(), field.name(), field.size(), bits, refused, uncovered);
    }
}
