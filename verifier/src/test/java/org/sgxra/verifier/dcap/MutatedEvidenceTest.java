package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;

/** Genuine evidence with something changed is refused, or says the same as before. */
class MutatedEvidenceTest {
    private static final long SEED = 20261127;

    static List<RecordedCase> shapes() {
        return List.of(
                RecordedCase.of("swhardening-v3-00606a000000-202508-c81a90"),
                RecordedCase.of("tdx-uptodate-v4-b0c06f000000-202506"));
    }

    private static boolean isSameEvidence(DcapVerdict verdict, DcapVerdict genuine) {
        EcdsaQuote quote = verdict.quote().orElseThrow();
        EcdsaQuote expected = genuine.quote().orElseThrow();
        return quote.signedPart().equals(expected.signedPart())
                && verdict.status().equals(genuine.status())
                && verdict.pck().equals(genuine.pck())
                && verdict.tcb().equals(genuine.tcb());
    }

    /** Verifies each signature once: thousands of changes leave most of them as they are. */
    private static DcapVerifier remembering(DcapVerifier verifier) {
        Map<List<Object>, Boolean> results = new HashMap<>();
        return verifier.withEcdsa((key, message, signature) -> results.computeIfAbsent(
                List.of(key, message, signature), all -> EcdsaVerification.byLibrary(key, message, signature)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void refusesFlippedBits(RecordedCase recorded) throws MalformedMessageException {
        refusesFlippedBits(recorded, 11);
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("shapes")
    void refusesAFlippedBitInEveryByte(RecordedCase recorded) throws MalformedMessageException {
        refusesFlippedBits(recorded, 1);
    }

    private static void refusesFlippedBits(RecordedCase recorded, int step) throws MalformedMessageException {
        DcapVerifier verifier = remembering(recorded.verifier());
        PreparedCollateral collateral = verifier.prepare(recorded.collateral());
        DcapVerdict genuine = verifier.verify(recorded.quote(), collateral, recorded.verifyAt());
        byte[] quote = recorded.quote().toArray();
        EcdsaQuote parsed = EcdsaQuote.parse(quote);
        int chainEnd = quote.length - parsed.padding();
        int chainStart = chainEnd - parsed.authentication().certificationData().size();
        Random random = new Random(SEED);
        int harmless = 0;
        for (int at = 0; at < quote.length; at += step) {
            byte[] changed = quote.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            DcapVerdict verdict = verifier.verify(ByteString.of(changed), collateral, recorded.verifyAt());
            if (!verdict.verified()) {
                assertThat(verdict.reason()).as("byte %d", at).isNotEmpty();
                continue;
            }
            // Line ends of the PEM text may become other white space, and of the padding nothing is left to change.
            assertThat(at).as("a byte that may change").isBetween(chainStart, chainEnd - 1);
            assertThat(isSameEvidence(verdict, genuine)).as("byte %d", at).isTrue();
            harmless++;
        }
        assertThat(harmless).as("changes of white space").isLessThan(200);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void refusesEveryTruncation(RecordedCase recorded) throws MalformedMessageException {
        DcapVerifier verifier = remembering(recorded.verifier());
        PreparedCollateral collateral = verifier.prepare(recorded.collateral());
        byte[] quote = recorded.quote().toArray();
        int end = quote.length - EcdsaQuote.parse(quote).padding();
        for (int length = 0; length < end; length++) {
            DcapVerdict verdict = verifier.verify(ByteString.of(quote, 0, length), collateral, recorded.verifyAt());
            assertThat(verdict.refusal()).as("%d bytes", length).contains(DcapRefusal.QUOTE_FORMAT);
        }
    }

    @Test
    void refusesOrKeepsTheResultOfRandomChangesOfCollateral() {
        refusesOrKeepsTheResultOfRandomChangesOfCollateral(120);
    }

    @Test
    @Tag("long")
    void refusesOrKeepsTheResultOfManyRandomChangesOfCollateral() {
        refusesOrKeepsTheResultOfRandomChangesOfCollateral(600);
    }

    private static void refusesOrKeepsTheResultOfRandomChangesOfCollateral(int rounds) {
        RecordedCase recorded = shapes().get(0);
        Collateral genuine = recorded.collateral();
        DcapVerifier verifier = remembering(recorded.verifier());
        DcapVerdict expected = verifier.verify(recorded.quote(), genuine, recorded.verifyAt());
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            Collateral changed = new Collateral(
                    changed(genuine.tcbInfo(), round % 6 == 0, random),
                    changed(genuine.tcbInfoChain(), round % 6 == 1, random),
                    changed(genuine.qeIdentity(), round % 6 == 2, random),
                    genuine.qeIdentityChain(),
                    changed(genuine.rootCrl(), round % 6 == 3, random),
                    changed(genuine.pckCrl(), round % 6 == 4, random),
                    genuine.pckCrlIssuerChain().map(chain -> changed(chain, random.nextBoolean(), random)),
                    genuine.pckChain());
            DcapVerdict verdict = verifier.verify(recorded.quote(), changed, recorded.verifyAt());
            if (verdict.verified()) {
                assertThat(verdict.tcb()).isEqualTo(expected.tcb());
            } else {
                refused++;
                assertThat(verdict.reason()).isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThan(rounds * 2 / 3);
    }

    private static ByteString changed(ByteString bytes, boolean change, Random random) {
        if (!change) {
            return bytes;
        }
        byte[] changed = bytes.toArray();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return ByteString.of(
                random.nextInt(10) == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length)) : changed);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void givesRandomChangesAVerdict(RecordedCase recorded) {
        DcapVerifier verifier = remembering(recorded.verifier());
        PreparedCollateral collateral = verifier.prepare(recorded.collateral());
        byte[] quote = recorded.quote().toArray();
        Random random = new Random(SEED);
        for (int round = 0; round < 1500; round++) {
            byte[] changed = quote.clone();
            int from = random.nextInt(quote.length);
            int to = from + random.nextInt(Math.min(40, quote.length - from) + 1);
            switch (random.nextInt(3)) {
                case 0 -> Arrays.fill(changed, from, to, (byte) random.nextInt());
                case 1 -> System.arraycopy(quote, to, changed, from, quote.length - to);
                default -> System.arraycopy(quote, from, changed, to, quote.length - to);
            }
            DcapVerdict verdict = verifier.verify(ByteString.of(changed), collateral, recorded.verifyAt());
            assertThat(verdict.verified() || !verdict.reason().isEmpty()).isTrue();
            if (verdict.verified()) {
                assertThat(verdict.quote().orElseThrow().signedPart())
                        .isEqualTo(ByteString.of(
                                quote,
                                0,
                                verdict.quote().orElseThrow().signedPart().size()));
            }
        }
    }
}
