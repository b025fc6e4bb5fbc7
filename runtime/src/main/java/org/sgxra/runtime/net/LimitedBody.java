package org.sgxra.runtime.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.sgxra.common.bytes.ByteCount;

/** Collects the body of an HTTP answer up to a limit, and gives the connection up beyond it. */
public final class LimitedBody implements BodySubscriber<byte[]> {
    /** The body is longer than the limit. */
    public static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        /** @param limit bytes that were allowed */
        public TooLongException(int limit) {
            super("the answer is longer than " + ByteCount.of(limit));
        }
    }

    private final int limit;
    private final long declared;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    /** @param limit bytes; a longer body fails with a {@link TooLongException} */
    public LimitedBody(int limit) {
        this(limit, 0);
    }

    /** @param declared how many there are said to be; if that is more than the limit, none is read */
    public LimitedBody(int limit, long declared) {
        this.limit = limit;
        this.declared = declared;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (declared > limit) {
            subscription.cancel();
            result.completeExceptionally(new TooLongException(limit));
            return;
        }
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() > limit - bytes.size()) {
                subscription.cancel();
                result.completeExceptionally(new TooLongException(limit));
                return;
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }
    }

    @Override
    public void onError(Throwable error) {
        result.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        result.complete(bytes.toByteArray());
    }
}
