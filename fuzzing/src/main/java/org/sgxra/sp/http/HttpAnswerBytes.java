package org.sgxra.sp.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Answers from bytes, as the agents read them. */
public final class HttpAnswerBytes {
    private HttpAnswerBytes() {}

    /** The first answer on a connection that ends after these bytes; the second one, if the connection may be used again, is read, too. */
    public static HttpAnswer read(byte[] bytes, int limit) throws IOException {
        AnswerReader reader = new AnswerReader(new ByteArrayInputStream(bytes));
        HttpAnswer first = reader.read(limit);
        if (first.body().length > limit) {
            throw new AssertionError("a body of " + first.body().length + " bytes, " + limit + " were allowed");
        }
        if (reader.isReusable() && reader.hasMore()) {
            throw new AssertionError("a connection with bytes that nobody asked for is used again");
        }
        return first;
    }

    /** What a proxy answers. */
    public static HttpAnswer readTunnel(byte[] bytes) throws IOException {
        return new AnswerReader(new ByteArrayInputStream(bytes)).readTunnel();
    }

    /** What curl dumps. */
    public static HttpAnswer readCurl(byte[] bytes) throws IOException {
        return CurlOutput.parse(bytes, new byte[0]);
    }
}
