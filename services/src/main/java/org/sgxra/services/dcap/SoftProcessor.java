package org.sgxra.services.dcap;

import java.util.List;
import java.util.Locale;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbInfoContent;

/** The one kind of processor that there is for SOFT platforms (docs/spec/dcap.md section 15). */
public final class SoftProcessor {
    /** Family, model, stepping, platform and custom SKU. */
    public static final ByteString FMSPC =
            ByteString.of((byte) 0, (byte) 'S', (byte) 'O', (byte) 'F', (byte) 'T', (byte) 0);
    /** Of its provisioning certification enclave. */
    public static final ByteString PCE_ID = ByteString.zeros(2);
    /** The CA that certifies it. */
    public static final PckCa CA = PckCa.PLATFORM;
    /** What the list of all FMSPCs calls such platforms: servers of several packages. */
    public static final String PLATFORM_KIND = "E5";

    /** Scalable. */
    static final int SGX_TYPE = 1;
    /** What its first components are; the others are zero in all levels. */
    public static final List<TcbInfoContent.Component> COMPONENTS = List.of(
            new TcbInfoContent.Component("BIOS", "Early Microcode Update"),
            new TcbInfoContent.Component("BIOS", "Microcode Mitigations"),
            new TcbInfoContent.Component("BIOS", "Hyper-Threading Configuration"));

    private SoftProcessor() {}

    /** The FMSPC in 12 upper-case hexadecimal digits. */
    public static String fmspcDigits() {
        return FMSPC.hex().toUpperCase(Locale.ROOT);
    }
}
