package org.sgxra.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.Subscription;
import org.sgxra.services.state.TlsNames;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The page for browsers. */
class IndexPageTest {
    @TempDir
    static Path directory;

    private static RunningEmulator ias;

    @BeforeAll
    static void start() throws Exception {
        ias = new RunningEmulator(
                RunningEmulator.copyState(directory.resolve("ias")),
                new StandIn(TlsNames.LOCAL.and(List.of("ias.test")), ReportNames.INTEL, List.of(), false));
    }

    @AfterAll
    static void stop() {
        ias.close();
    }

    private static String page() throws Exception {
        HttpResponse<byte[]> answer = ias.get("/");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'; "));
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void saysWhatThisIsAndWhatItGoesBy() throws Exception {
        String page = page();

        assertThat(page)
                .startsWith("<!DOCTYPE html>\n")
                .contains("<h1>Emulator of SGX attestation services</h1>")
                .contains("prove nothing")
                .contains("INTEL&#39;S NAMES, NOT INTEL&#39;S KEYS")
                .contains("TLS certificate for: localhost, 127.0.0.1, 0:0:0:0:0:0:0:1, ias.test.")
                .contains("<td>" + ias.emulator.state().groups().all().get(0).gid()
                        + "</td><td>current</td><td>0, version 0</td>")
                .contains("<td>0a020200000000000000000000000000</td><td>16</td><td>15</td><td>OK</td>")
                .contains("INTEL-SA-00161")
                .contains("<td>SWHardeningNeeded</td>", "FMSPC 00534F465400")
                .contains("<td>/attestation/sgx/v1 to v3/…</td>");
    }

    @Test
    void showsTheLastRequestsWithoutWhatIsSecretInThem() throws Exception {
        String key = Subscription.UNLINKABLE_DEMO.primaryKey();
        ias.get("/sgx/certification/v4/tcb?fmspc=001122334455&secret=" + key, key);
        ias.get("/sgx/dev/attestation/v4/sigrl/%3Cscript%3Ealert('1')%22&amp;", key);
        Curl.run(
                ias,
                "--path-as-is",
                "-H",
                "Ocp-Apim-Subscription-Key: " + key,
                "https://localhost:" + ias.port() + "/<b>\"&'");

        String page = page();

        assertThat(page)
                .contains("<td>GET</td><td>/sgx/certification/v4/tcb</td><td>404</td>")
                .contains("<td>/sgx/dev/attestation/v4/sigrl/%3Cscript%3Ealert(&#39;1&#39;)%22&amp;amp;</td>"
                        + "<td>404</td><td>unknown EPID group</td>")
                .doesNotContain("<b>", "<script", "secret")
                .doesNotContain(key);
        for (int i = 0; i < 25; i++) {
            ias.get("/nothing/" + i);
        }
        assertThat(page()).contains("/nothing/24<", "/nothing/5<").doesNotContain("/nothing/4<", "/sigrl/%3C");
    }

    /** Nothing in it is loaded, run or secret, and every tag is closed. */
    @Test
    void isPlainHtmlWithoutAnyKey() throws Exception {
        String page = page();
        assertThat(page.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("<script", "javascript:", "src=", "href=", "<link", "url(", "http:", "https:")
                .doesNotContainPattern(" on[a-z]+=");
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(page.replace("<!DOCTYPE html>\n", "")
                        .replace("<meta charset=\"utf-8\">", "")
                        .getBytes(StandardCharsets.UTF_8)));
        NodeList tables = document.getElementsByTagName("table");
        assertThat(tables.getLength()).isEqualTo(6);
        for (Subscription subscription : Subscription.ALL) {
            assertThat(page).doesNotContain(subscription.primaryKey(), subscription.secondaryKey());
        }
        String groups = Files.readString(ias.state.resolve("groups.json"));
        String issuerKey = groups.replaceAll("(?s).*\"issuerKey\" : \"([0-9a-f]+)\".*", "$1");
        assertThat(issuerKey).hasSize(72);
        assertThat(page).doesNotContain(issuerKey.substring(8));
    }

    @Test
    void hasNoOtherMethodAndNeedsNoKey() throws Exception {
        assertThat(ias.post("/", new byte[0]).statusCode()).isEqualTo(405);
        assertThat(ias.get("/?x").statusCode()).isEqualTo(200);
    }
}
