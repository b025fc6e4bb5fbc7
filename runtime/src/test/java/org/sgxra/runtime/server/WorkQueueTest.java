package org.sgxra.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkQueueTest {
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private WorkQueue queue;

    @AfterEach
    void close() {
        mayGoOn.countDown();
        queue.close();
    }

    private Runnable task(String name) {
        return () -> done.add(name);
    }

    /** Keeps a thread busy. */
    private void block() {
        done.add("blocked");
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void expect(String... names) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            next.add(done.poll(600, TimeUnit.SECONDS));
        }
        assertThat(next).containsExactly(names);
    }

    @Test
    void takesWhatWasBegunFirstAndWhatIsNewInItsOrder() throws Exception {
        queue = new WorkQueue(1, 3, e -> done.add(e.getMessage()));
        queue.add(this::block);
        expect("blocked");
        assertThat(queue.offer(task("first"))).isTrue();
        assertThat(queue.offer(task("second"))).isTrue();
        queue.add(task("begun"));
        queue.add(task("begun too"));
        assertThat(queue.waiting()).isEqualTo(2);
        mayGoOn.countDown();

        expect("begun", "begun too", "first", "second");
    }

    @Test
    void refusesWhatIsNewOnlyWhenAllAreBusyAndAsMuchWaits() throws Exception {
        queue = new WorkQueue(2, 1, e -> done.add(e.getMessage()));
        assertThat(queue.offer(this::block)).isTrue();
        assertThat(queue.offer(this::block)).isTrue();
        expect("blocked", "blocked");
        assertThat(queue.offer(task("waiting"))).isTrue();
        assertThat(queue.offer(task("too many"))).isFalse();
        queue.add(task("begun is never too many"));
        mayGoOn.countDown();

        assertThat(List.of(done.take(), done.take())).containsExactlyInAnyOrder("begun is never too many", "waiting");
    }

    @Test
    void goesOnAfterATaskThatFails() throws Exception {
        queue = new WorkQueue(1, 3, e -> done.add(e.getMessage()));
        queue.add(() -> {
            throw new OutOfMemoryError("no more");
        });
        queue.add(task("next"));
        expect("no more", "next");
    }

    @Test
    void makesDoWithTheThreadsThatThereAreAndTakesNothingNewWithoutAny() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        queue = new WorkQueue(2, 3, e -> done.add(e.getMessage()), work -> {
            if (first.getCount() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            first.countDown();
            return new Thread(work);
        });
        queue.add(this::block);
        expect("blocked");
        assertThat(queue.offer(task("waiting"))).isTrue();
        expect("unable to create native thread");
        mayGoOn.countDown();
        expect("waiting");
        queue.close();

        queue = new WorkQueue(2, 3, e -> done.add("none"), work -> {
            throw new OutOfMemoryError();
        });
        assertThat(queue.offer(task("never"))).isFalse();
        assertThat(queue.waiting()).isZero();
        expect("none");
    }
}
