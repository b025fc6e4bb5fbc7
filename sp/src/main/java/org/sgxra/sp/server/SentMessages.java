package org.sgxra.sp.server;

/** Where people see the messages that are sent, besides the wire. */
public interface SentMessages {
    /** @param hex the message as on the wire, without the line feed */
    void show(String hex);
}
