package org.sgxra.sp.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.message.SignType;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.ReportSigningCa;
import org.sgxra.common.report.ReportVerifier;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.sp.cli.VerifierConfiguration.Reach;
import org.sgxra.sp.ias.HttpProxy;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.SubscriptionKey;
import org.sgxra.sp.policy.EnclavePolicy;
import org.sgxra.sp.policy.TrustPolicy;
import org.sgxra.sp.session.SessionSettings;

/** The options that every service provider has: its policy, its keys, its attestation service. */
final class VerifierOptions {
    /** Names of the HTTP agents. */
    static final List<String> AGENTS = List.of("jdk", "curl");

    private static final int U16 = 0xffff;
    private static final int KEY_SIZE = 16;

    private final CommandOptions options;

    VerifierOptions(CommandOptions options) {
        this.options = options;
    }

    /** Checks everything and reads the files that are named. */
    VerifierConfiguration configuration() throws UsageException {
        options.require(List.of(
                Set.of("spid", "spid-file"), Set.of("mrsigner"), Set.of("isv-product-id"), Set.of("min-isv-svn")));
        options.exclude("service-key-file", "key");
        options.exclude("proxy", "no-proxy");
        URI server = options.has("ias-url") ? iasUrl(options.get("ias-url")) : IasAddress.INTEL;
        IasAddress ias = IasAddress.of(
                server,
                options.has("production"),
                options.get("api-version", "4").number(3, 5));
        return new VerifierConfiguration(
                server, ias, subscriptionKeys(), verifier(), reach(), longTermKey(), session(), level());
    }

    private static URI iasUrl(Argument argument) throws UsageException {
        try {
            URI uri = new URI(argument.value());
            String authority =
                    uri.getHost() == null ? null : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            if ("https".equalsIgnoreCase(uri.getScheme())
                    && authority != null
                    && authority.equals(uri.getRawAuthority())
                    && Set.of("", "/").contains(uri.getRawPath())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getPort() <= U16
                    && uri.getPort() != 0) {
                return URI.create("https://" + authority);
            }
        } catch (URISyntaxException e) {
            // The same answer as for a URL of another form.
        }
        throw argument.fault("must be https://host[:port]; the path is appended here");
    }

    private List<SubscriptionKey> subscriptionKeys() throws UsageException {
        List<SubscriptionKey> keys = new ArrayList<>();
        for (String kind : List.of("pri", "sec")) {
            String name = "ias-" + kind + "-api-key";
            String last = options.last(name, name + "-file");
            if (last != null && !options.get(last).value().isEmpty()) {
                keys.add(subscriptionKey(options.get(last), last.equals(name)));
            }
        }
        return keys;
    }

    /** Nothing here repeats the key. */
    private static SubscriptionKey subscriptionKey(Argument argument, boolean direct) throws UsageException {
        try {
            return SubscriptionKey.of(
                    direct ? argument.value() : argument.text().strip());
        } catch (HexFormatException | IllegalArgumentException e) {
            String reason = e.getMessage().startsWith("must be")
                    ? e.getMessage()
                    : "must be " + 2 * KEY_SIZE + " hexadecimal digits: " + e.getMessage();
            throw direct ? new UsageException("option " + argument.option() + ": " + reason) : argument.fault(reason);
        }
    }

    private ReportVerifier verifier() throws UsageException {
        ReportSigningCa ca = ReportSigningCa.intel();
        if (options.has("ias-signing-cafile")) {
            Argument file = options.get("ias-signing-cafile");
            try {
                ca = ReportSigningCa.fromPem(file.text());
            } catch (CertificateException e) {
                throw file.fault("cannot serve as report signing CA: " + e.getMessage());
            }
        }
        P256PublicKey platformInfoKey = options.has("pib-key") ? KeyFile.publicKey(options.get("pib-key")) : null;
        return new ReportVerifier(ca, platformInfoKey);
    }

    private Reach reach() throws UsageException {
        Argument agent = options.get("user-agent", AGENTS.get(0));
        if (!AGENTS.contains(agent.value())) {
            throw agent.fault("is no agent; there are " + String.join(" and ", AGENTS));
        }
        String proxy = null;
        if (options.has("proxy")) {
            proxy = options.get("proxy").value();
            try {
                HttpProxy.parse(options.name("proxy"), proxy);
            } catch (IllegalArgumentException e) {
                throw new UsageException("option " + e.getMessage());
            }
        }
        return new Reach(
                agent.value(),
                options.has("ca-bundle-file") ? options.get("ca-bundle-file").path() : null,
                proxy,
                options.has("no-proxy"));
    }

    private P256PrivateKey longTermKey() throws UsageException {
        if (options.has("service-key-file")) {
            return KeyFile.privateKey(options.get("service-key-file"));
        }
        if (!options.has("key")) {
            return SampleServiceKey.keyPair().privateKey();
        }
        Argument key = options.get("key");
        try {
            return P256PrivateKey.fromBigEndian(
                    new Argument(key.option(), key.value()).hex(32).toArray());
        } catch (InvalidPointException e) {
            throw new UsageException("option " + key.option() + ": " + e.getMessage());
        } catch (UsageException e) {
            // The message would repeat the key.
            throw new UsageException("option " + key.option() + ": must be 64 hexadecimal digits");
        }
    }

    private SessionSettings session() throws UsageException {
        String spid = options.last("spid", "spid-file");
        ByteString spidBytes = spid.equals("spid")
                ? options.get(spid).hex(16)
                : options.get(spid).hexFile(16);
        Set<ByteString> mrEnclaves = new HashSet<>();
        for (Argument mrEnclave : options.get("mrenclave", "").list()) {
            mrEnclaves.add(mrEnclave.hex(32));
        }
        EnclavePolicy enclaves = new EnclavePolicy(
                options.get("mrsigner").hex(32),
                options.get("isv-product-id").number(0, U16),
                options.get("min-isv-svn").number(0, U16),
                !options.has("no-debug-enclave"),
                mrEnclaves);
        Set<String> advisories = new HashSet<>();
        options.get("mitigated-advisories", "").list().forEach(advisory -> advisories.add(advisory.value()));
        return new SessionSettings(
                spidBytes,
                options.has("linkable") ? SignType.LINKABLE : SignType.UNLINKABLE,
                Duration.ofSeconds(options.get("max-report-age", "300").number(0, Integer.MAX_VALUE)),
                enclaves,
                new TrustPolicy(options.has("strict-trust-mode"), acceptedStatuses(), advisories));
    }

    private Set<String> acceptedStatuses() throws UsageException {
        Set<String> accepted = new HashSet<>();
        for (Argument status : options.get("accept-status", "").list()) {
            boolean known = false;
            for (QuoteStatus possible : QuoteStatus.values()) {
                known |= possible.isForPolicy() && possible.name().equals(status.value());
            }
            if (!known) {
                throw status.fault("may only be GROUP_OUT_OF_DATE, CONFIGURATION_NEEDED, SW_HARDENING_NEEDED or "
                        + "CONFIGURATION_AND_SW_HARDENING_NEEDED");
            }
            accepted.add(status.value());
        }
        return accepted;
    }

    private Level level() {
        return options.has("debug") ? Level.DEBUG : options.has("verbose") ? Level.VERBOSE : Level.NORMAL;
    }
}
