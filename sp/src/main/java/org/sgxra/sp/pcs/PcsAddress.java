package org.sgxra.sp.pcs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.dcap.Tee;

/**
 * Where collateral is published (docs/spec/dcap.md section 7).
 *
 * @param server {@code https://host[:port]}
 * @param path before {@code /sgx/certification}; empty as a rule
 * @param version of the API, 3 or 4
 * @param kind of service
 */
public record PcsAddress(URI server, String path, int version, Kind kind) {
    /** Who publishes. */
    public enum Kind {
        /** Intel's Provisioning Certification Service, or one like it. */
        PCS,
        /** A Provisioning Certificate Caching Service, which also has the root's revocation list. */
        PCCS
    }

    /** Intel's service, version 4. */
    public static final PcsAddress INTEL =
            new PcsAddress(URI.create("https://api.trustedservices.intel.com"), "", 4, Kind.PCS);

    private static final URI INTEL_CERTIFICATES = URI.create("https://certificates.trustedservices.intel.com");
    private static final Pattern FORM =
            Pattern.compile("(https://[^/?#@\\s]+)(?:((?:/[A-Za-z0-9._~-]+)*?)/sgx/certification/v([34]))?/?");
    private static final int DEFAULT_VERSION = 4;

    /**
     * Reads {@code https://host[:port]}, with or without {@code /sgx/certification/v3} or {@code v4} after it, or after a path; without,
     * version 4 is meant.
     *
     * @throws IllegalArgumentException saying what form an address has
     */
    public static PcsAddress parse(Kind kind, String text) {
        Matcher form = FORM.matcher(text);
        try {
            if (form.matches()) {
                URI server = new URI(form.group(1));
                if (server.getHost() != null && server.getPort() != 0 && server.getPort() <= 0xffff) {
                    int version = form.group(3) == null ? DEFAULT_VERSION : Integer.parseInt(form.group(3));
                    String path = form.group(2) == null ? "" : form.group(2);
                    return new PcsAddress(server, path, version, kind);
                }
            }
        } catch (URISyntaxException e) {
            // The same answer as for an address of another form.
        }
        throw new IllegalArgumentException(
                "must be https://host[:port], with /sgx/certification/v3 or /sgx/certification/v4 after it if need be");
    }

    /** Of the TCB info; the answer's header {@code TCB-Info-Issuer-Chain} has the chain of its signer. */
    public URI tcbInfo(PlatformKind platform) {
        String fmspc = platform.fmspc().hex().toUpperCase(Locale.ROOT);
        return URI.create(documents(platform.tee()) + "/tcb?fmspc=" + fmspc);
    }

    /** Of the QE identity. */
    public URI qeIdentity(PlatformKind platform) {
        return URI.create(documents(platform.tee()) + "/qe/identity");
    }

    /** Of the revocation list of the platform's CA, in DER. */
    public URI pckCrl(PlatformKind platform) {
        return URI.create(documents(Tee.SGX) + "/pckcrl?ca=" + platform.ca().word() + "&encoding=der");
    }

    /** Of the revocation list of the root: of a caching service hexadecimal digits; otherwise DER from where Intel's certificates say that it is. */
    public URI rootCrl() {
        if (kind == Kind.PCCS) {
            return URI.create(documents(Tee.SGX) + "/rootcacrl");
        }
        return URI.create((server.equals(INTEL.server) ? INTEL_CERTIFICATES : server) + "/IntelSGXRootCA.der");
    }

    /** {@code https://host[:port]} of each server that is asked. */
    public List<URI> servers() {
        URI rootCrl = URI.create("https://" + rootCrl().getAuthority());
        return rootCrl.equals(server) ? List.of(server) : List.of(server, rootCrl);
    }

    private String documents(Tee tee) {
        return server + path + "/" + tee.name().toLowerCase(Locale.ROOT) + "/certification/v" + version;
    }

    /** Server and version. */
    @Override
    public String toString() {
        return documents(Tee.SGX);
    }
}
