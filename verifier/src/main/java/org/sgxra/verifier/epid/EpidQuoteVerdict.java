package org.sgxra.verifier.epid;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.CheckName;

/**
 * What came out of verifying an EPID quote by its group. That a member of the group signed it says {@link #isGenuine}; that the member
 * is not revoked by the lists that were given, too, says {@link #isAcceptable}. Whether its platform is up to date nobody but IAS knew.
 *
 * @param checks all of {@link CheckName#OF_EPID_QUOTE}, in their order
 * @param signature the EPID signature in the clear, 360 + 160 n bytes, if it could be decrypted
 */
public record EpidQuoteVerdict(List<Check> checks, Optional<ByteString> signature) {
    private static final Set<CheckName> GENUINE =
            Set.of(CheckName.EPID_GROUP, CheckName.EPID_PAYLOAD, CheckName.EPID_SIGNATURE);

    public EpidQuoteVerdict {
        checks = List.copyOf(checks);
    }

    /** True if a member of the group signed the quote. */
    public boolean isGenuine() {
        return checks.stream().noneMatch(check -> GENUINE.contains(check.name()) && !check.passed());
    }

    /** True if it is genuine, and none of the lists that were given speaks against it. */
    public boolean isAcceptable() {
        return isGenuine() && refusal().isEmpty();
    }

    /** The check that failed, if one did. */
    public Optional<Check> refusal() {
        return checks.stream().filter(Check::failed).findFirst();
    }
}
