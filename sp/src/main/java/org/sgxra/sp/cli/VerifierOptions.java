package org.sgxra.sp.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.sp.cli.VerifierConfiguration.Reach;
import org.sgxra.sp.http.HttpProxy;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;

/** The options that every service provider has: its policy, its keys, its attestation service. */
public final class VerifierOptions {
    private static final String OF_DCAP_ONLY = TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED.name();

    /** The statuses that a policy can trust on purpose: by their names in reports, and the one that only DCAP has. */
    static final List<String> ACCEPTABLE = Stream.concat(
                    Arrays.stream(QuoteStatus.values())
                            .filter(QuoteStatus::isForPolicy)
                            .map(QuoteStatus::name),
                    Stream.of(OF_DCAP_ONLY))
            .toList();

    private static final int U16 = 0xffff;

    private final GivenOptions options;

    VerifierOptions(GivenOptions options) {
        this.options = options;
    }

    /** The names of the HTTP agents, a line each. */
    public static String agents() {
        return String.join("\n", VerifierTable.AGENTS);
    }

    /** Checks everything and reads the files that are named; of a kind of quotes that is not taken, none. */
    VerifierConfiguration configuration() throws UsageException {
        String kinds = kinds();
        boolean takesEpid = !kinds.equals("dcap");
        boolean takesDcap = !kinds.equals("epid");
        List<Set<String>> required = new ArrayList<>(takesEpid ? List.of(Set.of("spid", "spid-file")) : List.of());
        required.addAll(List.of(Set.of("mrsigner"), Set.of("isv-product-id"), Set.of("min-isv-svn")));
        options.require(required);
        options.exclude("service-key-file", "key");
        options.exclude("proxy", "no-proxy");
        return new VerifierConfiguration(
                takesEpid ? Optional.of(new EpidOptions(options).configuration()) : Optional.empty(),
                takesDcap ? Optional.of(new DcapOptions(options).configuration()) : Optional.empty(),
                reach(),
                longTermKey(),
                session(),
                options.level(),
                EventFile.of(options));
    }

    private String kinds() throws UsageException {
        OptionValue kinds = options.get("attestation", VerifierTable.KINDS.get(0));
        if (!VerifierTable.KINDS.contains(kinds.value())) {
            throw kinds.fault("must be epid, dcap or both");
        }
        return kinds.value();
    }

    private Reach reach() throws UsageException {
        OptionValue agent = options.get("user-agent", VerifierTable.AGENTS.get(0));
        if (!VerifierTable.AGENTS.contains(agent.value())) {
            throw agent.fault(
                    "is no agent; there are direct, jdk and curl: direct is our own HTTP client and jdk Java's, which need "
                            + "no program, curl is the program; wget was the original's, direct takes its place");
        }
        String proxy = null;
        if (options.has("proxy")) {
            proxy = options.required("proxy").valueOrText();
            try {
                HttpProxy.parse(options.name("proxy"), proxy);
            } catch (IllegalArgumentException e) {
                throw new UsageException("option " + e.getMessage());
            }
        }
        return new Reach(
                agent.value(),
                options.has("ca-bundle-file")
                        ? options.required("ca-bundle-file").path()
                        : null,
                proxy,
                options.has("no-proxy"));
    }

    private P256PrivateKey longTermKey() throws UsageException {
        if (options.has("service-key-file")) {
            return KeyFile.privateKey(options.required("service-key-file"));
        }
        if (!options.has("key")) {
            return SampleServiceKey.keyPair().privateKey();
        }
        OptionValue key = options.required("key");
        try {
            return P256PrivateKey.fromBigEndian(key.hex(32).toArray());
        } catch (InvalidPointException e) {
            throw new UsageException("option " + key.name() + ": " + e.getMessage());
        } catch (UsageException e) {
            // The message would repeat the key.
            throw new UsageException("option " + key.name() + ": must be 64 hexadecimal digits");
        }
    }

    private SessionSettings session() throws UsageException {
        Set<ByteString> mrEnclaves = new HashSet<>();
        for (OptionValue mrEnclave : list("mrenclave")) {
            mrEnclaves.add(mrEnclave.hex(32));
        }
        EnclavePolicy enclaves = new EnclavePolicy(
                options.required("mrsigner").hex(32),
                options.required("isv-product-id").number(0, U16),
                options.required("min-isv-svn").number(0, U16),
                !options.has("no-debug-enclave"),
                mrEnclaves);
        Set<String> advisories = new HashSet<>();
        list("mitigated-advisories").forEach(advisory -> advisories.add(advisory.value()));
        return new SessionSettings(
                Duration.ofSeconds(options.get("max-report-age", "300").number(0, Integer.MAX_VALUE)),
                Duration.ofSeconds(options.get("max-future", Long.toString(SessionSettings.MAX_FUTURE.toSeconds()))
                        .number(0, Integer.MAX_VALUE)),
                enclaves,
                new PlatformPolicy(options.has("strict-trust-mode"), acceptedStatuses(), advisories)
                        .withMinimumTcbEvaluationDataNumber(new DcapOptions(options).minimumTcbNumber()));
    }

    /** None without the option. */
    private List<OptionValue> list(String name) throws UsageException {
        return options.has(name) ? options.required(name).list() : List.of();
    }

    private Set<String> acceptedStatuses() throws UsageException {
        Set<String> accepted = new HashSet<>();
        for (OptionValue status : list("accept-status")) {
            boolean onlyOfDcap = status.value().equals(OF_DCAP_ONLY);
            if (!ACCEPTABLE.contains(status.value()) || onlyOfDcap && kinds().equals("epid")) {
                throw status.fault("may only be GROUP_OUT_OF_DATE, CONFIGURATION_NEEDED, SW_HARDENING_NEEDED or "
                        + "CONFIGURATION_AND_SW_HARDENING_NEEDED"
                        + (kinds().equals("epid") ? "" : ", or " + OF_DCAP_ONLY));
            }
            accepted.add(status.value());
        }
        return accepted;
    }
}
