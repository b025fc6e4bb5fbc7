package org.sgxra.sp.cli;

import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.SignType;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.sp.cli.VerifierConfiguration.Reach;
import org.sgxra.sp.http.HttpProxy;
import org.sgxra.sp.http.SubscriptionKey;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** The options that every service provider has: its policy, its keys, its attestation service. */
public final class VerifierOptions {
    /** The statuses that a policy can trust on purpose, by their names in reports. */
    static final List<String> ACCEPTABLE = Arrays.stream(QuoteStatus.values())
            .filter(QuoteStatus::isForPolicy)
            .map(QuoteStatus::name)
            .toList();

    private static final int U16 = 0xffff;
    private static final int KEY_SIZE = 16;

    private final GivenOptions options;

    VerifierOptions(GivenOptions options) {
        this.options = options;
    }

    /** The names of the HTTP agents, a line each. */
    public static String agents() {
        return String.join("\n", VerifierTable.AGENTS);
    }

    /** Checks everything and reads the files that are named. */
    VerifierConfiguration configuration() throws UsageException {
        options.require(List.of(
                Set.of("spid", "spid-file"), Set.of("mrsigner"), Set.of("isv-product-id"), Set.of("min-isv-svn")));
        options.exclude("service-key-file", "key");
        options.exclude("proxy", "no-proxy");
        URI server = options.has("ias-url") ? options.required("ias-url").httpsServer() : IasAddress.INTEL;
        IasAddress ias = IasAddress.of(
                server,
                options.has("production"),
                options.get("api-version", "4").number(3, 5));
        return new VerifierConfiguration(
                server,
                ias,
                subscriptionKeys(),
                spid(),
                options.has("linkable") ? SignType.LINKABLE : SignType.UNLINKABLE,
                verifier(),
                reach(),
                longTermKey(),
                session(),
                options.level(),
                EventFile.of(options));
    }

    private List<SubscriptionKey> subscriptionKeys() throws UsageException {
        List<SubscriptionKey> keys = new ArrayList<>();
        for (String kind : List.of("pri", "sec")) {
            String name = "ias-" + kind + "-api-key";
            Optional<String> last = options.last(name, name + "-file");
            if (last.isPresent() && !options.required(last.get()).value().isEmpty()) {
                keys.add(
                        subscriptionKey(options.required(last.get()), last.get().equals(name)));
            }
        }
        return keys;
    }

    /** Nothing here repeats the key. */
    private static SubscriptionKey subscriptionKey(OptionValue value, boolean direct) throws UsageException {
        try {
            return SubscriptionKey.of(direct ? value.value() : value.text().strip());
        } catch (HexFormatException | IllegalArgumentException e) {
            String reason = e.getMessage().startsWith("must be")
                    ? e.getMessage()
                    : "must be " + 2 * KEY_SIZE + " hexadecimal digits: " + e.getMessage();
            throw direct ? new UsageException("option " + value.name() + ": " + reason) : value.fault(reason);
        }
    }

    private ReportVerifier verifier() throws UsageException {
        ReportSigningCa ca = ReportSigningCa.intel();
        if (options.has("ias-signing-cafile")) {
            OptionValue file = options.required("ias-signing-cafile");
            try {
                ca = ReportSigningCa.fromPem(file.text());
            } catch (CertificateException e) {
                throw file.fault("cannot serve as report signing CA: " + e.getMessage());
            }
        }
        P256PublicKey platformInfoKey = options.has("pib-key") ? KeyFile.publicKey(options.required("pib-key")) : null;
        return new ReportVerifier(ca, platformInfoKey);
    }

    private Reach reach() throws UsageException {
        OptionValue agent = options.get("user-agent", VerifierTable.AGENTS.get(0));
        if (!VerifierTable.AGENTS.contains(agent.value())) {
            throw agent.fault(
                    "is no agent; there are jdk and curl: jdk is Java's own HTTP client and needs no program, "
                            + "curl is the program; wget was the original's, jdk takes its place");
        }
        String proxy = null;
        if (options.has("proxy")) {
            proxy = options.required("proxy").value();
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

    private ByteString spid() throws UsageException {
        String spid = options.last("spid", "spid-file").orElseThrow();
        return spid.equals("spid")
                ? options.required(spid).hex(16)
                : options.required(spid).hexFile(16);
    }

    private SessionSettings session() throws UsageException {
        Set<ByteString> mrEnclaves = new HashSet<>();
        for (OptionValue mrEnclave : options.get("mrenclave", "").list()) {
            mrEnclaves.add(mrEnclave.hex(32));
        }
        EnclavePolicy enclaves = new EnclavePolicy(
                options.required("mrsigner").hex(32),
                options.required("isv-product-id").number(0, U16),
                options.required("min-isv-svn").number(0, U16),
                !options.has("no-debug-enclave"),
                mrEnclaves);
        Set<String> advisories = new HashSet<>();
        options.get("mitigated-advisories", "").list().forEach(advisory -> advisories.add(advisory.value()));
        return new SessionSettings(
                Duration.ofSeconds(options.get("max-report-age", "300").number(0, Integer.MAX_VALUE)),
                enclaves,
                new PlatformPolicy(options.has("strict-trust-mode"), acceptedStatuses(), advisories));
    }

    private Set<String> acceptedStatuses() throws UsageException {
        Set<String> accepted = new HashSet<>();
        for (OptionValue status : options.get("accept-status", "").list()) {
            if (!ACCEPTABLE.contains(status.value())) {
                throw status.fault("may only be GROUP_OUT_OF_DATE, CONFIGURATION_NEEDED, SW_HARDENING_NEEDED or "
                        + "CONFIGURATION_AND_SW_HARDENING_NEEDED");
            }
            accepted.add(status.value());
        }
        return accepted;
    }
}
