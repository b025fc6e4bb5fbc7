package org.sgxra.services.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.runtime.net.ByteBudget;

/** The body of a request, limited by itself and counted against what all connections may hold. */
final class CountedBody {
    /** So much is read of a body that is refused, so that its sender gets to see the answer. */
    private static final int DISCARD = 8 << 20;

    private final ByteBudget budget;
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int counted;
    private Answer refusal;

    /** @param limit in bytes */
    CountedBody(ByteBudget budget, int limit) {
        this.budget = budget;
        this.limit = limit;
    }

    /**
     * Reads a body to its end.
     *
     * @param entity null for none
     * @return false if there is a {@link #refusal} instead
     */
    boolean read(HttpEntity entity) throws IOException {
        if (entity == null) {
            return true;
        }
        InputStream in = entity.getContent();
        byte[] buffer = new byte[1 << 14];
        int read = 0;
        for (int n = in.read(buffer); n >= 0 && read < DISCARD; n = in.read(buffer)) {
            read += n;
            if (refusal == null) {
                keep(buffer, n);
            }
        }
        return refusal == null;
    }

    private void keep(byte[] buffer, int count) {
        if (counted + count > limit) {
            refusal = Answer.refused(413, "body of more than " + ByteCount.of(limit));
        } else if (budget.take(count)) {
            counted += count;
            bytes.write(buffer, 0, count);
        } else {
            refusal = Answer.refused(503, "bodies of all requests are longer than " + ByteCount.of(budget.limit()));
        }
    }

    /** What was read. */
    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Why it was not kept. */
    Answer refusal() {
        return refusal;
    }

    /** Gives back what it counted. */
    void forget() {
        budget.give(counted);
        counted = 0;
    }
}
