/** Decides whether evidence of an SGX enclave is genuine and acceptable; without network, threads or clock. */
module org.sgxra.verifier {
    requires transitive org.sgxra.common;

    exports org.sgxra.verifier;
    exports org.sgxra.verifier.check;
    exports org.sgxra.verifier.dcap;
}
