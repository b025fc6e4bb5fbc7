package org.sgxra.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true"
    })
    void holdsWhatIsWritten(String range, String address, boolean held) throws Exception {
        assertThat(AddressRanges.parse(List.of(range)).contains(InetAddress.getByName(address)))
                .isEqualTo(held);
        assertThat(AddressRanges.NONE.contains(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "balancer", "1", "1.2.3", "01.2.3.4", "1.2.3.4.", "1.2.3.256", "::g", "1::2::3", ":"})
    void takesNothingButAddresses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRanges.parse(List.of(text)))
                .withMessage("must be an IPv4 or IPv6 address, or a range such as 192.0.2.0/24");
    }

    @Test
    void takesNoMoreBitsThanThereAre() {
        for (String bits : List.of("33", "-1", "x", "")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AddressRanges.parse(List.of("192.0.2.0/" + bits)))
                    .withMessage("what follows / must be a number of bits, 0 to 32");
        }
    }
}
