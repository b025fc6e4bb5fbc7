package org.sgxra.services.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.message.SignType;

/**
 * A service provider's account with the attestation service (docs/spec/ias-api.md section 1).
 *
 * @param spid service provider id, 16 bytes
 * @param signType the quote type it is registered for; quotes of the other are refused
 * @param primaryKey value of the header Ocp-Apim-Subscription-Key, 32 hexadecimal digits
 * @param secondaryKey another one that is valid at the same time, for rotation
 */
public record Subscription(ByteString spid, SignType signType, String primaryKey, String secondaryKey) {
    /** Demonstration subscription for unlinkable quotes: public, and good for nothing but trying things out. */
    public static final Subscription UNLINKABLE_DEMO = new Subscription(
            spid("5350494420554e4c494e4b41424c4521"),
            SignType.UNLINKABLE,
            "0a0b0c0d0e0f10111213141516171819",
            "1a1b1c1d1e1f20212223242526272829");
    /** Demonstration subscription for linkable quotes: public as well. */
    public static final Subscription LINKABLE_DEMO = new Subscription(
            spid("53504944204c494e4b41424c45212121"),
            SignType.LINKABLE,
            "2a2b2c2d2e2f30313233343536373839",
            "3a3b3c3d3e3f40414243444546474849");

    /** All that there are. */
    public static final List<Subscription> ALL = List.of(UNLINKABLE_DEMO, LINKABLE_DEMO);

    private static ByteString spid(String hex) {
        try {
            return ByteString.fromHex(hex);
        } catch (HexFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The subscription that a key belongs to, as primary or as secondary; case of the digits does not matter. */
    public static Optional<Subscription> withKey(String key) {
        String lower = key.strip().toLowerCase(java.util.Locale.ROOT);
        return ALL.stream()
                .filter(s -> same(s.primaryKey, lower) || same(s.secondaryKey, lower))
                .findFirst();
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Names the SPID only: keys are not for logs. */
    @Override
    public String toString() {
        return "Subscription[" + spid + ", " + signType + "]";
    }
}
