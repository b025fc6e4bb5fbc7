package org.sgxra.services.http;

/** Answers requests; used by many threads at once. */
public interface Endpoint {
    /** The answer; what is thrown instead becomes status 500. */
    Answer answer(Request request);
}
