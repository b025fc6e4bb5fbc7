package org.sgxra.services;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;

/**
 * Failures on demand, for trying clients.
 *
 * @param status the HTTP status of the next answers
 * @param times how many of them
 */
public record FaultInjection(int status, int times) {
    private static final Pattern FORM = Pattern.compile("([45][0-9]{2}):([0-9]{1,9})");

    /** Reads {@code 503:3}. */
    static FaultInjection parse(OptionValue given) throws UsageException {
        Matcher form = FORM.matcher(given.value());
        if (!form.matches()) {
            throw given.fault("is not STATUS:N, an HTTP status from 400 to 599 and a number");
        }
        return new FaultInjection(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** {@code endpoint}, but for the first requests. */
    Endpoint before(Endpoint endpoint) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> left.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                ? Answer.refused(status, "on demand, " + left.get() + " more")
                : endpoint.answer(request);
    }
}
