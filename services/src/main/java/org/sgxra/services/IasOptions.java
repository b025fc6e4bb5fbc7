package org.sgxra.services;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.Pem;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.cli.Wording;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.services.command.Arguments;
import org.sgxra.services.command.Command;
import org.sgxra.services.pcs.CollateralFault;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.TlsNames;

/**
 * What the user wants of {@code ias} (docs/spec/cli.md).
 *
 * @param config what to listen on, and where the state is
 * @param certificates where copies of its certificates go
 * @param level how much to tell
 * @param command what to do instead of running the emulator
 * @param arguments for the command
 */
record IasOptions(
        Emulator.Config config,
        Optional<Path> certificates,
        Level level,
        Optional<Command> command,
        Arguments arguments) {
    private static final int MAX_FILE = 1 << 20;

    /** All its options, and its commands. */
    static final OptionTable TABLE = table();

    private static OptionTable table() {
        OptionTable.Builder table = OptionTable.named("ias")
                .purpose(
                        "Emulator of Intel's attestation service: test keys, no trust. With a command it changes what the "
                                + "emulator with that state directory goes by, running or not, or verifies a quote of one of its "
                                + "groups. ias verify-report is sgx-ra verify-report.")
                .wording(Wording.ASSIGNED)
                .group("Emulator")
                .options(
                        value("bind", "ADDRESS", "address to listen on").standard("127.0.0.1"),
                        value("port", "N", "port to listen on, 0 for any free one")
                                .standard("8443"),
                        value(
                                "certificates",
                                "DIR",
                                "copies of the certificates that clients need to trust it, for those who may not read its "
                                        + "state"),
                        value(
                                "host",
                                "NAME",
                                "another name or IP address for the TLS certificate, beside those of this machine; may "
                                        + "repeat; other names than before make a new certificate and CA"),
                        flag(
                                "intel-names",
                                "sign reports with certificates that have the names of Intel's, for clients that compare "
                                        + "names; in files NOT_INTEL_*"),
                        value(
                                "client-ca",
                                "FILE",
                                "certificates, PEM or DER, of clients that may use the first paths, /attestation/sgx/v1 to v3, "
                                        + "or of their CAs; may repeat"),
                        flag("end-of-life-warning", "answer with the Warning header of the service's last year"),
                        value(
                                "fail",
                                "STATUS:N",
                                "answer the next N requests with an HTTP status such as 503: for trying clients"),
                        value(
                                "fail-pcs",
                                "FAULT[@PART]:N",
                                "the same for PCS and PCCS; FAULT: a status, " + CollateralFault.Kind.words()
                                        + "; PART: the end of the path, tcb for example; may repeat"))
                .group("General")
                .options(Command.STATE, Command.VERBOSE, Command.DEBUG)
                .startedBy("run-ias")
                .example("run-ias", "The emulator, with its state in state/ias of the checkout.")
                .example(
                        "run-ias --host=api.trustedservices.intel.com --port=443",
                        "The same in place of Intel's host, for clients that know no other.")
                .example("run-ias revoke --group=0000000b --reason=keyCompromise", "Revokes a group of it.")
                .exitCode(0, "after a signal; the command was carried out")
                .exitCode(1, "usage, or it cannot start (port in use), or the command cannot be carried out")
                .exitCode(2, "verify-quote: refused");
        Command.all().values().forEach(command -> table.subcommand(command.table()));
        return table.build();
    }

    /**
     * Checks everything.
     *
     * @param home what relative default paths start from
     * @throws UsageException with a message for people
     */
    static IasOptions of(GivenOptions options, Path home) throws UsageException {
        Optional<OptionValue> given = options.get("state");
        Path state = given.isPresent() ? given.get().path() : home.resolve("state/ias");
        Optional<Command> command =
                Optional.ofNullable(Command.all().get(options.table().lastName()));
        return new IasOptions(
                command.isPresent()
                        ? new Emulator.Config(new InetSocketAddress(0), state)
                        : new Emulator.Config(
                                address(options), state, faults(options), collateralFaults(options), standIn(options)),
                command.isPresent() ? Optional.empty() : certificates(options),
                options.level(),
                command,
                new Arguments(options, state));
    }

    private static Optional<Path> certificates(GivenOptions options) throws UsageException {
        Optional<OptionValue> given = options.get("certificates");
        return given.isPresent() ? Optional.of(given.get().path()) : Optional.empty();
    }

    private static InetSocketAddress address(GivenOptions options) throws UsageException {
        int port = options.get("port", "8443").port(0);
        InetAddress address = options.get("bind", "127.0.0.1").address();
        return new InetSocketAddress(address, port);
    }

    private static StandIn standIn(GivenOptions options) throws UsageException {
        List<String> hosts = new ArrayList<>();
        for (OptionValue given : options.all("host")) {
            try {
                hosts.add(TlsNames.parse(given.value()));
            } catch (IllegalArgumentException e) {
                throw given.fault(e.getMessage());
            }
        }
        return new StandIn(
                TlsNames.LOCAL.and(hosts),
                options.has("intel-names") ? ReportNames.INTEL : ReportNames.OWN,
                clientCas(options),
                options.has("end-of-life-warning"));
    }

    private static List<X509Certificate> clientCas(GivenOptions options) throws UsageException {
        List<X509Certificate> all = new ArrayList<>();
        for (OptionValue given : options.all("client-ca")) {
            try {
                List<X509Certificate> certificates = Pem.certificates(given.bytes(MAX_FILE));
                if (certificates.isEmpty()) {
                    throw given.fault("has no certificate in it");
                }
                all.addAll(certificates);
            } catch (CertificateException e) {
                throw given.fault(e.getMessage());
            }
        }
        return all;
    }

    private static Optional<FaultInjection> faults(GivenOptions options) throws UsageException {
        Optional<OptionValue> given = options.get("fail");
        return given.isPresent() ? Optional.of(FaultInjection.parse(given.get())) : Optional.empty();
    }

    private static List<CollateralFault> collateralFaults(GivenOptions options) throws UsageException {
        List<CollateralFault> faults = new ArrayList<>();
        for (OptionValue given : options.all("fail-pcs")) {
            faults.add(CollateralFault.parse(given));
        }
        return faults;
    }
}
