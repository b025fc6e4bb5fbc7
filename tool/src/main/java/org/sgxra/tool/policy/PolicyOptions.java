package org.sgxra.tool.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;

/** The options of {@code sp} for enclaves and platforms, as given, or else as a policy file has them. */
public final class PolicyOptions {
    /** Statuses of platforms that can be accepted on purpose, whatever the kind of evidence. */
    public static final List<String> STATUSES = List.of(
            "GROUP_OUT_OF_DATE",
            "CONFIGURATION_NEEDED",
            "SW_HARDENING_NEEDED",
            "CONFIGURATION_AND_SW_HARDENING_NEEDED");

    private static final int REPORT_DATA_SIZE = 64;
    private static final int HASH_SIZE = 32;
    private static final int MAX_U16 = 0xffff;

    private final GivenOptions options;
    private final PolicyFile file;

    private PolicyOptions(GivenOptions options, PolicyFile file) {
        this.options = options;
        this.file = file;
    }

    /** The options alone. */
    public static PolicyOptions of(GivenOptions options) {
        return new PolicyOptions(options, new PolicyFile());
    }

    /**
     * The options, and the file that {@code --policy} names.
     *
     * @throws UsageException if the file cannot be read, or is no policy
     */
    public static PolicyOptions withFile(GivenOptions options) throws UsageException {
        Optional<OptionValue> file = options.get("policy");
        return new PolicyOptions(options, file.isPresent() ? new PolicyFile(file.get()) : new PolicyFile());
    }

    /** Appends the options for the identity of enclaves. */
    public static OptionTable.Builder ofEnclave(OptionTable.Builder table) {
        return table.options(
                CommandOption.value("mrsigner", "HEX64", "the enclave's signer").letter('N'),
                CommandOption.value("mrenclave", "HEX64[,...]", "enclaves that are acceptable"),
                CommandOption.value("isv-product-id", "INT", "the enclave's product id")
                        .letter('R'),
                CommandOption.value("min-isv-svn", "INT", "lowest security version of the enclave")
                        .letter('V'));
    }

    private Optional<OptionValue> get(String option) {
        return options.get(option).or(() -> file.get(option));
    }

    /** True if an option was given, or the file says the same. */
    public boolean has(String option) {
        return options.has(option) || file.get(option).isPresent();
    }

    /** True if anything of enclaves is asked for. */
    public boolean namesEnclaves() {
        return List.of("mrsigner", "mrenclave", "isv-product-id", "min-isv-svn", "no-debug-enclave").stream()
                .anyMatch(this::has);
    }

    /** @throws UsageException if a value is not what it should be */
    public EnclavePolicy enclave(boolean allowDebug) throws UsageException {
        Set<ByteString> mrEnclaves = new HashSet<>();
        for (OptionValue part : list("mrenclave")) {
            mrEnclaves.add(part.hex(HASH_SIZE));
        }
        Optional<OptionValue> mrSigner = get("mrsigner");
        return new EnclavePolicy(
                mrSigner.isPresent() ? Optional.of(mrSigner.get().hex(HASH_SIZE)) : Optional.empty(),
                number("isv-product-id"),
                number("min-isv-svn"),
                allowDebug,
                mrEnclaves);
    }

    /**
     * A policy that accepts no other platforms but those in order and those whose status was named.
     *
     * @param acceptable statuses that may be named
     * @throws UsageException if another one was named
     */
    public PlatformPolicy platform(List<String> acceptable) throws UsageException {
        Set<String> accepted = new HashSet<>();
        for (OptionValue status : list("accept-status")) {
            if (!acceptable.contains(status.value())) {
                throw status.fault("is none of " + String.join(", ", acceptable));
            }
            accepted.add(status.value());
        }
        Set<String> mitigated = new HashSet<>();
        list("mitigated-advisories").forEach(advisory -> mitigated.add(advisory.value()));
        return new PlatformPolicy(true, accepted, mitigated);
    }

    private OptionalInt number(String option) throws UsageException {
        Optional<OptionValue> value = get(option);
        return value.isPresent() ? OptionalInt.of(value.get().number(0, MAX_U16)) : OptionalInt.empty();
    }

    private List<OptionValue> list(String option) throws UsageException {
        Optional<OptionValue> value = get(option);
        return value.isPresent() ? new ArrayList<>(value.get().list()) : List.of();
    }

    /** The 64 bytes of {@code --report-data}: those given, and zeros after them. */
    public Optional<ByteString> reportData() throws UsageException {
        return bytes("report-data")
                .map(bytes -> ByteString.concat(bytes, ByteString.zeros(REPORT_DATA_SIZE - bytes.size())));
    }

    /** The 1 to 64 bytes in hexadecimal digits of an option. */
    public Optional<ByteString> bytes(String option) throws UsageException {
        if (!options.has(option)) {
            return Optional.empty();
        }
        OptionValue given = options.required(option);
        try {
            ByteString bytes = ByteString.fromHex(given.value());
            if (!bytes.isEmpty() && bytes.size() <= REPORT_DATA_SIZE) {
                return Optional.of(bytes);
            }
        } catch (HexFormatException e) {
            throw given.fault("is not hexadecimal: " + e.getMessage());
        }
        throw given.fault("has no or more than " + REPORT_DATA_SIZE + " bytes");
    }
}
