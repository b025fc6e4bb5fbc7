package org.sgxra.common.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.SignType;
import org.sgxra.common.message.TrustStatus;

/** What numbers in structures say to people. */
public final class FieldText {
    private static final Map<Integer, String> ATTRIBUTES = Map.of(
            0x1, "INIT", 0x2, "DEBUG", 0x4, "MODE64", 0x10, "PROVISION_KEY", 0x20, "EINITTOKEN_KEY", 0x80, "KSS");

    private FieldText() {}

    /** Eight hexadecimal digits, most significant first, as the attestation service's addresses have it. */
    public static String groupId(long value) {
        return new EpidGroupId((int) value).toString();
    }

    static String hex32(long value) {
        return String.format(Locale.ROOT, "0x%08x", value);
    }

    static String hex64(long value) {
        return String.format(Locale.ROOT, "0x%016x", value);
    }

    /** The number, and {@code linkable} or {@code unlinkable} where it is one of them. */
    public static String signType(long value) {
        return value < SignType.values().length
                ? value + " (" + SignType.values()[(int) value] + ")"
                : Long.toString(value);
    }

    /** The number, and the verdict that it stands for where it is one of the four. */
    public static String trustStatus(long value) {
        if (value >= TrustStatus.values().length) {
            return Long.toString(value);
        }
        return switch (TrustStatus.values()[(int) value]) {
            case NOT_TRUSTED -> "0 (NotTrusted)";
            case NOT_TRUSTED_ITS_COMPLICATED -> "1 (NotTrusted_ItsComplicated)";
            case TRUSTED_ITS_COMPLICATED -> "2 (Trusted_ItsComplicated)";
            case TRUSTED -> "3 (Trusted)";
        };
    }

    /** The flags of an enclave's attributes by name, in the order of their bits; unknown bits as a number. */
    static String attributes(long flags) {
        List<String> names = new ArrayList<>();
        long unknown = flags;
        for (int bit : ATTRIBUTES.keySet().stream().sorted().toList()) {
            if ((flags & bit) != 0) {
                names.add(ATTRIBUTES.get(bit));
                unknown &= ~bit;
            }
        }
        return named(hex64(flags), names, unknown);
    }

    /**
     * The flags of a platform info blob by name.
     *
     * @param size bytes of the field
     */
    static String platformFlags(long flags, int size, PlatformFlag.Field field) {
        List<String> names = new ArrayList<>();
        long unknown = flags;
        for (PlatformFlag flag : PlatformFlag.values()) {
            if (flag.field() == field && (flags & flag.bit()) != 0) {
                names.add(flag.name());
                unknown &= ~flag.bit();
            }
        }
        return named(String.format(Locale.ROOT, "0x%0" + 2 * size + "x", flags), names, unknown);
    }

    private static String named(String number, List<String> names, long unknown) {
        if (unknown != 0) {
            names.add("unknown bits 0x" + Long.toHexString(unknown));
        }
        return names.isEmpty() ? number : number + " (" + String.join(", ", names) + ")";
    }

    /** BCD digits yyyymmdd. */
    static String date(long bcd) {
        String digits = String.format(Locale.ROOT, "%08x", bcd);
        return digits.substring(0, 4) + "-" + digits.substring(4, 6) + "-" + digits.substring(6);
    }
}
