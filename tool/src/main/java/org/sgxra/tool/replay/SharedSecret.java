package org.sgxra.tool.replay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.RefusedException;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.session.SessionFiles;

/**
 * A recording with the secret of its key exchange, if that is known.
 *
 * @param recording whose secret is wiped by {@link #close}
 */
record SharedSecret(Recording recording) implements AutoCloseable {
    private static final Pattern IN_LOG = Pattern.compile("shared secret= *([0-9a-fA-F]{64})\\b");
    private static final int SIZE = 32;

    /**
     * Looks for it in the user's file, the events, and the log. Logs of several sessions have several: the right one makes the
     * MAC of msg2.
     *
     * @throws UsageException if the file that the user names has none, or that of another session
     */
    static SharedSecret of(SessionFiles files, RecordedSession session, Optional<OptionValue> named)
            throws UsageException, SessionFormatException {
        Recording unknown = new Recording(session, Optional.empty());
        if (named.isPresent()) {
            Optional<SecretBytes> given = fitting(unknown, List.of(named.get().hexFile(SIZE)));
            if (given.isEmpty()) {
                throw named.get().fault("is not the secret of this session: the MAC of msg2 is another under its keys");
            }
            return new SharedSecret(new Recording(session, given));
        }
        List<ByteString> candidates = new ArrayList<>();
        session.event("keys-agreed")
                .flatMap(event -> event.bytes("sharedSecret"))
                .ifPresent(candidates::add);
        for (InputFile file : session.hasEvents() ? List.<InputFile>of() : files.files()) {
            String text = new String(file.content().toArray(), StandardCharsets.ISO_8859_1);
            for (MatchResult match : IN_LOG.matcher(text).results().toList()) {
                candidates.add(bytes(match.group(1)));
            }
        }
        return new SharedSecret(new Recording(session, fitting(unknown, candidates)));
    }

    private static ByteString bytes(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<SecretBytes> fitting(Recording recording, List<ByteString> candidates)
            throws SessionFormatException {
        int second = recording.index(recording.isFramed() ? "MSG2" : "msg2");
        if (second < 0) {
            return Optional.empty();
        }
        Msg2 msg2;
        try {
            msg2 = Frames.msg2(recording.isFramed(), recording.wires().get(second));
        } catch (MalformedMessageException | RefusedException e) {
            throw new SessionFormatException("the session cannot be replayed: " + e.getMessage(), e);
        }
        for (ByteString candidate : candidates) {
            for (ByteString sharedX : List.of(candidate, candidate.reversed())) {
                SecretBytes secret = SecretBytes.wrap(sharedX.toArray());
                if (sharedX.size() == SIZE && fits(secret, msg2)) {
                    return Optional.of(secret);
                }
                secret.close();
            }
        }
        return Optional.empty();
    }

    private static boolean fits(SecretBytes sharedX, Msg2 msg2) {
        try (SessionKeys keys = SessionKeys.from(sharedX)) {
            return AesCmac.mac(keys.smk(), msg2.macInput()).equals(msg2.mac());
        }
    }

    @Override
    public void close() {
        recording.sharedX().ifPresent(SecretBytes::close);
    }
}
