package org.sgxra.sp.ias;

import java.net.URI;

/**
 * Where an IAS is (docs/spec/ias-api.md section 1).
 *
 * @param base {@code https://host[:port]} with the path of the environment and version, without a slash at its end
 * @param version of the API, 3 to 5
 */
public record IasAddress(URI base, int version) {
    /** Intel's service, which was switched off on 2 April 2025. */
    public static final URI INTEL = URI.create("https://api.trustedservices.intel.com");

    /**
     * Appends the path to a server's address.
     *
     * @param server {@code https://host[:port]}
     * @param production the production environment instead of the development one
     */
    public static IasAddress of(URI server, boolean production, int version) {
        return new IasAddress(
                URI.create(server + (production ? "/sgx" : "/sgx/dev") + "/attestation/v" + version), version);
    }

    URI sigRl(String gid) {
        return URI.create(base + "/sigrl/" + gid);
    }

    URI report() {
        return URI.create(base + "/report");
    }
}
