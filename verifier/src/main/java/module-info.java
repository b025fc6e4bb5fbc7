/** Decides whether evidence of an SGX enclave is genuine and acceptable; without network, threads or clock. */
module org.sgxra.verifier {
    requires transitive org.sgxra.common;
    // For EPID quotes only. Whoever verifies them requires it, too; transitive, it would be asked of everybody.
    requires static org.sgxra.epid;

    exports org.sgxra.verifier;
    exports org.sgxra.verifier.check;
    exports org.sgxra.verifier.dcap;
    exports org.sgxra.verifier.epid;
}
