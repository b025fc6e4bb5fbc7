package org.sgxra.runtime.wire.protobuf;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.TrustStatus;

/**
 * RA_ATT_RESULT (docs/spec/wire-tls-protobuf.md sections 6.4 and 14).
 *
 * @param platformInfo in the original's form the 97 bytes of section 6.5; in the strict form the 101 bytes that the
 *     attestation service sent, or nothing
 * @param mac CMAC(MK, platformInfo), 16 bytes
 * @param tag AES-GCM tag of the payload, 16 bytes; zero without one
 * @param payload encrypted secret; in the original's form 2 bytes, in the strict one up to {@link #MAX_PAYLOAD}, or none
 * @param strict what the strict form adds; empty in the original's form
 */
public record AttestationResult(
        ByteString platformInfo, ByteString mac, ByteString tag, ByteString payload, Optional<Strict> strict) {
    /** Bytes of the platform info in the original's form. */
    public static final int COMPATIBLE_INFO_SIZE = 97;
    /** Bytes of the platform info in the strict form, when there is one. */
    public static final int STRICT_INFO_SIZE = 101;
    /** Bytes of a secret at most. */
    public static final int MAX_PAYLOAD = 1 << 16;
    /** Bytes of the structure besides platform info and payload: MAC 16, payload size 4, reserved 12, tag 16. */
    public static final int FIXED_SIZE = 48;

    private static final int RESERVED_SIZE = 12;
    /** The one mode there is. */
    public static final int STRICT_MODE = 1;

    /**
     * What the strict form adds.
     *
     * @param verdict what the service provider concludes
     * @param iv of the payload's AES-GCM, 12 random bytes
     * @param resultMac CMAC(MK, {@link #authenticated}), 16 bytes
     */
    public record Strict(TrustStatus verdict, ByteString iv, ByteString resultMac) {}

    /** The bytes under the result's MAC: the structure of section 6.4, the payload in it, mode, verdict and IV. */
    public ByteString authenticated() {
        return ByteString.concat(head(platformInfo, mac, payload.size()), tag, payload, tail(strict.orElseThrow()));
    }

    /**
     * The additional data of the payload's encryption in the strict form: {@link #authenticated} without payload and tag.
     *
     * @param payloadSize bytes of the payload
     */
    public static ByteString additionalData(
            ByteString platformInfo, ByteString mac, int payloadSize, TrustStatus verdict, ByteString iv) {
        return ByteString.concat(head(platformInfo, mac, payloadSize), tail(new Strict(verdict, iv, ByteString.EMPTY)));
    }

    private static ByteString head(ByteString platformInfo, ByteString mac, int payloadSize) {
        ByteString size =
                ByteString.of((byte) payloadSize, (byte) (payloadSize >>> 8), (byte) (payloadSize >>> 16), (byte)
                        (payloadSize >>> 24));
        return ByteString.concat(platformInfo, mac, size, ByteString.zeros(RESERVED_SIZE));
    }

    private static ByteString tail(Strict strict) {
        return ByteString.concat(
                ByteString.of((byte) STRICT_MODE, (byte) strict.verdict().value()), strict.iv());
    }
}
