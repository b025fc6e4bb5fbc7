package org.sgxra.services.pcs;

import java.nio.charset.StandardCharsets;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Tee;
import org.sgxra.services.dcap.DcapLevels;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.dcap.KnownEnclave;
import org.sgxra.services.dcap.SoftProcessor;
import org.sgxra.services.dcap.TcbSet;
import org.sgxra.services.http.Answer;

/** TCB info, enclave identities, and the lists of what there is. */
final class Documents {
    private static final String JSON = "application/json";

    private final DcapState state;

    Documents(DcapState state) {
        this.state = state;
    }

    /** {@code /tcb}. */
    Answer tcbInfo(Call call, Tee tee) throws RefusedRequestException {
        String fmspc = call.required("fmspc");
        if (!call.bytes("fmspc", 6).equals(SoftProcessor.FMSPC)) {
            throw RefusedRequestException.status(404, "no TCB info for FMSPC " + fmspc);
        }
        ByteString document = state.tcbInfo(tee, call.version() == 3 ? 2 : 3, fmspc, wanted(call));
        return Answer.ok(JSON, document.toArray())
                .with(call.version() == 3 ? "SGX-TCB-Info-Issuer-Chain" : "TCB-Info-Issuer-Chain", signingChain());
    }

    /** {@code /qe/identity} and its like. */
    Answer identity(Call call, KnownEnclave enclave) throws RefusedRequestException {
        ByteString document = state.identity(enclave, call.version() >= 4, wanted(call));
        return Answer.ok(JSON, document.toArray()).with("SGX-Enclave-Identity-Issuer-Chain", signingChain());
    }

    private TcbSet wanted(Call call) throws RefusedRequestException {
        if (call.parameter("update").isPresent()
                && call.parameter("tcbEvaluationDataNumber").isPresent()) {
            throw RefusedRequestException.syntax("update and tcbEvaluationDataNumber do not go together");
        }
        try {
            return call.parameter("tcbEvaluationDataNumber").isPresent()
                    ? state.tcbSet(number(call.required("tcbEvaluationDataNumber")))
                    : state.tcbSet(update(call.parameter("update").orElse("standard")));
        } catch (DcapLevels.NoSuchNumberException e) {
            throw RefusedRequestException.status(e.isWithdrawn() ? 410 : 404, e.getMessage());
        }
    }

    private static long number(String digits) throws RefusedRequestException {
        if (!digits.matches("[0-9]{1,10}")) {
            throw RefusedRequestException.syntax("tcbEvaluationDataNumber is no number");
        }
        return Long.parseLong(digits);
    }

    private static DcapLevels.Update update(String word) throws RefusedRequestException {
        return switch (word) {
            case "standard" -> DcapLevels.Update.STANDARD;
            case "early" -> DcapLevels.Update.EARLY;
            default -> throw RefusedRequestException.syntax("update is neither standard nor early");
        };
    }

    /** {@code /tcbevaluationdatanumbers}. */
    Answer evaluationNumbers(Tee tee) {
        return Answer.ok(JSON, state.evaluationNumbers(tee).toArray())
                .with("TCB-Evaluation-Data-Numbers-Issuer-Chain", signingChain());
    }

    /** {@code /fmspcs}. */
    Answer fmspcs(Call call) throws RefusedRequestException {
        return switch (call.parameter("platform").orElse("all")) {
            case "all", SoftProcessor.PLATFORM_KIND ->
                json("[{\"fmspc\":\"" + SoftProcessor.fmspcDigits() + "\",\"platform\":\"" + SoftProcessor.PLATFORM_KIND
                        + "\"}]");
            case "client", "E3" -> json("[]");
            default -> throw RefusedRequestException.syntax("platform is none of all, client, E3 and E5");
        };
    }

    private static Answer json(String text) {
        return Answer.ok(JSON, text.getBytes(StandardCharsets.US_ASCII));
    }

    private String signingChain() {
        return Chains.percentEncoded(state.tcbSigningChain());
    }
}
