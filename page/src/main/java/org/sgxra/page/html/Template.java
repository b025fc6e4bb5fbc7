package org.sgxra.page.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;

/** Pages around what was rendered, and the style and script in them: resources beside {@code page.html}. */
final class Template {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

    private Template() {}

    /** A template whose slots are filled in one pass, so that content cannot name a slot. */
    static String fill(String template, Map<String, String> slots) {
        StringBuilder page = new StringBuilder();
        Matcher matcher = SLOT.matcher(resource(template));
        while (matcher.find()) {
            matcher.appendReplacement(page, Matcher.quoteReplacement(slots.get(matcher.group(1))));
        }
        return matcher.appendTail(page).toString();
    }

    /** How a content security policy names a text that may stand in the page. */
    static String hash(String text) {
        ByteString digest = Sha256.of(ByteString.of(text.getBytes(StandardCharsets.UTF_8)));
        return "sha256-" + Base64.getEncoder().encodeToString(digest.toArray());
    }

    static String resource(String name) {
        try (InputStream in = Template.class.getResourceAsStream("/org/sgxra/page/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
