package org.sgxra.sp.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.cli.VerifierConfiguration.Reach;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAgents;
import org.sgxra.sp.http.HttpProxy;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.pcs.CollateralCache;
import org.sgxra.sp.pcs.CollateralFolder;
import org.sgxra.sp.pcs.CollateralSource;
import org.sgxra.sp.pcs.DcapService;
import org.sgxra.sp.pcs.PcsClient;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.ServiceByKind;
import org.sgxra.verifier.dcap.DcapRoot;

/** Makes the attestation service that a configuration asks for. */
public final class VerifierSetup {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RENEWAL_INTERVAL = Duration.ofMinutes(10);

    private final Reach reach;
    private final Map<String, String> environment;

    private VerifierSetup(Reach reach, Map<String, String> environment) {
        this.reach = reach;
        this.environment = environment;
    }

    /**
     * The attestation service, one for the life of the process.
     *
     * @param environment variables: proxies, CA bundles, PATH
     * @throws UsageException if the configuration cannot work
     */
    public static AttestationService service(VerifierConfiguration configuration, Map<String, String> environment)
            throws UsageException {
        VerifierSetup setup = new VerifierSetup(configuration.reach(), environment);
        Optional<AttestationService> epid = configuration.epid().isPresent()
                ? Optional.of(setup.epid(configuration.epid().get()))
                : Optional.empty();
        Optional<AttestationService> dcap = configuration.dcap().isPresent()
                ? Optional.of(setup.dcap(configuration.dcap().get()))
                : Optional.empty();
        return new ServiceByKind(epid, dcap);
    }

    private AttestationService epid(EpidConfiguration configuration) throws UsageException {
        return new IasService(
                new IasClient(configuration.ias(), configuration.keys(), agent(configuration.server())),
                configuration.spid(),
                configuration.signType(),
                configuration.verifier());
    }

    private AttestationService dcap(DcapConfiguration configuration) throws UsageException {
        return new DcapService(source(configuration), configuration.verifier());
    }

    private CollateralSource source(DcapConfiguration configuration) throws UsageException {
        if (configuration.folder().isPresent()) {
            return new CollateralFolder(configuration.folder().get());
        }
        Map<URI, HttpAgent> agents = new HashMap<>();
        for (URI server : configuration.address().servers()) {
            agents.put(server, agent(server));
        }
        ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "collateral");
            thread.setDaemon(true);
            return thread;
        });
        CollateralCache cache = new CollateralCache(
                new PcsClient(configuration.address(), uri -> agents.get(URI.create("https://" + uri.getAuthority()))),
                configuration.root().key(),
                configuration.grace(),
                Clock.systemUTC(),
                background);
        ScheduledFuture<?> unused = background.scheduleWithFixedDelay(
                cache::renewDue, RENEWAL_INTERVAL.toMinutes(), RENEWAL_INTERVAL.toMinutes(), TimeUnit.MINUTES);
        return cache;
    }

    private HttpAgent agent(URI server) throws UsageException {
        try {
            TlsTrust trust = TlsTrust.choose(reach.caBundle(), environment);
            Optional<HttpProxy> proxy =
                    reach.direct() ? Optional.empty() : HttpProxy.choose(server, reach.proxy(), environment);
            return HttpAgents.of(reach.agent(), trust, proxy, TIMEOUT, environment);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** What people should know of a configuration before it is used. */
    public static void writeNotices(VerifierConfiguration configuration, Transcript transcript) {
        if (configuration.level() == Level.DEBUG) {
            transcript.line("warning: -d shows the keys of every session (KDK, SMK, VK, MK, SK): for learning only");
        }
        configuration.epid().ifPresent(epid -> introduce(epid, transcript));
        configuration.dcap().ifPresent(dcap -> introduce(dcap, transcript));
    }

    private static void introduce(EpidConfiguration configuration, Transcript transcript) {
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

    private static void introduce(DcapConfiguration configuration, Transcript transcript) {
        transcript.verbose("DCAP: collateral from "
                + configuration
                        .folder()
                        .map(Object::toString)
                        .orElse(configuration.address().toString()));
        if (!configuration.root().equals(DcapRoot.intel())) {
            transcript.line(
                    "note: DCAP quotes are judged under a root that is not Intel's (--dcap-root), SHA-256 of its key "
                            + Sha256.of(configuration.root().key().bigEndian()));
        }
        if (!configuration.grace().isZero()) {
            transcript.line("warning: collateral is accepted up to "
                    + configuration.grace().toDays() + " days after its end (--dcap-grace)");
        }
    }
}
