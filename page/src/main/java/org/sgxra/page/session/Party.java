package org.sgxra.page.session;

/** Who takes part in an attestation, in the order of the columns of the diagram. */
public enum Party {
    ENCLAVE("enclave"),
    CLIENT("client"),
    SERVICE_PROVIDER("service provider"),
    ATTESTATION_SERVICE("attestation service"),
    PROVISIONING("provisioning");

    private final String title;

    Party(String title) {
        this.title = title;
    }

    /** Its name in words. */
    public String title() {
        return title;
    }

    /** The party that writes events with a role of docs/events.md. */
    public static Party ofRole(String role) {
        return role.equals("sp") || role.equals("isv-sp") ? SERVICE_PROVIDER : CLIENT;
    }

    /** The other of the two that exchange messages. */
    public Party peer() {
        return this == SERVICE_PROVIDER ? CLIENT : SERVICE_PROVIDER;
    }
}
