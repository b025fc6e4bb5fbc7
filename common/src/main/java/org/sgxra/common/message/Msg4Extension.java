package org.sgxra.common.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/**
 * What may follow the first 105 bytes of msg4 when the enclave is trusted (docs/spec/wire-hex.md, msg4 extension): entries of
 * type u16, length u32 and value, the last of them a MAC over everything before it.
 *
 * @param secret type 1: IV 12, ciphertext, tag 16; {@link #additionalData} is authenticated with it
 * @param reattestAfter type 2: seconds after which the enclave should attest again, u32
 * @param time type 3: the service provider's time, seconds since 1970, u64
 * @param trustedKeys type 4, may repeat: further P-256 keys to trust, x, y, 64 bytes, coordinates little-endian
 * @param tcbSummary type 5: what the service provider knows of the platform's TCB, JSON in UTF-8
 * @param mac type 255: AES-CMAC under MK of {@link #macInput}, 16 bytes
 */
public record Msg4Extension(
        Optional<EncryptedSecret> secret,
        OptionalLong reattestAfter,
        OptionalLong time,
        List<ByteString> trustedKeys,
        Optional<ByteString> tcbSummary,
        ByteString mac) {
    private static final int SECRET = 1;
    private static final int REATTEST_AFTER = 2;
    private static final int TIME = 3;
    private static final int TRUSTED_KEY = 4;
    private static final int TCB_SUMMARY = 5;
    private static final int FIRST_CRITICAL = 128;
    private static final int MAC = 255;
    private static final int HEADER_SIZE = 6;
    private static final int MAC_SIZE = 16;
    private static final int KEY_SIZE = 64;
    private static final long MAX_U32 = 0xffff_ffffL;

    public Msg4Extension {
        trustedKeys = List.copyOf(trustedKeys);
        trustedKeys.forEach(key -> Sizes.require("trusted key", key, KEY_SIZE));
        Sizes.require("mac", mac, MAC_SIZE);
        reattestAfter.ifPresent(seconds -> {
            if (seconds < 0 || seconds > MAX_U32) {
                throw new IllegalArgumentException("re-attestation timeout " + seconds + " is no u32");
            }
        });
    }

    /** An extension without a summary. */
    public Msg4Extension(
            Optional<EncryptedSecret> secret,
            OptionalLong reattestAfter,
            OptionalLong time,
            List<ByteString> trustedKeys,
            ByteString mac) {
        this(secret, reattestAfter, time, trustedKeys, Optional.empty(), mac);
    }

    /** An extension whose MAC is yet to be computed over {@link #macInput(Msg4)}. */
    public Msg4Extension(
            Optional<EncryptedSecret> secret,
            OptionalLong reattestAfter,
            OptionalLong time,
            List<ByteString> trustedKeys) {
        this(secret, reattestAfter, time, trustedKeys, ByteString.zeros(MAC_SIZE));
    }

    /** This extension with another MAC. */
    public Msg4Extension withMac(ByteString newMac) {
        return new Msg4Extension(secret, reattestAfter, time, trustedKeys, tcbSummary, newMac);
    }

    /** This extension with a summary of the platform's TCB. */
    public Msg4Extension withTcbSummary(ByteString json) {
        return new Msg4Extension(secret, reattestAfter, time, trustedKeys, Optional.of(json), mac);
    }

    /** The first 105 bytes of a message: the additional data of its secret. */
    public static ByteString additionalData(Msg4 message) {
        return ByteString.of(message.encode(), 0, Msg4.FIXED_SIZE);
    }

    /** What the MAC of a message with such an extension covers: all bytes before the entry with the MAC. */
    public static ByteString macInput(Msg4 message) {
        byte[] bytes = message.encode();
        return ByteString.of(bytes, 0, bytes.length - HEADER_SIZE - MAC_SIZE);
    }

    /**
     * Reads the bytes after the first 105. Unknown types below 128 are passed over.
     *
     * @throws MalformedMessageException if a length is wrong, an entry is there twice that may not, a type is unknown, or the
     *     MAC is not the last entry; offsets count from the start of msg4
     */
    public static Msg4Extension parse(ByteString bytes) throws MalformedMessageException {
        return new Reader(bytes).read();
    }

    /** Gathers the entries. */
    private static final class Reader {
        private final FieldReader in;
        private Optional<EncryptedSecret> secret = Optional.empty();
        private OptionalLong reattestAfter = OptionalLong.empty();
        private OptionalLong time = OptionalLong.empty();
        private final List<ByteString> trustedKeys = new ArrayList<>();
        private Optional<ByteString> tcbSummary = Optional.empty();
        private Optional<ByteString> mac = Optional.empty();

        Reader(ByteString bytes) throws MalformedMessageException {
            in = new FieldReader("msg4", ByteString.concat(ByteString.zeros(Msg4.FIXED_SIZE), bytes));
            in.bytes("msg4", Msg4.FIXED_SIZE);
        }

        Msg4Extension read() throws MalformedMessageException {
            while (mac.isEmpty()) {
                readEntry();
            }
            in.end();
            return new Msg4Extension(secret, reattestAfter, time, trustedKeys, tcbSummary, mac.get());
        }

        private void readEntry() throws MalformedMessageException {
            int start = in.offset();
            int type = in.u16("extension.type");
            int size = in.u32("extension.length");
            if (size < 0 || size > in.remaining()) {
                throw in.fault(
                        "extension.length",
                        start + 2,
                        "announces " + ByteCount.ofUnsigned(size) + ", " + in.remaining() + " follow");
            }
            switch (type) {
                case SECRET -> secret = Optional.of(readSecret(start, size, secret.isPresent()));
                case REATTEST_AFTER -> {
                    require(start, size, 4, reattestAfter.isPresent());
                    reattestAfter = OptionalLong.of(Integer.toUnsignedLong(in.u32("extension.reattest_after")));
                }
                case TIME -> {
                    require(start, size, 8, time.isPresent());
                    time = OptionalLong.of(in.u64("extension.time"));
                }
                case TRUSTED_KEY -> {
                    require(start, size, KEY_SIZE, false);
                    trustedKeys.add(in.bytes("extension.trusted_key", KEY_SIZE));
                }
                case TCB_SUMMARY -> {
                    require(start, size, size, tcbSummary.isPresent());
                    tcbSummary = Optional.of(in.bytes("extension.tcb_summary", size));
                }
                case MAC -> {
                    require(start, size, MAC_SIZE, false);
                    mac = Optional.of(in.bytes("extension.mac", MAC_SIZE));
                }
                default -> {
                    if (type >= FIRST_CRITICAL) {
                        throw in.fault(
                                "extension.type",
                                start,
                                "is " + type + ", which is not known and not to be passed over");
                    }
                    in.bytes("extension.value", size);
                }
            }
        }

        private EncryptedSecret readSecret(int start, int size, boolean again) throws MalformedMessageException {
            int overhead = EncryptedSecret.IV_SIZE + EncryptedSecret.TAG_SIZE;
            if (again || size <= overhead || size > overhead + EncryptedSecret.MAX_SIZE) {
                throw in.fault(
                        "extension.length",
                        start + 2,
                        again
                                ? "a second secret"
                                : "a secret has 1 to " + EncryptedSecret.MAX_SIZE + " bytes, not " + (size - overhead));
            }
            return new EncryptedSecret(
                    in.bytes("extension.secret.iv", EncryptedSecret.IV_SIZE),
                    in.bytes("extension.secret.ciphertext", size - overhead),
                    in.bytes("extension.secret.tag", EncryptedSecret.TAG_SIZE));
        }

        private void require(int start, int size, int expected, boolean again) throws MalformedMessageException {
            if (again) {
                throw in.fault("extension.type", start, "is there twice");
            }
            if (size != expected) {
                throw in.fault("extension.length", start + 2, "is " + size + ", not " + expected);
            }
        }
    }

    /** The bytes that follow the first 105. */
    public ByteString encode() {
        FieldWriter out = new FieldWriter();
        secret.ifPresent(value -> out.u16(SECRET)
                .u32(EncryptedSecret.IV_SIZE + value.ciphertext().size() + EncryptedSecret.TAG_SIZE)
                .bytes(value.iv())
                .bytes(value.ciphertext())
                .bytes(value.tag()));
        reattestAfter.ifPresent(seconds -> out.u16(REATTEST_AFTER).u32(4).u32((int) seconds));
        time.ifPresent(seconds -> out.u16(TIME).u32(8).u64(seconds));
        trustedKeys.forEach(key -> out.u16(TRUSTED_KEY).u32(KEY_SIZE).bytes(key));
        tcbSummary.ifPresent(json -> out.u16(TCB_SUMMARY).u32(json.size()).bytes(json));
        return out.u16(MAC).u32(MAC_SIZE).bytes(mac).toByteString();
    }
}
