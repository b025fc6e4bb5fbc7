package org.sgxra.page.html;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.page.session.RecordedSession;

/** Which bytes go into which key, and which key protects which message. */
final class KeySection {
    /** A key: the event and the member that have it, and what it is. */
    private record Key(String name, String event, String member, String made, String protects) {}

    private static final List<Key> KEYS = List.of(
            new Key("shared secret", "keys-agreed", "sharedSecret", "ECDH of g_a and g_b: the x coordinate", "KDK"),
            new Key(
                    "KDK",
                    "keys-agreed",
                    "KDK",
                    "AES-CMAC under a key of zeros, over the shared secret",
                    "the other keys"),
            new Key("SMK", "keys-agreed", "SMK", "AES-CMAC(KDK, 01 \"SMK\" 00 80 00)", "msg2 and msg3, by their MACs"),
            new Key("VK", "keys-agreed", "VK", "AES-CMAC(KDK, 01 \"VK\" 00 80 00)", "the report data, which hashes it"),
            new Key(
                    "MK",
                    "session-keys-derived",
                    "MK",
                    "AES-CMAC(KDK, 01 \"MK\" 00 80 00)",
                    "the verdict, where msg4 has an extension or the result a MAC"),
            new Key(
                    "SK",
                    "session-keys-derived",
                    "SK",
                    "AES-CMAC(KDK, 01 \"SK\" 00 80 00)",
                    "secrets for the enclave"));

    private final RecordedSession session;
    private final boolean showsSecrets;

    /** @param showsSecrets whether values of keys are shown, if they are recorded */
    KeySection(RecordedSession session, boolean showsSecrets) {
        this.session = session;
        this.showsSecrets = showsSecrets;
    }

    void write(Html out) {
        out.open("section", "id", "keys", "aria-labelledby", "keys-h");
        out.element("h2", "Where the keys come from", "id", "keys-h");
        out.element(
                "p",
                "Each end has the other's public key and its own private one, which gives both the same shared secret. All keys"
                        + " are made from it; none of them is ever sent.");
        picture(out);
        out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Keys");
        out.open("table").open("thead").open("tr");
        for (String heading :
                List.of("key", "how it is made", "what it protects", showsSecrets ? "value" : "SHA-256")) {
            out.element("th", heading, "scope", "col");
        }
        out.close(2).open("tbody");
        for (Key key : KEYS) {
            out.open("tr").element("th", key.name, "scope", "row");
            out.element("td", key.made).element("td", key.protects);
            out.open("td").element("code", shown(key)).close(2).line();
        }
        out.close(3);
        told(out);
        out.close().line();
    }

    private String shown(Key key) {
        Optional<ByteString> value = first(key.event, key.member);
        if (showsSecrets) {
            return value.map(ByteString::hex).orElse("not recorded: the events are without -d");
        }
        return value.map(Sha256::of)
                .or(() -> first(key.event, "sha256" + key.member))
                .map(ByteString::hex)
                .orElse("not recorded");
    }

    private Optional<ByteString> first(String event, String member) {
        return session.events().stream()
                .filter(candidate -> candidate.kind().equals(event))
                .flatMap(candidate -> candidate.bytes(member).stream())
                .findFirst();
    }

    /** What the enclave told of its keys, which never leave it. */
    private void told(Html out) {
        for (RecordedEvent event : session.events()) {
            if (event.kind().equals("key-hash-told")) {
                out.open("p").text("The enclave told SHA-256 of its " + Texts.shortened(event.text("key"), 40) + ": ");
                out.element("code", Texts.shortened(event.text("sha256"), 128)).close();
            }
        }
    }

    private static void picture(Html out) {
        out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Picture of the keys");
        out.open(
                "svg",
                "class",
                "keys",
                "viewBox",
                "0 0 800 236",
                "width",
                "800",
                "height",
                "236",
                "role",
                "img",
                "aria-labelledby",
                "keys-t");
        out.element(
                "title",
                "From g_a and g_b comes the shared secret, from it KDK, from that SMK, VK, MK and SK",
                "id",
                "keys-t");
        box(out, 8, 20, "g_a", "msg1, msg3");
        box(out, 8, 150, "g_b", "msg2");
        box(out, 160, 84, "shared secret", "ECDH, 32 bytes");
        box(out, 312, 84, "KDK", "AES-CMAC");
        line(out, 138, 44, 160, 100);
        line(out, 138, 174, 160, 116);
        line(out, 290, 108, 312, 108);
        String[][] keys = {
            {"SMK", "MACs of msg2, msg3"}, {"VK", "report data"}, {"MK", "the verdict"}, {"SK", "secrets"}
        };
        for (int i = 0; i < keys.length; i++) {
            int y = 4 + i * 58;
            box(out, 478, y, keys[i][0], "AES-CMAC(KDK)");
            line(out, 442, 108, 478, y + 24);
            line(out, 608, y + 24, 626, y + 24);
            out.element("text", keys[i][1], "x", "630", "y", "" + (y + 28));
        }
        out.close(2).line();
    }

    private static void box(Html out, int x, int y, String title, String below) {
        out.open("rect", "class", "box", "x", "" + x, "y", "" + y, "width", "130", "height", "48", "rx", "4")
                .close();
        out.element("text", title, "class", "party", "x", "" + (x + 65), "y", "" + (y + 20), "text-anchor", "middle");
        out.element("text", below, "class", "small", "x", "" + (x + 65), "y", "" + (y + 38), "text-anchor", "middle");
    }

    private static void line(Html out, int fromX, int fromY, int toX, int toY) {
        out.open("line", "class", "arrow", "x1", "" + fromX, "y1", "" + fromY, "x2", "" + toX, "y2", "" + toY)
                .close();
    }
}
