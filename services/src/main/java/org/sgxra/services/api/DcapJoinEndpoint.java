package org.sgxra.services.api;

import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.PckKeys;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.Request;

/** Registers SOFT platforms for PCK certificates (docs/provisioning.md, docs/spec/dcap.md section 15). */
public final class DcapJoinEndpoint implements Endpoint {
    /** The one path that this endpoint answers. */
    public static final String PATH = ProvisioningEndpoint.PATH + "dcap";

    private static final int ID_SIZE = 16;
    private static final int REQUEST_SIZE = 2 * ID_SIZE + PckKeys.SEED_SIZE;

    private final DcapState state;

    /** Registers in {@code state}. */
    public DcapJoinEndpoint(DcapState state) {
        this.state = state;
    }

    @Override
    public Answer answer(Request request) {
        if (!request.method().equals("POST")) {
            return Answer.explained(405, "only POST is defined here").with("Allow", "POST");
        }
        ByteString body = ByteString.of(request.body());
        if (body.size() != REQUEST_SIZE) {
            return Answer.explained(
                    400, "a request has 64 bytes (PPID 16, platform instance id 16, PCK seed 32), not " + body.size());
        }
        try {
            boolean joined = state.join(
                    body.slice(0, ID_SIZE), body.slice(ID_SIZE, 2 * ID_SIZE), body.slice(2 * ID_SIZE, REQUEST_SIZE));
            return joined
                    ? Answer.ok(
                            "application/octet-stream", state.ppidKeyModulus().toArray())
                    : Answer.explained(409, "another platform has this PPID");
        } catch (StateException e) {
            return Answer.explained(500, e.getMessage());
        }
    }
}
