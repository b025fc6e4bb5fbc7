package org.sgxra.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What settings and policy mean to the commands, where batch files only set variables. */
class WindowsSettingsTest {
    @TempDir
    private Path home;

    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void makePolicy() throws IOException {
        Files.createDirectory(home.resolve("policy"));
        Files.createFile(home.resolve("policy/policy.cmd"));
    }

    private String[] with(String script, String... given) throws UsageException {
        return new WindowsSettings(script, home, variables).with(given);
    }

    private void set(String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put("RA_" + namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    @Test
    void givesTheServerItsSettingsAndPolicyBeforeTheCallersArguments() throws UsageException {
        set(
                "MRSIGNER",
                "ab",
                "PRODID",
                "0",
                "MIN_ISVSVN",
                "1",
                "ALLOW_DEBUG",
                "1",
                "MRENCLAVE",
                "",
                "ACCEPT_STATUS",
                "A,B");
        set(
                "POLICY_STRICT_TRUST",
                "1",
                "SPID",
                "cd",
                "LINKABLE",
                "1",
                "IAS_URL",
                "https://a&b",
                "QUERY_IAS_PRODUCTION",
                "0");
        set(
                "IAS_CA_BUNDLE_FILE",
                "state/my ca.pem",
                "IAS_REPORT_SIGNING_CA_FILE",
                "none",
                "IAS_PROXY_URL",
                "http://u:p%@h:1");
        set("ATTESTATION", "both", "PCCS_URL", "none", "DCAP_ROOT_FILE", "/root.pem", "TIMEOUT", "5", "VERBOSE", "1");
        set("IAS_PRIMARY_SUBSCRIPTION_KEY", "k1", "SECRET_FILE", "secret");
        assertThat(with("run-server", "-d", "7000"))
                .containsExactly(
                        "--mrsigner=ab",
                        "--isv-product-id=0",
                        "--min-isv-svn=1",
                        "--accept-status=A,B",
                        "--strict-trust-mode",
                        "--spid=cd",
                        "--linkable",
                        "--ias-url=https://a&b",
                        "--ca-bundle-file=" + home.resolve("state/my ca.pem"),
                        "--proxy=http://u:p%@h:1",
                        "--attestation=both",
                        "--dcap-root=/root.pem",
                        "--timeout=5",
                        "--ias-pri-api-key=k1",
                        "--secret-file=" + home.resolve("secret"),
                        "-v",
                        "-d",
                        "7000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "-phttp://h", "-p", "--proxy=http://h", "--no-proxy", "--prox=http://h"})
    void leavesTheProxyToTheCaller(String choice) throws UsageException {
        set("IAS_PROXY_URL", "http://other");
        assertThat(with("run-server", choice)).doesNotContain("--proxy=http://other");
        set("IAS_DISABLE_PROXY", "1");
        assertThat(with("run-server", choice))
                .filteredOn("--no-proxy"::equals)
                .hasSize(choice.equals("--no-proxy") ? 1 : 0);
        assertThat(with("run-server")).contains("--no-proxy");
    }

    @ParameterizedTest
    @CsvSource({
        "run-server, POLICY_STRICT_TRUST, yes",
        "run-server, ALLOW_DEBUG, true",
        "run-server, LINKABLE, 2",
        "run-server, VERBOSE, on",
        "run-isv-sp, ISV_COMPAT, no",
        "run-client, RANDOM_NONCE, 1 1",
        "run-ias, DEBUG, -1"
    })
    void refusesASwitchThatIsNeither0Nor1(String script, String name, String value) {
        set(name, value);
        assertThatThrownBy(() -> with(script))
                .isInstanceOf(UsageException.class)
                .hasMessage("RA_" + name + " is '" + value + "' in the settings or the policy; it is a switch, 0 or 1");
    }

    /** On Windows a quotation mark is enough: {@code RA_ISV_CERT="C:\cert.pem"}. */
    @ParameterizedTest
    @CsvSource({
        "run-server, SECRET_FILE",
        "run-server, IAS_CA_BUNDLE_FILE",
        "run-isv-sp, ISV_SECRET_FILE",
        "run-isv-sp, ISV_CERT",
        "run-isv-app, ISV_KEY"
    })
    void refusesWhatNoFileCanBeCalled(String script, String name) {
        set(name, "a\0b");
        assertThatThrownBy(() -> with(script))
                .isInstanceOf(UsageException.class)
                .hasMessage("RA_" + name + " in the settings: 'a\0b' is not the name of a file");
    }

    @Test
    void refusesDebugEnclavesUnlessThePolicyAllowsThem() throws UsageException {
        assertThat(with("run-server")).contains("--no-debug-enclave");
    }

    @Test
    void needsAPolicy() throws IOException, UsageException {
        Files.delete(home.resolve("policy/policy.cmd"));
        assertThatThrownBy(() -> with("run-server")).hasMessageStartingWith("policy\\policy.cmd is missing: ");
        assertThatThrownBy(() -> with("run-isv-sp")).hasMessageStartingWith("policy\\policy.cmd is missing: ");
        assertThat(with("run-client")).isEmpty();
    }

    @Test
    void makesTheSecretOfTheDefaultNameOnce() throws IOException, UsageException {
        set("ALLOW_DEBUG", "1", "ISV_SECRET_FILE", home + "/state/isv/secret", "ISV_CERT", "state/isv/cert.pem");
        assertThat(with("run-isv-sp", "other:1"))
                .containsExactly(
                        "--secret-file=" + home.resolve("state/isv/secret"),
                        "--cert=" + home.resolve("state/isv/cert.pem"),
                        "localhost:22222",
                        "other:1");
        String secret = Files.readString(home.resolve("state/isv/secret"));
        assertThat(secret).matches("[0-9a-f]{64}");
        with("run-isv-sp");
        assertThat(Files.readString(home.resolve("state/isv/secret"))).isEqualTo(secret);
        set("ISV_SECRET_FILE", "mine");
        with("run-isv-sp");
        assertThat(home.resolve("mine")).doesNotExist();
        set("ISV_COMPAT", "1");
        assertThat(with("run-isv-sp")).contains("--compat").noneMatch(argument -> argument.startsWith("--secret-file"));
    }

    @Test
    void givesTheOthersTheirSettings() throws UsageException {
        set(
                "ATTESTATION",
                "dcap",
                "TIMEOUT",
                "9",
                "RANDOM_NONCE",
                "1",
                "SPID",
                "ab",
                "ISV_PORT",
                "1",
                "ISV_CERT",
                "c",
                "ISV_KEY",
                "k");
        assertThat(with("run-client", "h"))
                .containsExactly("--attestation=dcap", "--timeout=9", "-r", "--spid=ab", "h");
        assertThat(with("run-isv-app"))
                .containsExactly(
                        "--attestation=dcap",
                        "--timeout=9",
                        "--cert=" + home.resolve("c"),
                        "--key=" + home.resolve("k"),
                        "1");
        assertThat(with("run-ias", "token")).containsExactly("--state=" + home.resolve("state/ias"), "token");
        for (String standard : new String[] {"epid", "both"}) {
            set("ATTESTATION", standard);
            assertThat(with("run-client")).noneMatch(argument -> argument.startsWith("--attestation"));
        }
    }

    @Test
    void changesNothingWithoutTheScripts() throws UsageException {
        String[] arguments = {"-v"};
        assertThat(WindowsSettings.before(arguments)).isSameAs(arguments);
    }
}
