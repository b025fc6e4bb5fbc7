package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.command.CommandException;
import org.sgxra.services.state.Subscription;
import org.sgxra.testdata.TestData;

/** The commands beside the emulator, as they are typed. */
class CommandLineTest {
    @TempDir
    Path directory;

    private String output;

    private static IasOptions parse(String... arguments) throws UsageException {
        return IasOptions.of(IasOptions.TABLE.parse(arguments), Path.of(""));
    }

    private int run(String... arguments) throws Exception {
        IasOptions options = IasOptions.of(IasOptions.TABLE.parse(arguments), directory);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = options.command()
                .orElseThrow()
                .run(options.arguments(), new PrintStream(out, true, StandardCharsets.UTF_8));
        output = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    @ParameterizedTest
    @CsvSource({
        "--colour, --colour",
        "--states=x, --states",
        "rubbish, rubbish is neither an option nor a command",
        "--port=65536, port 65536 is no number",
        "--port=x, port x is no number",
        "--bind=no.such.invalid, unknown address",
        "--fail=503, --fail=503 is not STATUS:N",
        "--fail=200:1, --fail=200:1 is not STATUS:N",
        "--port, port",
        "--quote=x, --quote"
    })
    void namesWhatIsWrongWithAnOption(String argument, String reason) {
        assertThatThrownBy(() -> parse(argument))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void theLastValueOfARepeatedOptionCounts() throws Exception {
        IasOptions options = parse("--port=1", "--state=a", "--state", "b", "--port=2");

        assertThat(options.config().address().getPort()).isEqualTo(2);
        assertThat(options.config().state()).isEqualTo(Path.of("b"));
        assertThat(IasOptions.of(IasOptions.TABLE.parse(), Path.of("h"))
                        .config()
                        .state())
                .isEqualTo(Path.of("h/state/ias"));
    }

    @Test
    void aCommandMayStandAfterTheStateAndBeforeItsOptions() throws Exception {
        for (String line :
                new String[] {"--state list list", "-v --state=list list", "list --state list", "list -d --state=list"
                }) {
            IasOptions options = parse(line.split(" "));
            assertThat(options.command()).as(line).isPresent();
            assertThat(options.config().state()).isEqualTo(Path.of("list"));
        }
        assertThat(parse("--state", "list").command()).isEmpty();
    }

    @Test
    void usageNamesEveryCommand() {
        assertThat(IasOptions.TABLE.help())
                .contains(
                        "\n  list ",
                        "\n  new-group ",
                        "\n  retire ",
                        "\n  unretire ",
                        "\n  revoke ",
                        "\n  unrevoke ",
                        "\n  verify-quote ",
                        "--fail=STATUS:N");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "new-group", "revoke --group=00000001", "retire --group=00000001"})
    void needsTheStateOfAnEmulator(String command) {
        assertThatThrownBy(() -> run(command.split(" ")))
                .isInstanceOf(StateException.class)
                .hasMessage("there is no emulator's state in " + directory.resolve("state/ias")
                        + "; start the emulator (run-ias) once, or name its --state");
    }

    @ParameterizedTest
    @CsvSource({
        "revoke, 'revoke needs --quote, '",
        "unrevoke, 'unrevoke needs --quote, '",
        "revoke --group=xx, xx is no EPID group id",
        "revoke --group=00000001, there is no EPID group 00000001; there are ",
        "retire, --group is required",
        "revoke --quote=missing, missing does not exist",
        "revoke --quote=a\0b, is not the name of a file",
        "revoke --key=pom.xml, pom.xml is neither an epid_blob",
        "revoke --quote=pom.xml, 'pom.xml: no quote', ",
        "unrevoke --report=pom.xml, pom.xml: attestation report refused"
    })
    void namesWhatIsWrongWithARevocation(String command, String reason) throws Exception {
        Path state = RunningEmulator.copyState(directory.resolve("ias"));
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.add("--state=" + state);

        assertThatThrownBy(() -> run(arguments.toArray(new String[0])))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void revokesNobodyForAForgedQuote() throws Exception {
        try (RunningEmulator ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")))) {
            byte[] quote = new TestEnclave(ias.platform(directory.resolve("platform")))
                    .quote(Subscription.LINKABLE_DEMO)
                    .encode();
            quote[400] ^= 1;
            Path file = Files.write(directory.resolve("quote"), quote);

            assertThatThrownBy(() -> run("--state=" + ias.state, "revoke", "--quote=" + file))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("signature is not valid");
            assertThat(run("--state=" + ias.state, "verify-quote", "--quote=" + file))
                    .isEqualTo(2);
            assertThat(output).contains("EPID verification            = SIGNATURE_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hex", "binary", "base64", "json"})
    void printsEveryFieldOfAQuoteInAnyForm(String form) throws Exception {
        ByteString quote;
        try (RunningEmulator ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")))) {
            quote = ByteString.of(new TestEnclave(ias.platform(directory.resolve("platform")))
                    .quote(Subscription.UNLINKABLE_DEMO)
                    .encode());
        }
        String base64 = Base64.getEncoder().encodeToString(quote.toArray());
        byte[] content =
                switch (form) {
                    case "hex" -> (quote.hex() + "\n").getBytes(StandardCharsets.US_ASCII);
                    case "binary" -> quote.toArray();
                    case "base64" -> base64.getBytes(StandardCharsets.US_ASCII);
                    default -> ("{\"isvEnclaveQuote\":\"" + base64 + "\"}").getBytes(StandardCharsets.US_ASCII);
                };
        Path file = Files.write(directory.resolve("quote"), content);

        assertThat(run("verify-quote", "--quote", file.toString(), "--state=" + directory.resolve("ias")))
                .isZero();
        assertThat(output)
                .contains(
                        "basename.spid                = 5350494420554e4c494e4b41424c4521",
                        "signature_len                = 680",
                        "signature.payload_size       = 360",
                        "EPID verification            = OK");
        assertThat(run("verify-quote", "--quote", file.toString(), "--state=" + directory.resolve("none")))
                .isZero();
        assertThat(output).contains("EPID verification            = not possible: group ");
    }

    static Stream<Path> recordedQuotes() throws Exception {
        return TestData.list("quotes", ".hex").stream();
    }

    @ParameterizedTest
    @MethodSource("recordedQuotes")
    void printsQuotesOfRealHardware(Path quote) throws Exception {
        String[] name = quote.getFileName().toString().split("_");

        assertThat(run("verify-quote", "--quote=" + quote, "--state=" + directory.resolve("none")))
                .isZero();

        assertThat(output)
                .contains(
                        "epid_group_id                = " + name[2],
                        "signature_len                = 680",
                        "sign_type                    = " + (name[1].equals("lnk") ? "1 (linkable)" : "0 (unlinkable)"),
                        "EPID verification            = not possible: group " + name[2]);
    }

    @Test
    void failsAsOftenAsItWasToldTo() throws Exception {
        FaultInjection faults = parse("--fail=503:2").config().failing().orElseThrow();
        try (RunningEmulator ias = new RunningEmulator(RunningEmulator.copyState(directory.resolve("ias")), faults)) {
            String path = "/sgx/dev/attestation/v4/sigrl/00000001";
            assertThat(ias.get(path, "x").statusCode()).isEqualTo(503);
            // Provisioning is not part of the attestation service.
            assertThat(new TestEnclave(ias.platform(directory.resolve("platform")))
                            .gid()
                            .isUnprovisioned())
                    .isFalse();
            assertThat(ias.get(path, "x").statusCode()).isEqualTo(503);
            assertThat(ias.get(path, "x").statusCode()).isEqualTo(401);
        }
    }
}
