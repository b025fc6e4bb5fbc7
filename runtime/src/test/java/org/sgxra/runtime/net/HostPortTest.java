package org.sgxra.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, 7777, localhost:7777",
        "my_host:1, my_host, 1, my_host:1",
        "192.0.2.1:65535, 192.0.2.1, 65535, 192.0.2.1:65535",
        "[::1], ::1, 7777, [::1]:7777",
        "[fe80::1%eth0]:080, fe80::1%eth0, 80, [fe80::1%eth0]:80"
    })
    void readsHostAndPort(String text, String host, int port, String written) throws Exception {
        HostPort parsed = HostPort.parse(text, 7777);

        assertThat(parsed).isEqualTo(new HostPort(host, port));
        assertThat(parsed).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({
        "[::1, the bracket is not closed",
        "::1, 'write an IPv6 address in brackets, [::1]:7777'",
        "a:b:c, 'write an IPv6 address in brackets, [::1]:7777'",
        "[]:1, the host is missing",
        ":1, the host is missing",
        "'', the host is missing",
        "[::1]1, only :port may follow the host",
        "[host], what stands in brackets is no IPv6 address",
        "/, the host is no name and no address",
        "a b, the host is no name and no address"
    })
    void saysWhatIsWrong(String text, String message) {
        assertThatExceptionOfType(HostPort.FormatException.class)
                .isThrownBy(() -> HostPort.parse(text, 7777))
                .withMessage(message)
                .satisfies(e -> assertThat(e.wrongPort()).isNull());
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "99999999999", "-1", "+1", "x", "''"})
    void namesAWrongPort(String port) {
        assertThatExceptionOfType(HostPort.FormatException.class)
                .isThrownBy(() -> HostPort.parse("[::1]:" + port, 7777))
                .withMessage("the port is a number from 1 to 65535")
                .satisfies(e -> assertThat(e.wrongPort()).isEqualTo(port));
    }

    @Test
    void leavesTheTextOutOfItsMessages() {
        assertThatExceptionOfType(HostPort.FormatException.class)
                .isThrownBy(() -> HostPort.parse("user:secret@host", 1))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }
}
