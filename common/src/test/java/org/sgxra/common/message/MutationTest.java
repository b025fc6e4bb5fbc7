package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sgxra.common.bytes.ByteString;

/** Whatever bytes a parser gets: it gives a record that encodes to just these bytes, or a MalformedMessageException. */
class MutationTest {
    private static final long SEED = 20261121;
    private static final int ROUNDS = 4000;

    @ParameterizedTest
    @EnumSource(Sample.Kind.class)
    void parsersAreTotal(Sample.Kind kind) {
        Random random = new Random(SEED);
        List<Sample> samples = Sample.all(kind);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes =
                    mutate(samples.get(random.nextInt(samples.size())).bytes().toArray(), random);
            accepted += parses(kind, bytes) ? 1 : 0;
        }
        assertThat(accepted).as("both outcomes occur").isBetween(1, ROUNDS - 1);
    }

    @ParameterizedTest
    @EnumSource(Sample.Kind.class)
    void parsersAreTotalForRandomBytes(Sample.Kind kind) {
        Random random = new Random(SEED);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(1500)];
            random.nextBytes(bytes);
            accepted += parses(kind, bytes) ? 1 : 0;
        }
        assertThat(accepted).isLessThan(ROUNDS);
    }

    /** Parses every structure as every other. */
    @ParameterizedTest
    @EnumSource(Sample.Kind.class)
    void parsersAreTotalForOtherStructures(Sample.Kind kind) {
        long own = Sample.all().stream()
                .filter(sample -> parses(kind, sample.bytes().toArray()))
                .count();

        assertThat(own).isGreaterThanOrEqualTo(Sample.all(kind).size());
    }

    @Test
    void parserOfSigStructIsTotal() {
        Random random = new Random(SEED);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutate(SigStructTest.sigStruct(), random);
            if (Faults.of(() -> SigStruct.parse(bytes)) == null) {
                accepted++;
            }
        }
        assertThat(accepted).isBetween(1, ROUNDS - 1);
    }

    private static boolean parses(Sample.Kind kind, byte[] bytes) {
        byte[] before = bytes.clone();
        byte[] again;
        try {
            again = kind.reencoding.apply(bytes);
        } catch (MalformedMessageException e) {
            if (e.offset() < 0 || e.offset() > bytes.length || e.field().isEmpty()) {
                throw new AssertionError("offset outside of " + bytes.length + " bytes", e);
            }
            return false;
        }
        if (!Arrays.equals(again, before) || !Arrays.equals(bytes, before)) {
            assertThat(ByteString.of(again)).as(kind.toString()).isEqualTo(ByteString.of(before));
            assertThat(bytes).as("the input stays as it was").isEqualTo(before);
        }
        return true;
    }

    /** One to three changes: a bit, a byte of an extreme value, a number, a removed, inserted or repeated piece. */
    static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original;
        for (int changes = random.nextInt(3); changes >= 0 && bytes.length > 4; changes--) {
            int at = random.nextInt(bytes.length);
            int to = at + random.nextInt(Math.min(200, bytes.length - at) + 1);
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
                case 2 -> Arrays.fill(bytes, at, Math.min(at + 4, bytes.length), (byte) 0xff);
                case 3 -> Arrays.fill(bytes, at, to, (byte) random.nextInt());
                case 4 -> bytes = Arrays.copyOf(bytes, at);
                case 5 -> bytes = splice(bytes, at, to, new byte[0]);
                default -> bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] instead) {
        return ByteString.concat(
                        ByteString.of(bytes, 0, from), ByteString.of(instead), ByteString.of(bytes, to, bytes.length))
                .toArray();
    }
}
