package org.sgxra.services.pcs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.sgxra.common.dcap.Tee;
import org.sgxra.services.dcap.DcapLevels;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.Request;

/** PCS and PCCS that fail on demand: the first fault that concerns a path and is not used up yet. */
public final class FailingCollateral implements Endpoint {
    private static final int HUGE_SIZE = 100 << 20;
    private static final String CHAIN = "-Issuer-Chain";
    /** Of a processor of Intel's. */
    private static final String OTHER_FMSPC = "00906ED50000";

    private final Endpoint working;
    private final Endpoint former;
    private final DcapState state;
    private final Map<CollateralFault, AtomicInteger> left = new LinkedHashMap<>();

    /** Fails before {@code working}, which answers from {@code state}. */
    public FailingCollateral(Endpoint working, DcapState state, List<CollateralFault> faults) {
        this.working = working;
        this.former = new CertificationEndpoint(state.former());
        this.state = state;
        faults.forEach(fault -> left.put(fault, new AtomicInteger(fault.times())));
    }

    @Override
    public Answer answer(Request request) {
        for (Map.Entry<CollateralFault, AtomicInteger> fault : left.entrySet()) {
            if (fault.getKey().concerns(request.path()) && fault.getValue().getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                return failing(fault.getKey(), request);
            }
        }
        return working.answer(request);
    }

    private Answer failing(CollateralFault fault, Request request) {
        return switch (fault.kind()) {
            case STATUS -> status(fault.status());
            case EMPTY -> withBody(working.answer(request), new byte[0]);
            case NO_CHAIN -> withoutChain(working.answer(request));
            case PLUS_CHAIN -> withChain(working.answer(request), chain -> chain.replace("%20", "+"));
            case HUGE -> huge(working.answer(request));
            case REDIRECT ->
                Answer.refused(302, "on demand")
                        .with("Location", "http://localhost" + request.path() + "?" + request.query());
            case OTHER_FMSPC -> otherFmspc(working.answer(request), request);
            case FORMER -> former.answer(request);
        };
    }

    private static Answer status(int status) {
        Answer answer = Answer.refused(status, "on demand");
        return status == 429 || status == 503 ? answer.with("Retry-After", "1") : answer;
    }

    private static Answer withBody(Answer answer, byte[] body) {
        return new Answer(answer.status(), answer.headers(), body, "on demand");
    }

    private static Answer withoutChain(Answer answer) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.keySet().removeIf(name -> name.endsWith(CHAIN));
        return new Answer(answer.status(), headers, answer.body(), "on demand");
    }

    private static Answer withChain(Answer answer, UnaryOperator<String> change) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.replaceAll((name, value) -> name.endsWith(CHAIN) ? change.apply(value) : value);
        return new Answer(answer.status(), headers, answer.body(), "on demand");
    }

    /** The right answer and then blanks. */
    private static Answer huge(Answer answer) {
        byte[] body = Arrays.copyOf(answer.body(), HUGE_SIZE);
        Arrays.fill(body, answer.body().length, HUGE_SIZE, (byte) ' ');
        return withBody(answer, body);
    }

    private Answer otherFmspc(Answer answer, Request request) {
        try {
            int version = request.path().contains("/v3/") ? 2 : 3;
            Tee tee = request.path().contains("/tdx/") ? Tee.TDX : Tee.SGX;
            return withBody(
                    answer,
                    state.tcbInfo(tee, version, OTHER_FMSPC, state.tcbSet(DcapLevels.Update.STANDARD))
                            .toArray());
        } catch (DcapLevels.NoSuchNumberException e) {
            return Answer.refused(410, e.getMessage());
        }
    }
}
