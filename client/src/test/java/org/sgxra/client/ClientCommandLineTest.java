package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.client.ClientOptions.Action;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.net.HostPort;
import org.sgxra.runtime.transcript.Level;

class ClientCommandLineTest {
    private static final String ONE = "00112233445566778899aabbccddeeff";
    private static final String TWO = "ffeeddccbbaa99887766554433221100";

    @TempDir
    Path folder;

    private static ClientOptions parseLine(String line) throws UsageException {
        return parse(line.split(" "));
    }

    private static ClientOptions parse(String... args) throws UsageException {
        return ClientCommandLine.options(ClientCommandLine.TABLE.parse(args));
    }

    @Test
    void attestsAtLocalhostByDefault() throws Exception {
        ClientOptions options = parseLine("-s " + ONE);

        assertThat(options.action()).isEqualTo(Action.ATTEST);
        assertThat(options.spid().hex()).isEqualTo(ONE);
        assertThat(options.server()).hasToString("localhost:7777");
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(120));
        assertThat(options.level()).isEqualTo(Level.NORMAL);
        assertThat(options.spKey()).isEmpty();
        assertThat(options.stdio()).isFalse();
    }

    @Test
    void provesTheEnclaveWithEpidUnlessToldOtherwise() throws Exception {
        assertThat(parseLine("-s " + ONE).kind()).isEqualTo(QuoteKind.EPID);
        assertThat(parseLine("--attestation=epid -s " + ONE).kind()).isEqualTo(QuoteKind.EPID);
        assertThat(parseLine("--attestation=dcap -s " + ONE).kind()).isEqualTo(QuoteKind.ECDSA);
        assertThat(parseLine("--attestation=dcap --attestation=epid -s " + ONE).kind())
                .isEqualTo(QuoteKind.EPID);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parseLine("--attestation=both -s " + ONE))
                .withMessage("--attestation: 'both' is no kind of quotes: epid or dcap");
    }

    @Test
    void ecdsaNeedsNoSpidAndHasNoGroup() throws Exception {
        assertThat(parseLine("--attestation=dcap").spid().isZero()).isTrue();
        assertThat(parseLine("--attestation=dcap -q -l").action()).isEqualTo(Action.QUOTE);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parseLine("--attestation=epid -q"))
                .withMessage("the SPID is missing: give -s HEX32 or -S FILE");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parseLine("--attestation=dcap -e"))
                .withMessage("-e: there is no EPID group with --attestation=dcap");
    }

    @Test
    void takesShortOptionsTogetherAndOptionsAfterTheHost() throws Exception {
        ClientOptions options = parseLine("-vls" + ONE + " example.org:99 -q -r --timeout=5");

        assertThat(options.action()).isEqualTo(Action.QUOTE);
        assertThat(options.level()).isEqualTo(Level.VERBOSE);
        assertThat(options.signType()).isEqualTo(SignType.LINKABLE);
        assertThat(options.nonce())
                .hasValueSatisfying(nonce -> assertThat(nonce.isZero()).isFalse());
        assertThat(options.server()).isEqualTo(new HostPort("example.org", 99));
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void doesNotTakeShortOptionsForTheBeginningOfALongOne() throws Exception {
        ClientOptions options = parseLine("-de");

        assertThat(options.action()).isEqualTo(Action.GROUP_ID);
        assertThat(options.level()).isEqualTo(Level.DEBUG);
    }

    @Test
    void lastOfARepeatedOptionCounts() throws Exception {
        assertThat(parseLine("-s " + ONE + " --spid " + TWO).spid().hex()).isEqualTo(TWO);
        assertThat(parseLine("-e --timeout=4 --timeout 9").timeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void lastOfFileAndValueCounts() throws Exception {
        Path file = Files.writeString(folder.resolve("id"), ONE.toUpperCase(Locale.ROOT) + "\n");

        assertThat(parse("-s", TWO, "-S", file.toString()).spid().hex()).isEqualTo(ONE);
        assertThat(parse("-S", file.toString(), "-s", TWO).spid().hex()).isEqualTo(TWO);
        assertThat(parse("-qs", TWO, "-r", "-N", file.toString())
                        .nonce()
                        .orElseThrow()
                        .hex())
                .isEqualTo(ONE);
        assertThat(parse("-qs", TWO, "-N", file.toString(), "-n", TWO)
                        .nonce()
                        .orElseThrow()
                        .hex())
                .isEqualTo(TWO);
    }

    @Test
    void overriddenOptionIsNotLookedAt() throws Exception {
        assertThat(parseLine("-S /does/not/exist -s " + ONE).spid().hex()).isEqualTo(ONE);
    }

    @Test
    void readsTheServiceProvidersKeyInBothForms() throws Exception {
        String hex = SampleServiceKey.publicKey().bigEndian().hex();
        Path pem = Files.writeString(
                folder.resolve("sp.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(subjectPublicKeyInfo(hex))
                        + "\n-----END PUBLIC KEY-----\n");

        assertThat(parse("-e", "-p", hex).spKey()).contains(SampleServiceKey.publicKey());
        assertThat(parse("-e", "-p", hex, "-P", pem.toString()).spKey()).contains(SampleServiceKey.publicKey());
    }

    /** RFC 5480: id-ecPublicKey, prime256v1, an uncompressed point. */
    private static byte[] subjectPublicKeyInfo(String point) {
        return HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004" + point);
    }

    @Test
    void refusesAKeyFileThatHoldsSomethingElse() throws Exception {
        Path file = Files.writeString(
                folder.resolve("x.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parse("-e", "-P", file.toString()))
                .withMessage("-P, --pubkey-file: the key in " + file + " is not a public key on P-256");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -y                      | unknown option -y
            --nonsense              | unknown option --nonsense
            -s                      | -s, --spid needs an argument
            -v                      | the SPID is missing: give -s HEX32 or -S FILE
            -q                      | the SPID is missing: give -s HEX32 or -S FILE
            -s 0011                 | -s, --spid: 32 hexadecimal digits are needed, not 4
            -s 0011223344556677889_aabbccddeeff | -s, --spid: character 20 is not a hexadecimal digit
            -S /does/not/exist      | -S, --spid-file: no such file: /does/not/exist
            -e -n 12                | -n, --nonce: 32 hexadecimal digits are needed, not 2
            -e -P /does/not/exist   | -P, --pubkey-file: no such file: /does/not/exist
            -e -p 00                | -p, --pubkey: 128 hexadecimal digits are needed, not 2
            -e --timeout=0          | --timeout: '0' is not a number of seconds from 1 to 1000000
            -e --timeout=soon       | --timeout: 'soon' is not a number of seconds from 1 to 1000000
            -e a b                  | one host only: 'b' is too many
            -e -q                   | -e and -q: only one of them
            -ze localhost           | with -z there is no host to connect to: 'localhost'
            -e a:99999              | 'a:99999': the port is a number from 1 to 65535
            -e ::1                  | '::1': write an IPv6 address in brackets, [::1]:7777
            -e [::1                 | '[::1': the bracket is not closed
            -e [::1]7777            | '[::1]7777': only :port may follow the host
            -e :7777                | ':7777': the host is missing
            """)
    void saysWhatIsWrong(String line, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parseLine(line))
                .withMessage(message);
    }

    @Test
    void saysThatThereIsNoPlatformServicesManifest() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parseLine("-qms " + ONE))
                .withMessageStartingWith("-m: no platform services manifest");
    }

    @Test
    void refusesAKeyThatIsNotOnTheCurve() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> parseLine("-e -p " + "11".repeat(64)))
                .withMessage("-p, --pubkey: not a point on P-256");
    }

    @ParameterizedTest
    @CsvSource({
        "host, host, 7777",
        "host:1, host, 1",
        "10.0.0.1:65535, 10.0.0.1, 65535",
        "[::1], ::1, 7777",
        "[fe80::1%eth0]:80, fe80::1%eth0, 80"
    })
    void readsHostAndPort(String text, String host, int port) throws Exception {
        assertThat(parseLine("-e " + text).server()).isEqualTo(new HostPort(host, port));
    }
}
