package org.sgxra.verifier.dcap;

/**
 * One check of a verification.
 *
 * @param name what was checked
 * @param passed whether it held
 * @param compared what was compared with what
 */
public record DcapCheck(String name, boolean passed, String compared) {}
