package org.sgxra.services.pcs;

import java.nio.charset.StandardCharsets;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.Request;

/** Intel's registration service (docs/spec/dcap.md section 7.1): takes the manifest of a platform, and answers with its PPID in digits. */
public final class RegistrationEndpoint implements Endpoint {
    private static final String PATH = "/sgx/registration/v1/";

    private final DcapState state;

    /** Registers in {@code state}. */
    public RegistrationEndpoint(DcapState state) {
        this.state = state;
    }

    /** True if requests for a path are for this endpoint. */
    public static boolean serves(String path) {
        return path.startsWith(PATH);
    }

    @Override
    public Answer answer(Request request) {
        boolean addsPackage = request.path().equals(PATH + "package");
        if (!addsPackage && !request.path().equals(PATH + "platform")) {
            return Answer.refused(404, "no such resource");
        }
        if (!request.method().equals("POST")) {
            return Answer.refused(405, request.method() + " is not defined here")
                    .with("Allow", "POST");
        }
        try {
            PlatformManifest manifest = PlatformManifest.parse(ByteString.of(request.body()));
            if (addsPackage && state.registry().find(manifest.ppid()).isEmpty()) {
                throw RefusedRequestException.manifest("a package of a platform that is not registered");
            }
            return Answer.ok("text/plain", manifest.register(state).ppid().hex().getBytes(StandardCharsets.US_ASCII))
                    .withStatus(201);
        } catch (RefusedRequestException e) {
            return CertificationEndpoint.refused(Call.Service.PCS, e);
        } catch (StateException e) {
            return Answer.refused(500, e.getMessage());
        }
    }
}
