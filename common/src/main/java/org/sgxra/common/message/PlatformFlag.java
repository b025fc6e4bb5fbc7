package org.sgxra.common.message;

/** The flags of a platform info blob by their names, with what each asks of the platform's owner (docs/spec/ias-api.md section 5.4). */
public enum PlatformFlag {
    QE_EPID_GROUP_REVOKED(
            Field.GROUP, 0x01, "the EPID group is revoked: provision the platform again into a new group"),
    PERF_REKEY_FOR_QE_EPID_GROUP_AVAILABLE(
            Field.GROUP, 0x02, "a new EPID key is offered: provisioning again makes attestation faster"),
    QE_EPID_GROUP_OUT_OF_DATE(
            Field.GROUP, 0x04, "the EPID group is out of date: install the updates named here, then provision again"),
    QUOTE_CPUSVN_OUT_OF_DATE(Field.TCB, 0x0001, "CPU microcode is out of date: BIOS or microcode update"),
    QUOTE_ISVSVN_QE_OUT_OF_DATE(Field.TCB, 0x0002, "quoting enclave is out of date: update the SGX platform software"),
    QUOTE_ISVSVN_PCE_OUT_OF_DATE(
            Field.TCB, 0x0004, "provisioning certification enclave is out of date: update the SGX platform software"),
    PLATFORM_CONFIGURATION_NEEDED(
            Field.TCB,
            0x0008,
            "the platform's configuration weakens it: check BIOS settings, typically Hyper-Threading off"),
    PSE_ISVSVN_OUT_OF_DATE(
            Field.PSE, 0x0001, "platform services enclave is out of date: update the SGX platform software"),
    EPID_GROUP_ID_BY_PS_HW_GID_REVOKED(Field.PSE, 0x0002, "the management engine's EPID group is revoked"),
    SVN_FROM_PS_HW_SEC_INFO_OUT_OF_DATE(Field.PSE, 0x0004, "management engine firmware is out of date: BIOS update"),
    SIGRL_VER_FROM_PS_HW_SIG_RLVER_OUT_OF_DATE(
            Field.PSE, 0x0008, "the management engine's signature revocation list is out of date"),
    PRIVRL_VER_FROM_PS_HW_PRV_KEY_RLVER_OUT_OF_DATE(
            Field.PSE, 0x0010, "the management engine's key revocation list is out of date");

    /** The three flag fields of the blob. */
    public enum Field {
        /** sgx_epid_group_flags, one byte. */
        GROUP,
        /** sgx_tcb_evaluation_flags, two bytes. */
        TCB,
        /** pse_evaluation_flags, two bytes. */
        PSE
    }

    private final Field field;
    private final int bit;
    private final String remedy;

    PlatformFlag(Field field, int bit, String remedy) {
        this.field = field;
        this.bit = bit;
        this.remedy = remedy;
    }

    /** Where the flag stands. */
    public Field field() {
        return field;
    }

    /** The bit in its field. */
    public int bit() {
        return bit;
    }

    /** What is the matter and what to do, in a few words. */
    public String remedy() {
        return remedy;
    }

    boolean isSetIn(PlatformInfoBlob blob) {
        int flags =
                switch (field) {
                    case GROUP -> blob.groupFlags();
                    case TCB -> blob.tcbFlags();
                    case PSE -> blob.pseFlags();
                };
        return (flags & bit) != 0;
    }
}
