package org.sgxra.fuzzing;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changed seeds without the help of Jazzer, the same ones each time: the short form of fuzzing. */
final class Mutations {
    private static final byte[] ODD = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '\n', '"', '-', '0', '{'};

    private final List<byte[]> seeds;
    private final Random random;

    /** @param seed of the random choices */
    Mutations(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new Random(seed);
    }

    /** A seed with one to four changes. */
    byte[] next() {
        byte[] bytes = pick().clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] pick() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changed(byte[] bytes) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        return switch (bytes.length == 0 ? 3 : random.nextInt(7)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> {
                bytes[at] = ODD[random.nextInt(ODD.length)];
                yield bytes;
            }
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> inserted(bytes, at, new byte[] {ODD[random.nextInt(ODD.length)]});
            case 4 -> inserted(bytes, at, part(bytes));
            case 5 -> inserted(Arrays.copyOf(bytes, at), at, part(pick()));
            default -> removed(bytes, at);
        };
    }

    private byte[] part(byte[] bytes) {
        int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(64)));
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] part) {
        return Recorded.concat(Arrays.copyOf(bytes, at), part, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private byte[] removed(byte[] bytes, int at) {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(16));
        return Recorded.concat(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
    }
}
