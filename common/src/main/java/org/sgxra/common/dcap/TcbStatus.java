package org.sgxra.common.dcap;

import java.util.Arrays;
import java.util.Optional;

/** What Intel says of a TCB level (docs/spec/dcap.md sections 3.1 to 3.3). */
public enum TcbStatus {
    /** Nothing to do. */
    UP_TO_DATE("UpToDate"),
    /** Up to date; software must mitigate what hardware cannot. */
    SW_HARDENING_NEEDED("SWHardeningNeeded"),
    /** Up to date; the configuration of the platform may be vulnerable. */
    CONFIGURATION_NEEDED("ConfigurationNeeded"),
    /** Both of the two before. */
    CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
    /** Updates are missing. */
    OUT_OF_DATE("OutOfDate"),
    /** Updates are missing, and the configuration may be vulnerable. */
    OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
    /** No longer to be trusted at all. */
    REVOKED("Revoked"),
    /** The platform was updated after the trust domain had been launched: launch it again. Never in a document. */
    TD_RELAUNCH_ADVISED("TDRelaunchAdvised"),
    /** The same, and the configuration may be vulnerable. Never in a document. */
    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED("TDRelaunchAdvisedConfigurationNeeded");

    private final String word;

    TcbStatus(String word) {
        this.word = word;
    }

    /** The status of a word in {@code tcbStatus} of a TCB info. */
    public static Optional<TcbStatus> ofPlatform(String word) {
        return Arrays.stream(values())
                .filter(status -> status.compareTo(REVOKED) <= 0 && status.word.equals(word))
                .findFirst();
    }

    /** The status of a word in {@code tcbStatus} of a QE identity or a TDX module: three are possible. */
    public static Optional<TcbStatus> ofEnclave(String word) {
        return ofPlatform(word).filter(status -> status == UP_TO_DATE || status == OUT_OF_DATE || status == REVOKED);
    }

    /** The status of a platform with this status whose quoting enclave, or TDX module, has the status {@code enclave}. */
    public TcbStatus joinedWith(TcbStatus enclave) {
        if (this == REVOKED || enclave == REVOKED) {
            return REVOKED;
        }
        if (enclave == UP_TO_DATE) {
            return this;
        }
        return switch (this) {
            case UP_TO_DATE, SW_HARDENING_NEEDED, TD_RELAUNCH_ADVISED -> OUT_OF_DATE;
            case CONFIGURATION_NEEDED,
                    CONFIGURATION_AND_SW_HARDENING_NEEDED,
                    TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED -> OUT_OF_DATE_CONFIGURATION_NEEDED;
            default -> this;
        };
    }

    /** The word as Intel writes it. */
    @Override
    public String toString() {
        return word;
    }
}
