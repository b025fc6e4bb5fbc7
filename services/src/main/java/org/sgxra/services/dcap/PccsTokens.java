package org.sgxra.services.dcap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/** The tokens that PCCS asks users and administrators for, each in a file of mode 0600; only their hashes stay in memory. */
public final class PccsTokens {
    private static final int SIZE = 16;
    private static final int MIN_LENGTH = 16;

    private final ByteString user;
    private final ByteString administrator;

    private PccsTokens(ByteString user, ByteString administrator) {
        this.user = user;
        this.administrator = administrator;
    }

    /** Reads the tokens, and makes those that are missing. */
    static PccsTokens open(StateDirectory state) throws StateException {
        return new PccsTokens(hash(state, "pccs_user_token"), hash(state, "pccs_admin_token"));
    }

    private static ByteString hash(StateDirectory state, String file) throws StateException {
        Optional<byte[]> stored = state.read(file);
        if (stored.isEmpty()) {
            byte[] random = new byte[SIZE];
            new SecureRandom().nextBytes(random);
            stored = Optional.of((Hex.encode(random) + "\n").getBytes(StandardCharsets.US_ASCII));
            state.writePrivate(file, stored.get());
        }
        String token = new String(stored.get(), StandardCharsets.UTF_8).strip();
        if (token.length() < MIN_LENGTH) {
            throw new StateException(state.file(file) + " is damaged (a token has at least " + MIN_LENGTH
                    + " characters); restore it, or remove it to let the emulator make another");
        }
        return hash(token);
    }

    private static ByteString hash(String token) {
        return Sha256.of(ByteString.of(token.getBytes(StandardCharsets.UTF_8)));
    }

    /** True for the token of users, who may register their platforms. */
    public boolean isUsers(String token) {
        return same(user, token);
    }

    /** True for the token of administrators. */
    public boolean isAdministrators(String token) {
        return same(administrator, token);
    }

    private static boolean same(ByteString expected, String token) {
        return MessageDigest.isEqual(expected.toArray(), hash(token).toArray());
    }
}
