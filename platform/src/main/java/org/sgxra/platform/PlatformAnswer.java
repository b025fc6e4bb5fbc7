package org.sgxra.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.SgxStatus;

/**
 * What became of one operation of the platform.
 *
 * @param status success, {@link SgxStatus#SGX_ERROR_UPDATE_NEEDED}, or how it failed
 * @param response of the operation; empty if it failed
 * @param failure why it failed, in one line for users; empty if it did not
 */
public record PlatformAnswer(SgxStatus status, ByteString response, Optional<String> failure) {
    static PlatformAnswer of(SgxStatus status, ByteString response) {
        return new PlatformAnswer(status, response, Optional.empty());
    }

    static PlatformAnswer failed(SgxStatus status, String reason) {
        return new PlatformAnswer(status, ByteString.EMPTY, Optional.of(reason));
    }

    /** As the C half of SOFT mode reads it: the status as u32 little-endian, then the response. */
    public byte[] encode() {
        return ByteBuffer.allocate(Integer.BYTES + response.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(status.code())
                .put(response.toArray())
                .array();
    }
}
