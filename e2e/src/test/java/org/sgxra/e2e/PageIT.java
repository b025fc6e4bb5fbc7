package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** Walk-throughs (docs/walkthrough.md) in a browser: no error, no request, readable on small and large screens, light and dark. */
class PageIT {
    private static final Path EVENTS = Command.home().resolve("testdata/events");

    @TempDir
    private static Path folder;

    private static Optional<PageBrowser> browser = Optional.empty();

    @BeforeAll
    static void start() {
        browser = PageBrowser.start();
        Assumptions.assumeTrue(
                browser.isPresent(),
                "no Chromium here: pages are not looked at (Debian: apt-get install chromium chromium-driver)");
    }

    @AfterAll
    static void stop() {
        browser.ifPresent(PageBrowser::close);
    }

    private static Path pageOf(String... sessions) throws Exception {
        Path page = folder.resolve(sessions[0].replace(".jsonl", ".html"));
        String[] arguments = new String[sessions.length + 3];
        arguments[0] = "walkthrough";
        for (int i = 0; i < sessions.length; i++) {
            arguments[i + 1] = EVENTS.resolve(sessions[i]).toString();
        }
        arguments[arguments.length - 2] = "-o";
        arguments[arguments.length - 1] = page.toString();
        Command command = Command.start(folder, Map.of(), "bin/sgx-ra", arguments);
        assertThat(command.exitCode()).as("%s", command).isZero();
        return page;
    }

    /** What must be so of every page. */
    private static PageBrowser look(Path page) {
        PageBrowser shown = browser.orElseThrow();
        for (int width : new int[] {360, 1400}) {
            for (String scheme : new String[] {"light", "dark"}) {
                shown.show(page, width, scheme);
                assertThat(shown.tooWide()).as("%s in %s pixels", page, width).isEmpty();
                assertThat(shown.faintTexts()).as("%s, %s", page, scheme).isEmpty();
            }
        }
        assertThat(shown.unlabelled()).isEmpty();
        assertThat(shown.console()).isEmpty();
        assertThat(shown.requests()).isEmpty();
        return shown;
    }

    @Test
    void lightsUpWhatBelongsTogetherInATrustedSession() throws Exception {
        PageBrowser page = look(pageOf("client-ok_unlinkable.jsonl", "sp-ok_unlinkable.jsonl"));

        assertThat(page.text("outcome")).startsWith("The enclave is trusted");
        WebElement ga = page.regions("msg1.g_a.gx").get(0);
        page.pointAt(ga);
        assertThat(page.lit())
                .contains("msg1.g_a.gx", "msg1.g_a.gy", "msg3.g_a.gx", "msg3.quote.report_body.report_data")
                .doesNotContain("msg2.g_b.gx", "msg2.spid");
        assertThat(page.panel())
                .contains("msg1.g_a.gx", "ephemeral public key", "number, least significant byte first");
        assertThat(page.regions("msg3.g_a.gx").get(0).getText()).isEqualTo(ga.getText());
        assertThat(ga.getText().replaceAll("\\s", ""))
                .isEqualTo("40d90b4455105105ca5e826cf2e2537b1bfd7c5ea71a38328ac99d51d264b945");
        page.pointAway();
        assertThat(page.lit()).isEmpty();
        assertThat(page.panel()).isEmpty();
    }

    @Test
    void beginsWithTheReasonOfARefusal() throws Exception {
        PageBrowser page = look(pageOf("sp-refused-336.jsonl"));

        assertThat(page.text("outcome")).contains("The session failed", "msg3-mac", "What to do:");
        assertThat(page.text("c4")).contains("failed", "2f347d54cea8446836975a80dd8dfc01");
    }

    @Test
    void showsASessionOfTheSecondSystem() throws Exception {
        PageBrowser page = look(pageOf("isv-sp.jsonl"));

        page.pointAt(page.regions("ra_msg2.body.spid.value").get(0));
        assertThat(page.lit()).contains("msg2.spid", "msg3.quote.basename.spid");
    }

    @Test
    void showsTwoSessionsSideBySide() throws Exception {
        Path page = folder.resolve("compared.html");
        Command command = Command.start(
                folder,
                Map.of(),
                "bin/sgx-ra",
                "walkthrough",
                EVENTS.resolve("sp-ok_unlinkable.jsonl").toString(),
                "--compare=" + EVENTS.resolve("sp-policy_wrong_mrsigner.jsonl"),
                "-o",
                page.toString());
        assertThat(command.exitCode()).as("%s", command).isZero();

        PageBrowser shown = look(page);
        assertThat(shown.text("messages")).contains("1 byte differs of 105 bytes.", "Fresh keys");
        assertThat(shown.text("checks")).contains("Another policy:");
    }

    @Test
    void demonstrationWritesAPageOfADcapSession() throws Exception {
        Path page = folder.resolve("demo page.html");
        Command demo = Command.start(
                folder, Map.of(), "run-demo", "--dcap", "--page=" + page, "--state=" + folder.resolve("state"));
        assertThat(demo.exitCode()).as("%s", demo).isZero();

        PageBrowser shown = look(page);
        assertThat(shown.text("outcome")).startsWith("The enclave is trusted");
        assertThat(shown.text("service"))
                .contains("▶ this platform", "Intel's quoting enclave", "How long it is valid");
        assertThat(shown.text("quote")).contains("Intel SGX PCK Certificate", "Intel SGX Root CA");
        assertThat(shown.lit()).isEqualTo(List.of());
    }
}
