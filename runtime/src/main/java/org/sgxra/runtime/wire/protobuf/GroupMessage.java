package org.sgxra.runtime.wire.protobuf;

/**
 * MSG0, in both directions.
 *
 * @param extendedGroupId extended EPID group id, u32
 * @param status 0: go on, 1: terminate; null when it is absent, as in the Application's MSG0, which means 0
 */
public record GroupMessage(int extendedGroupId, Integer status) {
    /** Go on. */
    public static final int OK = 0;
    /** The other side gives up. */
    public static final int TERMINATE = 1;

    /** True if the other side wants to go on. */
    public boolean isOk() {
        return status == null || status == OK;
    }
}
