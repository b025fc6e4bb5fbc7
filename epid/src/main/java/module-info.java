/** EPID 2.0: groups, joining, signing, verifying, revocation lists; without anything of SGX. */
module org.sgxra.epid {
    exports org.sgxra.epid;
}
