package org.sgxra.verifier.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.fakes.FakeEvidence;

/** Quotes that name their platform without its certificates, with the chain given by the caller. */
class PpidDataTest {
    private final FakeEvidence evidence = new FakeEvidence();

    private byte[] data(int ppidSize) {
        byte[] data = new byte[ppidSize + 20];
        Arrays.fill(data, 0, ppidSize, evidence.extension.ppid[0]);
        System.arraycopy(evidence.extension.cpuSvn, 0, data, ppidSize, 16);
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putShort(ppidSize + 16, (short) evidence.extension.pceSvn);
        return data;
    }

    private DcapVerdict verdict(int type, byte[] data) {
        ByteString chain = evidence.pckChain();
        evidence.quote.certificationType = type;
        evidence.quote.certificationData = ByteString.of(data);
        return Judging.verifier(evidence)
                .verify(evidence.quote(), evidence.collateral().withPckChain(chain), evidence.now);
    }

    @ParameterizedTest
    @CsvSource({"1, 16", "2, 256", "3, 384"})
    void verifiesWithTheChainThatIsGiven(int type, int ppidSize) {
        assertThat(verdict(type, data(ppidSize)).reason()).isEmpty();
        for (int at : new int[] {ppidSize, ppidSize + 15, ppidSize + 16, ppidSize + 17, ppidSize + 18, ppidSize + 19}) {
            byte[] other = data(ppidSize);
            other[at] ^= 1;
            assertThat(verdict(type, other).refusal()).as("byte %d", at).contains(DcapRefusal.CERTIFICATION_TYPE);
        }
        assertThat(verdict(type, Arrays.copyOf(data(ppidSize), ppidSize + 21)).refusal())
                .contains(DcapRefusal.CERTIFICATION_TYPE);
        assertThat(verdict(type, new byte[0]).refusal()).contains(DcapRefusal.CERTIFICATION_TYPE);
        assertThat(verdict(type, new byte[7]).reason())
                .isEqualTo("PPID data: 7 bytes; type " + type + " has " + (ppidSize + 20));
    }

    @Test
    void comparesAPlainPpid() {
        byte[] other = data(16);
        other[0] ^= 1;
        assertThat(verdict(1, other).reason()).isEqualTo("PPID data: another PPID than that of the PCK certificate");
        assertThat(verdict(1, Arrays.copyOf(data(16), 34)).verified())
                .as("Intel's sample ends before the PCE ID")
                .isTrue();
    }

    @Test
    void takesNoChainForOtherTypes() {
        for (int type : new int[] {0, 4, 6, 7}) {
            assertThat(verdict(type, data(16)).refusal()).contains(DcapRefusal.CERTIFICATION_TYPE);
        }
    }

    @Test
    void checksTheChainThatIsGiven() {
        evidence.quote.certificationType = 1;
        evidence.quote.certificationData = ByteString.of(data(16));
        ByteString garbage = ByteString.of((byte) 'x');
        assertThat(Judging.verifier(evidence)
                        .verify(evidence.quote(), evidence.collateral().withPckChain(garbage), evidence.now)
                        .refusal())
                .contains(DcapRefusal.CHAIN_FORMAT);
        assertThat(catchThrowable(() -> Judging.verdict(evidence))).isNull();
        assertThat(Judging.verdict(evidence).refusal()).contains(DcapRefusal.CERTIFICATION_TYPE);
    }
}
