package org.sgxra.sp.cli;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.util.List;
import org.sgxra.runtime.cli.LogOption;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.Wording;
import org.sgxra.runtime.event.EventFile;
import org.sgxra.sp.http.HttpAgents;

/** What the tables of all service providers have in common: policy, keys, attestation service. */
final class VerifierTable {
    /** Names of the HTTP agents; the first one is the default. */
    static final List<String> AGENTS = HttpAgents.NAMES;

    /** What {@code --attestation} may be; the first one is the default. */
    static final List<String> KINDS = List.of("epid", "dcap", "both");

    private VerifierTable() {}

    /** Appends the groups of options that every service provider has, up to its own policy. */
    static OptionTable.Builder extend(OptionTable.Builder table) {
        return policy(reach(collateral(attestationService(identity(table))))).wording(Wording.QUOTED);
    }

    private static OptionTable.Builder identity(OptionTable.Builder table) {
        return table.group("Required")
                .options(
                        value("mrsigner", "HEX64", "MRSIGNER of enclaves allowed to attest")
                                .letter('N'),
                        value("isv-product-id", "INT", "required product id, 0..65535")
                                .letter('R'),
                        value("min-isv-svn", "INT", "minimum ISV SVN, 0..65535").letter('V'),
                        value("spid", "HEX32", "service provider id, not with --attestation=dcap, or")
                                .letter('s'),
                        value("spid-file", "FILE", "a file that holds it").letter('S'))
                .group("Kinds of quotes")
                .options(value("attestation", "KIND", "quotes that are taken: epid, dcap or both")
                        .choices(KINDS.toArray(new String[0]))
                        .standard(KINDS.get(0)));
    }

    private static OptionTable.Builder attestationService(OptionTable.Builder table) {
        return table.group("Attestation service (IAS)")
                .options(
                        value("ias-pri-api-key", "HEX32", "primary subscription key, or")
                                .letter('i'),
                        value("ias-pri-api-key-file", "FILE", "a file that holds it")
                                .letter('I'),
                        value(
                                        "ias-sec-api-key",
                                        "HEX32",
                                        "secondary subscription key, tried after a 401 on the primary, or")
                                .letter('j'),
                        value("ias-sec-api-key-file", "FILE", "a file that holds it")
                                .letter('J'),
                        value("ias-url", "URL", "another service: https://host[:port]")
                                .standard("Intel's"),
                        flag("production", "production environment instead of development")
                                .letter('P'),
                        value("api-version", "N", "version of its API: 3, 4 or 5")
                                .letter('r')
                                .choices("3", "4", "5")
                                .standard("4"),
                        value("ias-signing-cafile", "FILE", "report signing CA, PEM")
                                .letter('A')
                                .standard("Intel's root, built in"),
                        value("pib-key", "FILE", "public key of platform info blobs under another CA, PEM"),
                        value("max-report-age", "SECONDS", "how old a report may be")
                                .standard("300"),
                        value("max-future", "SECONDS", "how far its clock may be ahead of this machine's")
                                .standard("60"));
    }

    private static OptionTable.Builder collateral(OptionTable.Builder table) {
        return table.group("Collateral (DCAP)")
                .options(
                        value("pccs-url", "URL", "caching service: https://host[:port][/sgx/certification/v4], or"),
                        value("pcs-url", "URL", "another service like Intel's, or")
                                .standard("Intel's"),
                        value("collateral", "DIR", "a folder with the files, without a network"),
                        value("dcap-root", "FILE", "root certificate that is trusted, PEM or DER")
                                .standard("Intel's, built in"),
                        value(
                                        "dcap-grace",
                                        "DAYS",
                                        "how long after their end documents and revocation lists are accepted")
                                .standard("0"),
                        value("dcap-min-tcb-number", "INT", "lowest TCB evaluation data number that is accepted")
                                .standard("0"));
    }

    private static OptionTable.Builder reach(OptionTable.Builder table) {
        return table.group("Reaching these services")
                .options(
                        value("ca-bundle-file", "FILE", "CA bundle for TLS")
                                .letter('B')
                                .alias("ca-bundle")
                                .standard("CURL_CA_BUNDLE, SSL_CERT_FILE, the system's"),
                        value("user-agent", "NAME", "HTTP agent")
                                .letter('g')
                                .choices(AGENTS.toArray(new String[0]))
                                .standard(AGENTS.get(0)),
                        flag("list-agents", "list the HTTP agents and exit").letter('G'),
                        value("proxy", "URL", "proxy (@FILE: a file that holds the URL)")
                                .letter('p')
                                .standard("as curl, from the environment"),
                        flag("no-proxy", "direct connection").letter('x'));
    }

    private static OptionTable.Builder policy(OptionTable.Builder table) {
        return table.group("Policy")
                .options(
                        flag("no-debug-enclave", "reject debug enclaves").letter('D'),
                        flag("strict-trust-mode", "do not trust platforms that need configuration or hardening")
                                .letter('X'),
                        value("mrenclave", "HEX64[,...]", "accept these enclaves only"),
                        value("accept-status", "NAME[,...]", "trust platforms of these statuses on purpose")
                                .choices(VerifierOptions.ACCEPTABLE.toArray(new String[0])),
                        value("mitigated-advisories", "ID[,...]", "advisories that the enclave deals with itself"));
    }

    /**
     * Appends how much to tell, and where.
     *
     * @param log the log file without the option
     */
    static OptionTable.Builder level(OptionTable.Builder table, String log) {
        return table.group("General")
                .options(
                        flag("verbose", "show every message, report and certificate")
                                .letter('v'),
                        flag("debug", "show intermediate values too, session keys among them")
                                .letter('d'),
                        LogOption.option(log),
                        EventFile.option());
    }
}
