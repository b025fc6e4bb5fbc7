package org.sgxra.sp.inspect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;

/**
 * Who may look: whoever brings the token of the last address that was printed, which is good once, is given a cookie, which is good
 * for the life of the server, unless 64 others were given since. Browsers send it too when the address was opened from a page of
 * another site. Both are 16 random bytes. Safe for use by many threads.
 */
final class OneTimeToken {
    private static final int SIZE = 16;
    private static final String COOKIE = "sgxra-inspect";
    private static final int MAX_COOKIES = 64;

    private final SecureRandom random = new SecureRandom();
    /** In the order in which they were given: the one that is too many replaces the first. */
    private final Set<String> cookies = new LinkedHashSet<>();

    private String token = random();

    private String random() {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return ByteString.of(bytes).hex();
    }

    /** The token that is good now. */
    synchronized String token() {
        return token;
    }

    /**
     * Takes the token, which is good no more then: another one is.
     *
     * @return the header that gives the cookie; empty if the token is not the one
     */
    synchronized Optional<String> redeem(String given) {
        if (!equal(given, token)) {
            return Optional.empty();
        }
        if (cookies.size() >= MAX_COOKIES) {
            cookies.remove(cookies.iterator().next());
        }
        token = random();
        String cookie = random();
        cookies.add(cookie);
        return Optional.of(COOKIE + "=" + cookie + "; Path=/; HttpOnly; SameSite=Lax");
    }

    /** Whether a header has a cookie that was given. */
    synchronized boolean admits(Optional<String> header) {
        boolean admitted = false;
        for (String pair : header.orElse("").split(";", -1)) {
            for (String cookie : cookies) {
                admitted |= equal(pair.strip(), COOKIE + "=" + cookie);
            }
        }
        return admitted;
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
