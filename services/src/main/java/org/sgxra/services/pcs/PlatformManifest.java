package org.sgxra.services.pcs;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.dcap.PckKeys;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.dcap.RegisteredPlatform;

/**
 * What a platform registers with. Intel's is made by the BIOS for Intel alone; that of a SOFT platform is what it joins with.
 *
 * @param ppid platform provisioning id, 16 bytes
 * @param instanceId platform instance id, 16 bytes
 * @param pckSeed what its PCK keys are derived from, 32 bytes
 */
record PlatformManifest(ByteString ppid, ByteString instanceId, ByteString pckSeed) {
    private static final int ID_SIZE = 16;
    private static final int SIZE = 2 * ID_SIZE + PckKeys.SEED_SIZE;

    /** Reads 64 bytes. */
    static PlatformManifest parse(ByteString bytes) throws RefusedRequestException {
        if (bytes.size() != SIZE) {
            throw RefusedRequestException.syntax("a SOFT platform's manifest has " + SIZE
                    + " bytes (PPID 16, platform instance id 16, PCK seed 32), not " + bytes.size());
        }
        return new PlatformManifest(
                bytes.slice(0, ID_SIZE), bytes.slice(ID_SIZE, 2 * ID_SIZE), bytes.slice(2 * ID_SIZE, SIZE));
    }

    /** Reads 128 hexadecimal digits. */
    static PlatformManifest parse(String digits) throws RefusedRequestException {
        try {
            return parse(ByteString.fromHex(digits));
        } catch (HexFormatException e) {
            throw RefusedRequestException.syntax("the platform's manifest: " + e.getMessage());
        }
    }

    /** The platform; it is registered if it was not. */
    RegisteredPlatform register(DcapState state) throws RefusedRequestException, StateException {
        if (!state.join(ppid, instanceId, pckSeed)) {
            throw RefusedRequestException.manifest("another platform has this PPID");
        }
        return state.registry().find(ppid).orElseThrow();
    }

    /** Nothing of it is for logs. */
    @Override
    public String toString() {
        return "PlatformManifest";
    }
}
