package org.sgxra.services;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.api.AttestationEndpoint;
import org.sgxra.services.api.ClientCertificates;
import org.sgxra.services.api.DcapJoinEndpoint;
import org.sgxra.services.api.ProvisioningEndpoint;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.dcap.EmulatorUrls;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.HttpsServer;
import org.sgxra.services.http.Request;
import org.sgxra.services.http.ServerTls;
import org.sgxra.services.pcs.CertificationEndpoint;
import org.sgxra.services.pcs.CollateralFault;
import org.sgxra.services.pcs.FailingCollateral;
import org.sgxra.services.pcs.PccsAdministration;
import org.sgxra.services.pcs.RegistrationEndpoint;
import org.sgxra.services.report.ReportIssuer;
import org.sgxra.services.report.ReportSigner;
import org.sgxra.services.state.EmulatorState;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.SigningIdentity;
import org.sgxra.services.web.IndexPage;
import org.sgxra.services.web.RecentRequests;

/** A running emulator of the attestation service, with provisioning and the services of DCAP beside it. */
public final class Emulator implements AutoCloseable {
    /** A report request with a quote for a revocation list of some 4000 entries still fits. */
    private static final int MAX_BODY = 1 << 20;

    private final EmulatorState state;
    private final HttpsServer server;
    private final List<Path> caFiles;

    private Emulator(EmulatorState state, HttpsServer server, List<Path> caFiles) {
        this.state = state;
        this.server = server;
        this.caFiles = caFiles;
    }

    /**
     * Where an emulator listens, and where it keeps its state.
     *
     * @param address port 0 means any free one
     * @param state directory; filled where something is missing
     * @param failing how the attestation service fails at first
     * @param collateralFaults how PCS and PCCS fail at first
     * @param standIn how it stands in for Intel's host
     */
    public record Config(
            InetSocketAddress address,
            Path state,
            Optional<FaultInjection> failing,
            List<CollateralFault> collateralFaults,
            StandIn standIn) {
        public Config {
            collateralFaults = List.copyOf(collateralFaults);
        }

        /** An emulator that does not fail on demand, and is nobody else. */
        public Config(InetSocketAddress address, Path state) {
            this(address, state, Optional.empty(), List.of(), StandIn.NONE);
        }
    }

    /** Takes what the emulator has to tell. */
    public interface Output {
        /** Progress of the first start, complaints. */
        void line(String text);

        /** A line for each exchange. */
        void verbose(String text);

        /** Why a connection ended; where a fault is. */
        void debug(String text);
    }

    /** Opens the state, and answers requests when this returns. */
    public static Emulator start(Config config, Output output) throws StateException, IOException {
        return start(config, output, Clock.systemUTC());
    }

    /** The same with another clock for what is issued for DCAP. */
    static Emulator start(Config config, Output output, Clock clock) throws StateException, IOException {
        EmulatorState state = EmulatorState.open(
                config.state(), config.standIn().tlsNames(), config.standIn().reportNames(), output::line);
        HttpsServer server = null;
        try {
            Endpoint attestation = attestation(config, state);
            SigningIdentity tls = state.keys().tls();
            // Certificates name the port, which is known only when it is bound; requests wait until they are made.
            CompletableFuture<Endpoint> endpoint = new CompletableFuture<>();
            RecentRequests requests = new RecentRequests();
            server = HttpsServer.start(
                    config.address(),
                    config.standIn().clientCas().isEmpty()
                            ? ServerTls.of(tls)
                            : ServerTls.asking(tls, config.standIn().clientCas()),
                    MAX_BODY,
                    telling(request -> endpoint.join().answer(request), requests, output),
                    output::debug);
            DcapState dcap = DcapState.open(
                    state.directory(), state.keys().ppid(), new EmulatorUrls(server.port()), clock, output::line);
            StandIn standIn = config.standIn();
            Endpoint index = new IndexPage(state, dcap, standIn.tlsNames(), standIn.reportNames(), requests);
            endpoint.complete(all(attestation, certification(config, dcap), index, state, dcap));
            tellWhoseNames(standIn, state, output);
            output.line("SGX root certificate " + dcap.rootFile() + ", SHA-256 " + dcap.rootFingerprint());
            return new Emulator(state, server, caFiles(state, standIn, dcap));
        } catch (GeneralSecurityException e) {
            close(server, state);
            throw new StateException("certificates in " + config.state() + " are unusable: " + e.getMessage(), e);
        } catch (StateException | IOException | RuntimeException e) {
            close(server, state);
            throw e;
        }
    }

