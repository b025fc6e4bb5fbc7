package org.sgxra.services.pcs;

/** A request that is answered with an HTTP status other than 200; the message is one line for people. */
final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private RefusedRequestException(int status, String code, String reason) {
        super(reason);
        this.status = status;
        this.code = code;
    }

    /** The request is not well-formed. */
    static RefusedRequestException syntax(String reason) {
        return new RefusedRequestException(400, "InvalidRequestSyntax", reason);
    }

    /** What is asked for does not exist, or whatever else {@code status} says. */
    static RefusedRequestException status(int status, String reason) {
        return new RefusedRequestException(status, "", reason);
    }

    /** A platform's manifest is not accepted. */
    static RefusedRequestException manifest(String reason) {
        return new RefusedRequestException(400, "InvalidPlatformManifest", reason);
    }

    int status() {
        return status;
    }

    /** Value of the header Error-Code; empty where PCS has none. */
    String code() {
        return code;
    }
}
