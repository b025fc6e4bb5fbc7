package org.sgxra.epid;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Random bytes that are the same in every run, so that a failure can be repeated. Another seed, and with it other keys and
 * signatures: {@code mvn -pl epid -am test -Dsgxra.seed=2}; what the tests claim holds for each. A failure names the seed.
 */
final class SeededRandom implements TestExecutionExceptionHandler {
    private static final String SEED = System.getProperty("sgxra.seed", "1");

    /** A source that depends on the seed and on {@code purpose} alone. */
    static SecureRandom of(Class<?> purpose) {
        try {
            // The one generator of the JDK that takes all of its randomness from a seed given before the first use.
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed((purpose.getName() + " " + SEED).getBytes(StandardCharsets.UTF_8));
            return random;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA1PRNG", e);
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(new AssertionError("with -Dsgxra.seed=" + SEED));
        throw failure;
    }
}