    /** That of TLS comes last: whoever has a copy of it has copies of the others. */
    private static List<Path> caFiles(EmulatorState state, StandIn standIn, DcapState dcap) {
        return List.of(state.directory().file(standIn.reportNames().caFile()), dcap.rootFile(), state.tlsCaFile());
    }

    private static void tellWhoseNames(StandIn standIn, EmulatorState state, Output output) {
        if (standIn.reportNames() == ReportNames.INTEL) {
            output.line(
                    "*** INTEL'S NAMES, NOT INTEL'S KEYS: report-signing certificates have the names of Intel's. They are test");
            output.line("*** certificates and prove nothing. Whoever trusts "
                    + state.directory().file(ReportNames.INTEL.caFile()));
            output.line("*** trusts this emulator: take it out of a client again when you are done.");
        }
    }

    private static void close(HttpsServer server, EmulatorState state) {
        if (server != null) {
            server.close();
        }
        state.close();
    }

    private static Endpoint attestation(Config config, EmulatorState state) throws GeneralSecurityException {
        List<X509Certificate> clientCas = config.standIn().clientCas();
        Endpoint working = new AttestationEndpoint(
                state,
                new ReportIssuer(state, Clock.systemUTC()),
                new ReportSigner(state.keys().reports()),
                clientCas.isEmpty() ? Optional.empty() : Optional.of(new ClientCertificates(clientCas)),
                config.standIn().endOfLifeWarning());
        return config.failing().map(failing -> failing.before(working)).orElse(working);
    }

    private static Endpoint certification(Config config, DcapState dcap) {
        Endpoint working = new CertificationEndpoint(dcap);
        return config.collateralFaults().isEmpty()
                ? working
                : new FailingCollateral(working, dcap, config.collateralFaults());
    }

    private static Endpoint all(
            Endpoint attestation, Endpoint certification, Endpoint index, EmulatorState state, DcapState dcap) {
        Endpoint administration = new PccsAdministration(dcap);
        Endpoint registration = new RegistrationEndpoint(dcap);
        Endpoint dcapJoin = new DcapJoinEndpoint(dcap);
        Endpoint provisioning = new ProvisioningEndpoint(state);
        return request -> {
            if (PccsAdministration.serves(request.path())) {
                return administration.answer(request);
            }
            if (RegistrationEndpoint.serves(request.path())) {
                return registration.answer(request);
            }
            if (CertificationEndpoint.serves(request.path())) {
                return certification.answer(request);
            }
            if (request.path().equals(IndexPage.PATH)) {
                return index.answer(request);
            }
            if (request.path().equals(DcapJoinEndpoint.PATH)) {
                return dcapJoin.answer(request);
            }
            return request.path().startsWith(ProvisioningEndpoint.PATH)
                    ? provisioning.answer(request)
                    : attestation.answer(request);
        };
    }

    private static Endpoint telling(Endpoint endpoint, RecentRequests requests, Output output) {
        return request -> {
            Answer answer;
            try {
                answer = endpoint.answer(request);
            } catch (RuntimeException e) {
                String reason = Reason.ofInternalError(e);
                output.line(summary(request) + " -> 500 (" + reason + ")");
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                output.debug(trace.toString());
                answer = Answer.refused(500, reason);
                requests.add(request, answer);
                return answer;
            }
            if (!request.path().equals(IndexPage.PATH)) {
                requests.add(request, answer);
            }
            output.verbose(summary(request) + " -> " + answer.status()
                    + (answer.reason().isEmpty() ? "" : " (" + answer.reason() + ")"));
            return answer;
        };
    }

    private static String summary(Request request) {
        return request.method() + " " + request.path()
                + (request.body().length == 0 ? "" : ", " + ByteCount.of(request.body().length));
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** What the emulator keeps on disk. */
    public EmulatorState state() {
        return state;
    }

    /** The certificates of its CAs, in PEM: of those who sign reports, of DCAP, of TLS. */
    List<Path> caFiles() {
        return caFiles;
    }

    /** Stops listening and ends all connections; a request that is being answered gets some time. */
    public void stop() {
        server.close();
    }

    /** Waits until {@link #stop} is called. */
    public void awaitStop() {
        server.awaitStop();
    }

    /** Ends all connections and leaves the state directory to others. */
    @Override
    public void close() {
        server.close();
        state.close();
    }
}
