package org.sgxra.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.page.html.SequenceDiagram;
import org.sgxra.page.html.WalkthroughPage;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.RecordedSession;

class PageTest {
    private static final String[] SECRETS = {"sharedSecret", "KDK", "SMK", "VK", "MK", "SK"};

    static List<String> find(String page, String pattern) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sp-ok_unlinkable",
                "sp-group_out_of_date_pib",
                "sp-sigrl_n2_2",
                "sp-policy_wrong_mrsigner",
                "sp-refused-336",
                "client-sigrl_garbage",
                "isv-sp",
                "isv-app",
                "sp-dcap"
            })
    void loadsNothingLinksOnlyIntoItselfAndIsNotTooLong(String name) throws Exception {
        String page = Sessions.page(Sessions.ofEvents(name));

        List<String> ids = find(page, " id=\"([^\"]*)\"");
        assertThat(ids).doesNotHaveDuplicates();
        Set<String> known = new HashSet<>(ids);
        assertThat(find(page, "href=\"([^\"]*)\""))
                .isNotEmpty()
                .allMatch(target -> target.startsWith("#") && known.contains(target.substring(1)));
        assertThat(page)
                .doesNotContain(" src=", "url(", "@import", "<link", "<iframe", " style=", "javascript:")
                .contains("default-src 'none'");
        assertThat(find(page, "aria-labelledby=\"([^\"]*)\"")).allMatch(known::contains);
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_048_576);
    }

    @Test
    void diagramSaysWhatThePlatformHasFromBefore() throws Exception {
        RecordedSession epid = Sessions.ofEvents("sp-ok_unlinkable");

        assertThat(SequenceDiagram.picture(epid))
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .contains(">provisioning<", "before: EPID key, group 0000000b")
                .doesNotContain("<a ", "<script");
        assertThat(Sessions.page(epid)).contains(">before: EPID key, group 0000000b</text></a>");
        assertThat(SequenceDiagram.picture(Sessions.ofEvents("sp-dcap"))).contains("before: PCK certificate<");
    }

    @Test
    void diagramNamesWhoVouchesForThePlatform() throws Exception {
        assertThat(SequenceDiagram.picture(Sessions.ofEvents("sp-dcap")))
                .contains(">collateral source<")
                .doesNotContain("attestation service");
        assertThat(SequenceDiagram.picture(Sessions.ofEvents("sp-trusted")))
                .contains(">attestation service<", ">+0.000 s<");
    }

    /** The clock of this session stood still. */
    @Test
    void diagramHasNoTimesWhereAllAreTheSame() throws Exception {
        assertThat(SequenceDiagram.picture(Sessions.ofEvents("sp-ok_unlinkable")))
                .contains("msg3, 1,452 bytes")
                .doesNotContain("+0.000 s");
    }

    @Test
    void saysAfterWhatEachCheckWasMadeAndWhatItShows() throws Exception {
        RecordedSession session = Sessions.ofEvents("client-ok_unlinkable", "sp-ok_unlinkable");
        String page = Sessions.page(session);

        assertThat(find(page, "<h3>(After [^<]*)</h3><ol class=\"checks\" start="))
                .containsExactly("After msg0||msg1", "After msg2", "After msg3", "After the answer: report");
        assertThat(find(page, "<ol class=\"checks\" start=\"([0-9]+)\">")).containsExactly("1", "3", "4", "9");
        assertThat(find(page, "<li id=\"c([0-9]+)\"")).hasSize(session.checks().size());
        assertThat(page)
                .contains("<span class=\"why\">Nobody changed msg3, and the client knows the shared secret.</span>");
    }

    @Test
    void namesTheFieldsBesideTheirBytes() throws Exception {
        String page = Sessions.page(Sessions.ofEvents("sp-ok_unlinkable"));

        List<String> named = find(page, "<li data-r=\"([^\"]*)\">");
        List<String> regions = find(page, "<a class=\"b b[0-9]\" href=\"#([^\"]*)\"");
        assertThat(named).isEqualTo(regions).isNotEmpty();
        assertThat(page)
                .contains("<i class=\"b0\"></i> MAC under SMK<small> at 0, 16 bytes</small>")
                .contains("class=\"map long\" role=\"group\" aria-label=\"bytes of msg3\"")
                .contains("class=\"map\" role=\"group\" aria-label=\"bytes of msg4\"");
    }

    @Test
    void showsHashesOfKeysUnlessValuesAreAskedFor() throws Exception {
        RecordedSession session = Sessions.ofEvents("sp-ok_unlinkable");
        String hashes = Sessions.page(session);
        String values = WalkthroughPage.render(session, "a session", true);

        List<String> secrets = new ArrayList<>();
        for (RecordedEvent event : session.events()) {
            for (String name : SECRETS) {
                event.find(name).ifPresent(secrets::add);
            }
        }
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(6);
        assertThat(values).contains(secrets).contains("Warning: this page shows secret keys of the session.");
        assertThat(hashes)
                .doesNotContain(secrets)
                .doesNotContain("shows secret keys")
                .contains(session.event("session-keys-derived").orElseThrow().text("sha256MK"))
                .contains(session.event("keys-agreed").orElseThrow().text("sha256SMK"))
                .contains(session.event("keys-agreed").orElseThrow().text("sha256VK"));
    }

    @Test
    void beginsWithTheCheckThatFailedItsCauseAndWhatToDo() throws Exception {
        String page = Sessions.page(Sessions.ofEvents("sp-refused-336"));

        String first = page.substring(page.indexOf("<section"), page.indexOf("</section>"));
        assertThat(first)
                .contains("The session failed")
                .contains("the MAC does not match: the message was changed, or the client derived another SMK")
                .contains("<a href=\"#c4\">msg3-mac</a>")
                .contains("2f347d54cea8446836975a80dd8dfc01", "ced21d3ffbc8a4fd2c1c0f4b1465690b")
                .contains("What to do: </strong>Compare msg1 and msg2 at both ends");
        assertThat(page).contains("<li id=\"c4\" class=\"bad\" tabindex=\"-1\"><details open=\"\">");
        assertThat(page.split("What it would have shown: ", -1))
                .as("what a check that failed does not show")
                .hasSize(2);
    }

    @Test
    void saysWhatPolicyDoesNotAccept() throws Exception {
        RecordedSession session = Sessions.ofEvents("sp-policy_wrong_mrsigner");
        String page = Sessions.page(session);

        assertThat(page).contains("<h2 id=\"outcome-h\">The enclave is not trusted</h2>", ">mrsigner</a>");
        assertThat(session.event("verdict-reached").orElseThrow().texts("violations"))
                .isNotEmpty();
        assertThat(page).contains("What the policy does not accept");
    }

    @Test
    void showsThePolicyAndWhatItSaysOfThePlatform() throws Exception {
        RecordedSession session = Sessions.ofEvents("sp-group_out_of_date_pib");
        String page = Sessions.page(session);

        assertThat(page)
                .containsPattern("<a href=\"#c[0-9]+\">platform-status</a>")
                .contains("<code>GROUP_OUT_OF_DATE</code>")
                .containsPattern("<dt>MRSIGNER</dt><dd><code>bd71c6380e[0-9a-f]{54}</code></dd>")
                .contains("<dt>statuses accepted besides</dt><dd>none</dd>")
                .contains("<dt>platforms that need hardening</dt><dd>are trusted, but it is complicated</dd>")
                .contains("<dt>ISV SVN, at least</dt><dd>1</dd>", "<dt>report not older than</dt><dd>300 seconds</dd>")
                .doesNotContain("does not hold the policy");
        assertThat(Sessions.page(Sessions.ofEvents("sp-dcap")))
                .contains("The recording does not hold the policy")
                .doesNotContain("id=\"policy\"");
        assertThat(Sessions.page(Sessions.ofEvents("client-ok_unlinkable"))).doesNotContain("hold the policy");
    }

    @Test
    void saysOfMessagesAloneThatTheyDoNotSayWhatWasChecked() {
        RecordedSession session = RecordedSession.ofMessages(
                Sessions.messages(org.sgxra.testdata.TestData.path("hex/real_hardware_2018.json")));

        assertThat(Sessions.page(session))
                .contains("Messages alone do not say what was checked", "trusted</h2>")
                .contains("Nothing about it is recorded");
    }

    @Test
    void showsWhichTcbLevelThePlatformReachesAndHowLongCollateralIsValid() throws Exception {
        String page = Sessions.page(Sessions.ofEvents("sp-dcap"));

        assertThat(find(page, "<tr class=\"reached\">(.*?)</tr>"))
                .singleElement()
                .asString()
                .contains("0a 02 02 00 00 00 00 00 00 00 00 00 00 00 00 00", ">13<", ">UpToDate<");
        assertThat(find(page, "(<td>OutOfDate</td>)")).hasSizeGreaterThan(1);
        assertThat(page)
                .contains(
                        "Intel SGX PCK Certificate",
                        "<p><strong>Intel SGX PCK Certificate</strong></p>",
                        "<dt>key</dt><dd>EC, 256 bits</dd>",
                        "FMSPC, the kind of processor",
                        "PCK CRL: 0 certificates are revoked.")
                .contains("<li>TCB info: ")
                .doesNotContain("not yet valid", "it had expired");
    }
}
