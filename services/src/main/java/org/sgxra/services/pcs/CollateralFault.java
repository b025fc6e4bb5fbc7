package org.sgxra.services.pcs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;

/**
 * A failure on demand of PCS and PCCS, for trying their clients.
 *
 * @param kind what goes wrong
 * @param status HTTP status, if that is what is wrong
 * @param part end of the paths that it concerns; empty for all
 * @param times how many answers
 */
public record CollateralFault(Kind kind, int status, String part, int times) {
    private static final Pattern FORM = Pattern.compile("([45][0-9]{2}|[a-z-]+)(?:@([A-Za-z0-9/.]+))?:([0-9]{1,9})");

    /** What may go wrong. */
    public enum Kind {
        /** An HTTP status. */
        STATUS,
        /** Status 200 without a body. */
        EMPTY,
        /** No chain of certificates in the headers. */
        NO_CHAIN,
        /** A chain whose spaces are plus signs. */
        PLUS_CHAIN,
        /** A body of 100 MiB. */
        HUGE,
        /** Redirection to the same address without TLS. */
        REDIRECT,
        /** The TCB info of other processors. */
        OTHER_FMSPC,
        /** A former set, which is valid still. */
        FORMER;

        /** The words of all but {@link #STATUS}, for people. */
        public static String words() {
            return Arrays.stream(values())
                    .filter(kind -> kind != STATUS)
                    .map(Kind::toString)
                    .collect(Collectors.joining(", "));
        }

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Reads {@code 404@tcb:1}. */
    public static CollateralFault parse(OptionValue given) throws UsageException {
        Matcher form = FORM.matcher(given.value());
        if (form.matches()) {
            String word = form.group(1);
            String part = Optional.ofNullable(form.group(2)).orElse("");
            int times = Integer.parseInt(form.group(3));
            if (Character.isDigit(word.charAt(0))) {
                return new CollateralFault(Kind.STATUS, Integer.parseInt(word), part, times);
            }
            for (Kind kind : Kind.values()) {
                if (kind != Kind.STATUS && kind.toString().equals(word)) {
                    return new CollateralFault(kind, 0, part, times);
                }
            }
        }
        throw given.fault(
                "is not FAULT[@PART]:N, where FAULT is an HTTP status from 400 to 599 or one of " + Kind.words());
    }

    /** True if requests for a path fail. */
    boolean concerns(String path) {
        return part.isEmpty() || path.endsWith("/" + part);
    }
}
