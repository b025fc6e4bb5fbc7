package org.sgxra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
    @Tag("long")
    void isReadByKeyboardOnNarrowScreensAndWithoutItsScript() throws Exception {
        Path file = pageOf("sp-trusted.jsonl");
        PageBrowser page = browser.orElseThrow();
        page.show(file, 1400, "light");

        // Everything before the first field of msg1, and that.
        List<String> focused = page.tabTo("msg1.g_a.gx,", 100);
        assertThat(focused).contains("What was said", "msg3, 1,452 bytes", "msg1.g_a.gx, 32 bytes at 4");
        assertThat(focused).allMatch(name -> !name.isBlank());
        assertThat(page.panel()).contains("ephemeral public key");
        assertThat(page.lit()).contains("msg3.g_a.gx");
        page.escape();
        assertThat(page.panel()).isEmpty();
        assertThat(page.lit()).isEmpty();
        page.pointAt(page.legend("g_a, y coordinate"));
        assertThat(page.lit()).contains("msg1.g_a.gy");

        assertThat(page.text("sequence")).doesNotContain("client to service provider: msg3");
        page.show(file, 360, "light");
        assertThat(page.text("sequence")).contains("client to service provider: msg3");

        page.showWithoutScript(file, 1400);
        assertThat(page.text("outcome")).startsWith("The enclave is trusted");
        assertThat(page.text("sequence")).contains("msg3, 1,452 bytes");
        assertThat(page.text("checks")).contains("msg3-mac", "Nobody changed msg3");
        assertThat(page.text("messages")).contains("MAC under SMK", "38 fields of msg3");
    }

    @Test
    @Tag("long")
    void beginsWithTheReasonOfARefusal() throws Exception {
        PageBrowser page = look(pageOf("sp-refused-336.jsonl"));

        assertThat(page.text("outcome")).contains("The session failed", "msg3-mac", "What to do:");
        assertThat(page.text("c4")).contains("failed", "2f347d54cea8446836975a80dd8dfc01");
    }

    @Test
    @Tag("long")
    void showsASessionOfTheSecondSystem() throws Exception {
        PageBrowser page = look(pageOf("isv-sp.jsonl"));

        page.pointAt(page.regions("ra_msg2.body.spid.value").get(0));
        assertThat(page.lit()).contains("msg2.spid", "msg3.quote.basename.spid");
    }

    @Test
    @Tag("long")
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

    /** Messages of half a MiB and more: a revocation list of 4,000 entries, and a quote with as many proofs. */
    @Test
    @Tag("long")
    void showsASessionWithALongRevocationList() throws Exception {
        int entries = 4000;
        byte[] msg2 = wire("msg2");
        byte[] list = Arrays.copyOfRange(msg2, 168, msg2.length);
        ByteArrayOutputStream longList = new ByteArrayOutputStream();
        longList.write(list, 0, 12);
        longList.writeBytes(ByteBuffer.allocate(4).putInt(entries).array());
        for (int i = 0; i < entries; i++) {
            longList.write(list, 16, 128);
        }
        longList.write(list, list.length - 64, 64);
        byte[] msg3 = wire("msg3");
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(msg3, 336 + 740, 360);
        for (int i = 0; i < entries; i++) {
            payload.write(msg3, 336 + 740 + 360, 160);
        }
        int quoteTail = 304 + payload.size() + 16;
        ByteArrayOutputStream longMsg3 = new ByteArrayOutputStream();
        longMsg3.write(msg3, 0, 336 + 432);
        longMsg3.writeBytes(littleEndian(quoteTail));
        longMsg3.write(msg3, 336 + 436, 300);
        longMsg3.writeBytes(littleEndian(payload.size()));
        longMsg3.writeBytes(payload.toByteArray());
        longMsg3.write(msg3, msg3.length - 16, 16);
        ByteArrayOutputStream longMsg2 = new ByteArrayOutputStream();
        longMsg2.write(msg2, 0, 164);
        longMsg2.writeBytes(littleEndian(longList.size()));
        longMsg2.writeBytes(longList.toByteArray());
        Path pasted = Files.write(
                folder.resolve("long.txt"),
                Stream.of(wire("msg0||msg1"), longMsg2.toByteArray(), longMsg3.toByteArray(), wire("msg4"))
                        .map(HexFormat.of()::formatHex)
                        .toList());
        Path page = folder.resolve("long.html");
        Command command =
                Command.start(folder, Map.of(), "bin/sgx-ra", "walkthrough", pasted.toString(), "-o", page.toString());
        assertThat(command.exitCode()).as("%s", command).isZero();

        assertThat(Files.size(page)).isLessThanOrEqualTo(1 << 20);
        PageBrowser shown = look(page);
        assertThat(shown.regions("msg2.sig_rl.entry[16..3999]")).hasSize(1);
        // How long it takes is for people to read: machines differ.
        System.out.printf(
                "a page of messages of %,d and %,d bytes is open after %,d ms%n",
                longMsg2.size(), longMsg3.size(), shown.openMillis());
        assertThat(shown.elements()).isLessThan(10_000);
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    /** A message of the recorded session with two entries in its revocation list. */
    private static byte[] wire(String message) throws IOException {
        Pattern pattern = Pattern.compile("\"event\":\"message-(?:received|sending)\",\"message\":\""
                + Pattern.quote(message) + "\".*\"wire\":\"([0-9a-f]+)\"");
        for (String line : Files.readAllLines(EVENTS.resolve("sp-sigrl_n2_2.jsonl"))) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return HexFormat.of().parseHex(matcher.group(1));
            }
        }
        throw new IllegalStateException(message);
    }

    @Test
    @Tag("long")
    void demonstrationWritesAPageOfADcapSessionAndOpensIt() throws Exception {
        Path desktop = Files.createDirectory(folder.resolve("desktop"));
        Path opener = Files.writeString(
                desktop.resolve("xdg-open"), "#!/bin/sh\nprintf %s \"$1\" >" + desktop.resolve("opened") + "\n");
        assertThat(opener.toFile().setExecutable(true)).isTrue();
        Command demo = Command.start(
                folder,
                Map.of("PATH", desktop + ":" + System.getenv("PATH"), "DISPLAY", ":0"),
                "run-demo",
                "--dcap",
                "--page",
                "--state=" + folder.resolve("the state"));
        assertThat(demo.exitCode()).as("%s", demo).isZero();
        Path page = folder.resolve("the state/attestation.html");
        assertThat(desktop.resolve("opened")).hasContent(page.toString());

        PageBrowser shown = look(page);
        assertThat(shown.text("outcome")).startsWith("The enclave is trusted");
        assertThat(shown.text("service"))
                .contains("▶ this platform", "Intel's quoting enclave", "How long it is valid");
        assertThat(shown.text("quote")).contains("Intel SGX PCK Certificate", "Intel SGX Root CA");
        assertThat(shown.lit()).isEqualTo(List.of());
    }
}
