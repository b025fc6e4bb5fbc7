package org.sgxra.sp.service;

/** Is told what happens between a session and its attestation service, in the order in which it happens. */
public interface ServiceListener {
    /** Called on the session's thread, which waits until this returns. */
    void on(ServiceEvent event);
}
