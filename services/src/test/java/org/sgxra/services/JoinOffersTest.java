package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.ProvisioningOffer;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.Joining;
import org.sgxra.services.api.ProvisioningEndpoint;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Request;
import org.sgxra.services.state.EmulatorState;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.TlsNames;

/** How long an offer to join a group stands, whatever others do. */
class JoinOffersTest {
    @TempDir
    private Path directory;

    private EmulatorState state;
    private ProvisioningEndpoint endpoint;
    private Instant now = Instant.parse("2026-06-01T00:00:00Z");

    @BeforeEach
    void open() throws Exception {
        state = EmulatorState.open(
                RunningEmulator.copyState(directory.resolve("ias")), TlsNames.LOCAL, ReportNames.OWN, line -> {});
        endpoint = new ProvisioningEndpoint(state, () -> now);
    }

    @AfterEach
    void close() {
        state.close();
    }

    private Answer post(String path, byte[] body) {
        return endpoint.answer(new Request("POST", ProvisioningEndpoint.PATH + path, "", Map.of(), body));
    }

    private ProvisioningOffer offer() throws Exception {
        return ProvisioningOffer.parse(post("offer", new byte[0]).body());
    }

    private static byte[] request(ProvisioningOffer offer) throws Exception {
        GroupPublicKey group = GroupPublicKey.parse(offer.groupPublicKey().toArray());
        Joining joining = Joining.begin(group, offer.nonce().toArray(), new SecureRandom());
        return ByteString.concat(offer.nonce(), ByteString.of(joining.request().encode()))
                .toArray();
    }

    @Test
    void othersThatAskAndDoNotJoinDisplaceNobody() throws Exception {
        byte[] request = request(offer());
        for (int i = 0; i < 1_100; i++) {
            assertThat(post("offer", new byte[0]).status()).isEqualTo(200);
        }
        assertThat(post("join", request).status()).isEqualTo(200);
    }

    @Test
    void anOfferIsGoodForOneJoinAndFiveMinutes() throws Exception {
        byte[] request = request(offer());
        byte[] damaged = request.clone();
        damaged[159] ^= 1;
        assertThat(post("join", damaged).status()).isEqualTo(400);
        assertThat(post("join", request).status()).isEqualTo(200);
        assertThat(post("join", request).status()).isEqualTo(409);

        byte[] late = request(offer());
        now = now.plusSeconds(300);
        assertThat(post("join", late).status()).isEqualTo(409);
        assertThat(post("join", request).status()).isEqualTo(409);
    }

    @Test
    void anInventedNonceIsNoOffer() throws Exception {
        byte[] request = request(offer());
        for (int i = 0; i < 32; i++) {
            byte[] other = request.clone();
            other[i] ^= 1;
            Answer answer = post("join", other);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("not one of an open offer");
        }
    }
}
