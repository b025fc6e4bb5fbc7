package org.sgxra.sp.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.cli.VerifierConfiguration.Reach;
import org.sgxra.sp.http.CurlAgent;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpProxy;
import org.sgxra.sp.http.JdkAgent;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.service.AttestationService;

/** Makes the attestation service that a configuration asks for. */
public final class VerifierSetup {
    private static final Duration IAS_TIMEOUT = Duration.ofSeconds(30);

    private VerifierSetup() {}

    /**
     * The attestation service, one for the life of the process.
     *
     * @param environment variables: proxies, CA bundles, PATH
     * @throws UsageException if the configuration cannot work
     */
    public static AttestationService service(VerifierConfiguration configuration, Map<String, String> environment)
            throws UsageException {
        Reach reach = configuration.reach();
        HttpAgent agent;
        try {
            TlsTrust trust = TlsTrust.choose(reach.caBundle(), environment);
            Optional<HttpProxy> proxy = reach.direct()
                    ? Optional.empty()
                    : HttpProxy.choose(configuration.server(), reach.proxy(), environment);
            agent = reach.agent().equals("curl")
                    ? new CurlAgent(environment.getOrDefault("PATH", ""), trust, proxy, IAS_TIMEOUT)
                    : new JdkAgent(trust, proxy, IAS_TIMEOUT);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        return new IasService(
                new IasClient(configuration.ias(), configuration.keys(), agent),
                configuration.spid(),
                configuration.signType(),
                configuration.verifier());
    }

    /** What people should know of a configuration before it is used. */
    public static void writeNotices(VerifierConfiguration configuration, Transcript transcript) {
        if (configuration.level() == Level.DEBUG) {
            transcript.line("warning: -d shows the keys of every session (KDK, SMK, VK, MK, SK): for learning only");
        }
        String[] names = {"Primary", "Secondary"};
        for (int i = 0; i < configuration.keys().size(); i++) {
            transcript.debug("IAS " + names[i] + " Subscription Key set to '"
                    + configuration.keys().get(i) + "'");
        }
        if (configuration.server().equals(IasAddress.INTEL)) {
            transcript.line(
                    "note: Intel switched its attestation service for EPID off in April 2025; --ias-url names another, "
                            + "for example the emulator");
        }
    }
}
