package org.sgxra.services.dcap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** CAs that certify platforms. */
public enum PckCa {
    /** Of one processor package. */
    PROCESSOR,
    /** Of several processor packages. */
    PLATFORM;

    /** The CA of a word in a request. */
    public static Optional<PckCa> of(String word) {
        return Arrays.stream(values()).filter(ca -> ca.toString().equals(word)).findFirst();
    }

    /** The word in requests and answers: {@code processor} or {@code platform}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
