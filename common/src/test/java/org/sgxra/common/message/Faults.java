package org.sgxra.common.message;

import org.assertj.core.api.Assertions;

/** What parsers throw. */
final class Faults {
    private Faults() {}

    /** A call of a parser. */
    @FunctionalInterface
    interface Parsing {
        Object run() throws MalformedMessageException;
    }

    /** The one exception that a parser may throw. */
    static MalformedMessageException of(Parsing parsing) {
        return Assertions.catchThrowableOfType(MalformedMessageException.class, parsing::run);
    }
}
