package org.sgxra.sp.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.sgxra.runtime.net.Deadline;

/**
 * Sends a request again when the service was not reached, was gone before its answer was whole, or says that it cannot answer just
 * now (429, 500, 502, 503, 504). Whatever else it answers is final, and so is what TLS does not believe, a body that is too long, and
 * an answer that is none. Three tries at most, 200 to 400 ms and then 0.8 to 1.6 s apart, or as far apart as the service says
 * (Retry-After, in seconds); never beyond the end of the session that waits.
 */
public final class Retries {
    private static final int TRIES = 3;
    private static final long FIRST_PAUSE_MS = 400;
    private static final Set<Integer> TRANSIENT = Set.of(429, 500, 502, 503, 504);
    /** What a service may ask for where no session ends. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private Retries() {}

    /**
     * Sends {@code request}, once or more often.
     *
     * @param notices is told before each further try what went wrong and how long this waits
     * @return the last answer, whatever its status
     * @throws IOException of the last try
     */
    public static HttpAnswer send(HttpAgent agent, HttpCall call, Consumer<String> notices) throws IOException {
        for (int tried = 1; ; tried++) {
            HttpAnswer answer = null;
            TransientException failure = null;
            try {
                answer = agent.send(call);
            } catch (TransientException e) {
                failure = e;
            }
            if (answer != null && !TRANSIENT.contains(answer.status())) {
                return answer;
            }
            Optional<Duration> pause = tried < TRIES ? pause(tried, answer, call) : Optional.empty();
            if (pause.isEmpty()) {
                if (answer != null) {
                    return answer;
                }
                throw tried == 1
                        ? failure
                        : new TransientException(failure.getMessage() + "; tried " + tried + " times", failure);
            }
            notices.accept((answer == null
                            ? failure.getMessage()
                            : call.uri().getAuthority() + ": HTTP status " + answer.statusLine())
                    + "; trying again in " + Deadline.inWords(pause.get()));
            sleep(pause.get());
        }
    }

    /** How long to wait before the next try; empty if there is no time for it. */
    private static Optional<Duration> pause(int tried, HttpAnswer answer, HttpCall call) {
        long most = FIRST_PAUSE_MS << 2 * (tried - 1);
        Duration own = Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
        Duration asked = Optional.ofNullable(answer)
                .flatMap(refusal -> refusal.header("Retry-After"))
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
        Duration longer = asked.compareTo(own) > 0 ? asked : own;
        Duration limit = call.end().left().orElse(LONGEST_PAUSE);
        return longer.compareTo(limit) < 0 ? Optional.of(longer) : Optional.empty();
    }

    private static void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
