package org.sgxra.services.command;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.MemberPrivateKey;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.Groups;

/** Finds the f by which a private key is put on a list (docs/spec/epid2.md sections 5.2 and 9). */
final class RevokedKeys {
    private static final int KEY_SIZE = 132;
    private static final int F_SIZE = 32;

    private RevokedKeys() {}

    /**
     * What goes on a list.
     *
     * @param gid of the list
     * @param key f, 32 bytes
     */
    record Entry(EpidGroupId gid, ByteString key) {}

    /** From a platform's {@code epid_blob}, or from a member's private key of 132 bytes, binary or hexadecimal. */
    static Entry read(String file, Groups groups) throws CommandException {
        ByteString content = ByteString.of(Arguments.file(file));
        ByteString key = fromHex(content).orElse(content);
        try {
            if (key.size() == EpidBlob.SIZE) {
                key = EpidBlob.parse(key.toArray()).memberKey();
            }
            if (key.size() != KEY_SIZE) {
                throw new CommandException(file + " is neither an epid_blob (" + EpidBlob.SIZE
                        + " bytes) nor a member's private key (132 bytes): it has " + ByteCount.of(key.size()));
            }
            Group group = Arguments.group(groups, EpidGroupId.fromBigEndian(key.slice(0, 4)));
            if (!MemberPrivateKey.parse(key.toArray())
                    .isMemberOf(GroupPublicKey.parse(group.publicKey().toArray()))) {
                throw new CommandException(file + ": the key is not one of a member of group " + group.gid());
            }
            return new Entry(group.gid(), key.slice(KEY_SIZE - F_SIZE, KEY_SIZE));
        } catch (MalformedMessageException | EpidException e) {
            throw new CommandException(file + ": " + e.getMessage(), e);
        }
    }

    private static Optional<ByteString> fromHex(ByteString content) {
        try {
            return Optional.of(ByteString.fromHex(new String(content.toArray(), StandardCharsets.ISO_8859_1).strip()));
        } catch (HexFormatException e) {
            return Optional.empty();
        }
    }
}
