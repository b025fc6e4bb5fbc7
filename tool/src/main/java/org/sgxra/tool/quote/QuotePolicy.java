package org.sgxra.tool.quote;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.PlatformState;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * What the user wants of a quote that is genuine: the options of {@code sp} for enclaves and platforms, and what the report data must be.
 *
 * @param enclave which enclaves; those with a debugger only if they are allowed
 * @param refusesDebug whether the user said so
 * @param platform which platforms
 * @param reportData the 64 bytes that must stand in the report
 * @param nonce the bytes that the report data must begin with
 */
record QuotePolicy(
        EnclavePolicy enclave,
        boolean refusesDebug,
        PlatformPolicy platform,
        Optional<ByteString> reportData,
        Optional<ByteString> nonce) {
    private static final int REPORT_DATA_SIZE = 64;
    private static final int HASH_SIZE = 32;
    private static final int MAX_U16 = 0xffff;
    /** Statuses that can be accepted on purpose, by the names that policies have for them. */
    private static final List<String> ACCEPTABLE = List.of(
            TcbStatus.SW_HARDENING_NEEDED.name(),
            TcbStatus.CONFIGURATION_NEEDED.name(),
            TcbStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED.name(),
            "GROUP_OUT_OF_DATE",
            TcbStatus.OUT_OF_DATE_CONFIGURATION_NEEDED.name(),
            TcbStatus.TD_RELAUNCH_ADVISED.name(),
            TcbStatus.TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED.name());

    /** Appends the options. */
    static OptionTable.Builder extend(OptionTable.Builder table) {
        return table.group("What is acceptable")
                .options(
                        value("report-data", "HEX", "the report data, up to 64 bytes, zeros after them"),
                        value("nonce", "HEX", "what the report data must begin with"),
                        value("mrsigner", "HEX64", "the enclave's signer").letter('N'),
                        value("mrenclave", "HEX64[,...]", "enclaves that are acceptable"),
                        value("isv-product-id", "INT", "the enclave's product id")
                                .letter('R'),
                        value("min-isv-svn", "INT", "lowest security version of the enclave")
                                .letter('V'),
                        flag("allow-debug-enclave", "accept enclaves of DCAP quotes that a debugger can look into"),
                        flag("no-debug-enclave", "accept none; of DCAP quotes none is accepted anyway")
                                .letter('D'),
                        value("accept-status", "NAME[,...]", "accept platforms of these statuses beside UpToDate")
                                .choices(ACCEPTABLE.toArray(new String[0])),
                        flag("strict-trust-mode", "accept no other; so it is without --accept-status")
                                .letter('X'),
                        value(
                                "mitigated-advisories",
                                "ID[,...]",
                                "of the platforms in --accept-status only those whose advisories are all among these"),
                        value("dcap-min-tcb-number", "N", "lowest TCB evaluation data number of the collateral")
                                .standard("any"));
    }

    static QuotePolicy of(GivenOptions options) throws UsageException {
        return new QuotePolicy(
                enclave(options),
                options.has("no-debug-enclave"),
                platform(options),
                bytes(options, "report-data")
                        .map(bytes -> ByteString.concat(bytes, ByteString.zeros(REPORT_DATA_SIZE - bytes.size()))),
                bytes(options, "nonce"));
    }

    private static EnclavePolicy enclave(GivenOptions options) throws UsageException {
        List<ByteString> mrEnclaves = new ArrayList<>();
        for (OptionValue part : list(options, "mrenclave")) {
            mrEnclaves.add(part.hex(HASH_SIZE));
        }
        options.exclude("allow-debug-enclave", "no-debug-enclave");
        options.exclude("accept-status", "strict-trust-mode");
        return new EnclavePolicy(
                options.has("mrsigner")
                        ? Optional.of(options.required("mrsigner").hex(HASH_SIZE))
                        : Optional.empty(),
                number(options, "isv-product-id"),
                number(options, "min-isv-svn"),
                options.has("allow-debug-enclave"),
                Set.copyOf(mrEnclaves));
    }

    private static PlatformPolicy platform(GivenOptions options) throws UsageException {
        for (OptionValue status : list(options, "accept-status")) {
            if (!ACCEPTABLE.contains(status.value())) {
                throw status.fault("is none of " + String.join(", ", ACCEPTABLE));
            }
        }
        long number = options.has("dcap-min-tcb-number")
                ? options.required("dcap-min-tcb-number").number(0, Integer.MAX_VALUE)
                : 0;
        return new PlatformPolicy(true, values(options, "accept-status"), values(options, "mitigated-advisories"))
                .withMinimumTcbEvaluationDataNumber(number);
    }

    private static OptionalInt number(GivenOptions options, String option) throws UsageException {
        return options.has(option) ? OptionalInt.of(options.required(option).number(0, MAX_U16)) : OptionalInt.empty();
    }

    private static Set<String> values(GivenOptions options, String option) throws UsageException {
        return list(options, option).stream().map(OptionValue::value).collect(Collectors.toSet());
    }

    private static List<OptionValue> list(GivenOptions options, String option) throws UsageException {
        return options.has(option) ? options.required(option).list() : List.of();
    }

    private static Optional<ByteString> bytes(GivenOptions options, String option) throws UsageException {
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

    /** For a DCAP quote. */
    AppraisalPolicy policy() {
        return new AppraisalPolicy(enclave, platform);
    }

    /** The checks of a genuine EPID quote; nobody says anything of its platform here. */
    List<Check> checksOf(EpidQuote quote) {
        EnclavePolicy wanted = new EnclavePolicy(
                enclave.mrSigner(), enclave.productId(), enclave.minSvn(), !refusesDebug, enclave.mrEnclaves());
        PlatformState any = new PlatformState(PlatformState.Standing.CURRENT, "", List.of(), Instant.EPOCH);
        List<Check> checks = new ArrayList<>();
        new AppraisalPolicy(wanted, PlatformPolicy.STRICT)
                .checks(quote.report(), any).stream()
                        .filter(check -> CheckName.ENCLAVE.contains(check.name()))
                        .forEach(checks::add);
        ByteString found = quote.report().reportData();
        reportData
                .map(bytes -> Check.of(
                        CheckName.REPORT_DATA,
                        bytes.equals(found),
                        bytes,
                        found,
                        "the enclave's report data is not the expected one"))
                .ifPresent(checks::add);
        nonceCheck(found).ifPresent(checks::add);
        return checks;
    }

    /** The check of the nonce, if there is one: no quote carries one but in its report data. */
    Optional<Check> nonceCheck(ByteString found) {
        return nonce.map(wanted -> Check.of(
                CheckName.NONCE,
                found.slice(0, wanted.size()).equals(wanted),
                wanted,
                found,
                "the report data does not begin with the nonce " + wanted));
    }
}
