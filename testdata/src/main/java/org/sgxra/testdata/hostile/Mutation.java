package org.sgxra.testdata.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A change of a message.
 *
 * @param kind what is done to which message; mutations of one kind are counted together
 * @param name which one it is, to find it again
 * @param change gives the changed bytes; the given ones stay as they are
 */
public record Mutation(String kind, String name, UnaryOperator<byte[]> change) {
    private static final int FRAME_HEADER = 20;

    /** Every shorter message, from no byte up to all but one. */
    public static Stream<Mutation> truncations(String message, int size) {
        return IntStream.range(0, size).mapToObj(length -> truncation(message, length));
    }

    /** So many of them, seeded. */
    public static Stream<Mutation> truncations(String message, int size, int count, Random random) {
        return random.ints(count, 0, size).mapToObj(length -> truncation(message, length));
    }

    private static Mutation truncation(String message, int length) {
        return new Mutation(
                message + " truncated",
                message + " cut to " + length + " bytes",
                bytes -> Arrays.copyOf(bytes, Math.min(length, bytes.length - 1)));
    }

    /** Every bit of the bytes {@code from} to {@code to - 1} changed, one at a time. */
    public static Stream<Mutation> bits(String message, int from, int to) {
        return IntStream.range(8 * from, 8 * to).mapToObj(bit -> bit(message, bit));
    }

    /** So many bits of them, seeded. */
    public static Stream<Mutation> bits(String message, int from, int to, int count, Random random) {
        return random.ints(count, 8 * from, 8 * to).mapToObj(bit -> bit(message, bit));
    }

    private static Mutation bit(String message, int bit) {
        return new Mutation(
                message + " with a bit changed", message + ", bit " + bit % 8 + " of byte " + bit / 8, bytes -> {
                    byte[] changed = bytes.clone();
                    // Of protobuf messages no two have the same size.
                    changed[bit / 8 % changed.length] ^= (byte) (1 << bit % 8);
                    return changed;
                });
    }

    /** Other bytes at an offset. */
    public static Mutation replacing(String kind, String name, int offset, byte... with) {
        return new Mutation(kind, name, bytes -> {
            byte[] changed = bytes.clone();
            System.arraycopy(with, 0, changed, offset, with.length);
            return changed;
        });
    }

    /** A length, little-endian and four bytes long, that is not what follows it. */
    public static Stream<Mutation> wrongLengths(String kind, int offset, int right) {
        return IntStream.of(0, 1, right - 1, right + 1, 2 * right + 1, 0xffff, 0x10000, Integer.MAX_VALUE, -1)
                .filter(length -> length != right)
                .mapToObj(length -> replacing(
                        kind,
                        kind + ": " + Integer.toUnsignedString(length) + " instead of " + right,
                        offset,
                        (byte) length,
                        (byte) (length >> 8),
                        (byte) (length >> 16),
                        (byte) (length >> 24)));
    }

    /** In place of the header of a frame, LENGTH@TYPE in 20 bytes, one that says something else, or nothing. */
    public static Stream<Mutation> wrongHeaders(String frame) {
        return Stream.of(
                        "0@0",
                        "1@",
                        "@1",
                        "-1@1",
                        "999999999999@1",
                        "2097153@4",
                        "4294967297@4",
                        "1@99",
                        "00000000000000000000",
                        "1 @ 1")
                .map(text -> replacing(
                        frame + " with a header that lies",
                        frame + " with the header " + text,
                        0,
                        Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), FRAME_HEADER)));
    }

    /** Bytes more than there should be, none of them zero. */
    public static Mutation appending(String message, int count) {
        return new Mutation(
                message + " with bytes behind it", message + " with " + count + " bytes behind it", bytes -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
                    Arrays.fill(longer, bytes.length, longer.length, (byte) 0xa5);
                    return longer;
                });
    }

    @Override
    public String toString() {
        return name;
    }
}
