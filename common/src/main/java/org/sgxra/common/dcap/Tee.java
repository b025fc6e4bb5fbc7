package org.sgxra.common.dcap;

/** Kinds of trusted execution environment that Intel publishes TCB info for; their names are those of the field {@code id}. */
public enum Tee {
    /** Enclaves. */
    SGX,
    /** Trust domains. */
    TDX
}
