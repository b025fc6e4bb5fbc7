/** The protocol of SGX remote attestation: messages, quotes, attestation reports and their cryptography, without I/O. */
@SuppressWarnings("requires-automatic")
module org.sgxra.common {
    requires com.fasterxml.jackson.core;
    // Pkcs8 gives keys as Bouncy Castle has them.
    requires transitive org.bouncycastle.provider;
    // Whoever adds it has faster curves; it names itself in its manifest only.
    requires static org.conscrypt;

    exports org.sgxra.common.bytes;
    exports org.sgxra.common.crypto;
    exports org.sgxra.common.dcap;
    exports org.sgxra.common.field;
    exports org.sgxra.common.message;
    exports org.sgxra.common.report;
}
