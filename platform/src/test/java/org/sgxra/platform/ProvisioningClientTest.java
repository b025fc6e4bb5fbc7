package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are longer, or take longer, than any of the emulator's. */
class ProvisioningClientTest {
    private static final int LIMIT = 64 * 1024;

    @TempDir
    private Path directory;

    private final CountDownLatch over = new CountDownLatch(1);
    private FakePckService service;
    private PlatformConfig config;

    @BeforeEach
    void start() throws Exception {
        service = new FakePckService(directory);
        config = new PlatformConfig(directory.resolve("platform"), service.uri(), service.caFile, line -> {});
    }

    @AfterEach
    void stop() {
        over.countDown();
        service.close();
    }

    private static void refused(ThrowingCallable request, String reason) {
        assertThatThrownBy(request)
                .isInstanceOf(PlatformException.class)
                .hasMessageStartingWith("provisioning at https://localhost:")
                .hasMessageEndingWith(" failed: " + reason);
    }

    @Test
    void readsNoMoreThan64KiB() throws Exception {
        ProvisioningClient client = new ProvisioningClient(config);
        byte[] body = new byte[LIMIT + 1];
        service.instead = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
        };
        refused(() -> client.get("/"), "the answer is longer than 65536 bytes");
        refused(() -> client.post("/", new byte[1]), "the answer is longer than 65536 bytes");

        byte[] longest = Arrays.copyOf(body, LIMIT);
        service.instead = exchange -> {
            exchange.sendResponseHeaders(200, LIMIT);
            exchange.getResponseBody().write(longest);
        };
        assertThat(client.get("/").body()).hasSize(LIMIT);
        assertThat(client.post("/", new byte[1])).hasSize(LIMIT);
    }

    @Test
    @Timeout(60)
    void doesNotWaitForTheRestOfAnAnswer() throws Exception {
        ProvisioningClient client = new ProvisioningClient(config, Duration.ofSeconds(1));
        service.instead = exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        refused(() -> client.get("/"), "no answer within 1 s");
    }
}
