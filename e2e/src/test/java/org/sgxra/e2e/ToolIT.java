package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/sgx-ra} as a process; what its commands say of everything recorded the tests of its module show. */
class ToolIT {
    private static final Path RECORDED = Command.home().resolve("testdata");

    @TempDir
    private Path directory;

    private Command run(String script, String... arguments) throws Exception {
        return Command.start(directory, Map.of(), script, arguments);
    }

    @Test
    void decodesWhatComesThroughAPipe() throws Exception {
        String quote = Files.readString(RECORDED.resolve("quotes/quote_unl_00000b5b_1116_ce58d6b9caca.hex"));
        try (Command decode = run("bin/sgx-ra", "decode")) {
            decode.input().write(quote.getBytes(StandardCharsets.US_ASCII));
            decode.input().close();
            assertThat(decode.exitCode()).as("%s", decode).isZero();
            assertThat(decode.output())
                    .startsWith("standard input: hexadecimal digits\n\ntaken for quote, 1116 bytes\n")
                    .contains("     4     4  quote.epid_group_id ", "5b0b0000  00000b5b");
            assertThat(decode.errors()).isEmpty();
        }
    }

    @Test
    void endsWith0ForAReportThatIsGenuineAndAcceptable() throws Exception {
        try (Command verify = run("bin/sgx-ra", report("verify-report", "v3_OK_2020-01-30_87128901"))) {
            assertThat(verify.exitCode()).as("%s", verify).isZero();
            assertThat(verify.output()).contains("\ngenuine and acceptable: signed under Intel's CA on 2020-01-30T");
        }
    }

    /** Whoever knows the command of the emulator finds it where it was. */
    @Test
    void endsWith4ForAGenuineReportOfAnInvalidSignatureUnderTheOldNameToo() throws Exception {
        String[] arguments = report("verify-report", "v3_SIGNATURE_INVALID_linkable_2018-08-24_14222765");
        try (Command verify = run("run-ias", arguments)) {
            assertThat(verify.exitCode()).as("%s", verify).isEqualTo(4);
            assertThat(verify.output()).contains("\ngenuine but not acceptable: the status is SIGNATURE_INVALID");
        }
    }

    @Test
    void endsWith2ForAReportThatIsNotGenuine() throws Exception {
        Path invalid = RECORDED.resolve("ias/invalid/tampered_nonce_private-data-objects_11");
        try (Command verify = run(
                "bin/ias",
                "verify-report",
                "--body=" + invalid.resolve("body.json"),
                "--signature=" + invalid.resolve("signature.b64"),
                "--chain=" + invalid.resolve("chain.pem"),
                "--json")) {
            assertThat(verify.exitCode()).as("%s", verify).isEqualTo(2);
            assertThat(verify.output())
                    .startsWith("{")
                    .contains("\"verdict\" : \"not genuine\"")
                    .endsWith("}");
        }
    }

    @Test
    void judgesADcapQuoteWithStoredCollateral() throws Exception {
        Path recorded = RECORDED.resolve("dcap/uptodate-v2-00606a000000-202207-a12f31");
        try (Command verify = run(
                "bin/sgx-ra",
                "verify-quote",
                "--quote=" + recorded.resolve("quote.bin"),
                "--collateral=" + recorded,
                "--verify-at=2022-07-30T02:44:00Z",
                "--allow-debug-enclave",
                "--json")) {
            assertThat(verify.exitCode()).as("%s", verify).isZero();
            assertThat(verify.output())
                    .startsWith("{")
                    .contains("\"status\" : \"UpToDate\"", "\"verified\" : true")
                    .endsWith("}");
            assertThat(verify.errors()).isEmpty();
        }
        try (Command verify = run("bin/sgx-ra", "verify-quote", "--quote=" + recorded.resolve("quote.bin"))) {
            assertThat(verify.exitCode()).as("%s", verify).isEqualTo(2);
            assertThat(verify.output())
                    .contains("https://api.trustedservices.intel.com/sgx/certification/v4/tcb?fmspc=00606A000000");
        }
    }

    private static String[] report(String first, String name) {
        Path report = RECORDED.resolve("ias/reports").resolve(name);
        return new String[] {
            first,
            "--body=" + report.resolve("body.json"),
            "--signature=" + report.resolve("signature.b64"),
            "--chain=" + RECORDED.resolve("ias/chain.pem")
        };
    }
}
