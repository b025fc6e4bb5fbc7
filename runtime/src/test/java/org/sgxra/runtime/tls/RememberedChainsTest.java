package org.sgxra.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.Pem;
import org.sgxra.testdata.TestData;

/** A chain is judged once for each host, and again when a certificate is not valid. */
class RememberedChainsTest {
    private static final String TYPE = "UNKNOWN";

    private X509Certificate[] chain;
    private Instant now;
    private boolean trusted = true;
    private int judgements;
    private RememberedChains chains;

    @BeforeEach
    void prepare() throws Exception {
        List<X509Certificate> read = Pem.certificates(TestData.bytes("ias/chain.pem"));
        chain = read.toArray(new X509Certificate[0]);
        now = chain[0].getNotBefore().toInstant().plus(Duration.ofDays(1));
        chains = new RememberedChains(TlsContexts.trust(List.of(chain[1])), new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    private void check(String host, String type, X509Certificate... given) throws CertificateException {
        chains.check(given, type, host, () -> {
            judgements++;
            if (!trusted) {
                throw new CertificateException("not trusted");
            }
        });
    }

    @Test
    void judgesTheSameChainOfTheSameHostOnce() throws Exception {
        check("ias.example", TYPE, chain);
        check("ias.example", TYPE, chain.clone());
        assertThat(judgements).isEqualTo(1);
    }

    @Test
    void judgesAnotherHostAnotherPurposeAndAnotherChain() throws Exception {
        check("ias.example", TYPE, chain);
        check("other.example", TYPE, chain);
        check("ias.example", "RSA", chain);
        check("ias.example", TYPE, chain[0]);
        check("ias.example", TYPE, chain[1], chain[0]);
        assertThat(judgements).isEqualTo(5);
    }

    @Test
    void neverRemembersARefusal() {
        trusted = false;
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> check("ias.example", TYPE, chain)).hasMessage("not trusted");
            assertThat(judgements).isEqualTo(i);
        }
    }

    @Test
    void judgesAgainWhenACertificateIsNotValid() throws Exception {
        check("ias.example", TYPE, chain);
        now = chain[0].getNotAfter().toInstant();
        check("ias.example", TYPE, chain);
        assertThat(judgements).isEqualTo(1);
        now = now.plusSeconds(1);
        check("ias.example", TYPE, chain);
        check("ias.example", TYPE, chain);
        now = chain[0].getNotBefore().toInstant().minusSeconds(1);
        trusted = false;
        assertThatThrownBy(() -> check("ias.example", TYPE, chain)).hasMessage("not trusted");
        assertThat(judgements).isEqualTo(4);
    }

    @Test
    void judgesEachTimeWhereTheHostIsNotKnown() throws Exception {
        check("", TYPE, chain);
        check("", TYPE, chain);
        assertThat(judgements).isEqualTo(2);
    }

    @Test
    void keepsTheChainsOfALimitedNumberOfHosts() throws Exception {
        for (int i = 0; i < 33; i++) {
            check("host" + i, TYPE, chain);
        }
        check("host32", TYPE, chain);
        assertThat(judgements).isEqualTo(33);
        check("host0", TYPE, chain);
        assertThat(judgements).isEqualTo(34);
    }
}
