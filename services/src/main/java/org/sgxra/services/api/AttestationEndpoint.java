package org.sgxra.services.api;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.report.EvidencePayload;
import org.sgxra.common.report.InvalidEvidenceException;
import org.sgxra.common.report.ReportDocument;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.Request;
import org.sgxra.services.report.RejectedEvidenceException;
import org.sgxra.services.report.ReportIssuer;
import org.sgxra.services.report.ReportSigner;
import org.sgxra.services.state.EmulatorState;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.Subscription;

/** Revocation lists and reports, API versions 3 to 5, development and production alike. */
public final class AttestationEndpoint implements Endpoint {
    private static final Pattern PATH =
            Pattern.compile("/sgx(?:/dev)?/attestation/v([345])/(?:(report)|sigrl/([^/]*))");
    private static final Pattern GID = Pattern.compile("[0-9a-fA-F]{8}");

    private final EmulatorState state;
    private final ReportIssuer issuer;
    private final ReportSigner signer;

    /** Answers from {@code state} and the reports of {@code issuer}. */
    public AttestationEndpoint(EmulatorState state, ReportIssuer issuer, ReportSigner signer) {
        this.state = state;
        this.issuer = issuer;
        this.signer = signer;
    }

    @Override
    public Answer answer(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return Answer.refused(404, "no such resource");
        }
        boolean report = path.group(2) != null;
        if (!request.method().equals(report ? "POST" : "GET")) {
            return Answer.refused(405, request.method() + " is not defined here")
                    .with("Allow", report ? "POST" : "GET");
        }
        Optional<Subscription> subscription =
                request.header("Ocp-Apim-Subscription-Key").flatMap(Subscription::withKey);
        if (subscription.isEmpty()) {
            return Answer.refused(401, "subscription key missing or unknown");
        }
        return report ? report(Integer.parseInt(path.group(1)), request, subscription.get()) : sigRl(path.group(3));
    }

    private Answer sigRl(String gid) {
        Optional<Group> group = GID.matcher(gid).matches()
                ? state.groups().find(new EpidGroupId(Integer.parseUnsignedInt(gid, 16)))
                : Optional.empty();
        if (group.isEmpty()) {
            return Answer.refused(404, "unknown EPID group");
        }
        Group.Revocations list = group.get().sigRl();
        if (list.entries().isEmpty()) {
            return Answer.ok("", new byte[0]);
        }
        SgxSigRl sigRl = new SgxSigRl(
                group.get().gid(), list.version(), list.entries(), group.get().sigRlSignature());
        return Answer.ok("text/plain", Base64.getEncoder().encode(sigRl.encode()));
    }

    private Answer report(int version, Request request, Subscription subscription) {
        if (!request.query().isEmpty() && !(version == 5 && request.query().matches("update=(early|standard)"))) {
            return Answer.refused(400, "query " + request.query() + " is not defined here");
        }
        try {
            ReportIssuer.Outcome outcome = issuer.report(version, EvidencePayload.parse(request.body()), subscription);
            byte[] body = outcome.report().toJson();
            Answer answer = Answer.ok("application/json", body)
                    .with("X-IASReport-Signature", signer.sign(body))
                    .with("X-IASReport-Signing-Certificate", signer.chainHeader());
            return outcome.headerAdvisories().isEmpty()
                    ? answer
                    : answer.with("Advisory-URL", ReportDocument.ADVISORY_URL)
                            .with("Advisory-IDs", String.join(",", outcome.headerAdvisories()));
        } catch (InvalidEvidenceException | RejectedEvidenceException e) {
            return Answer.refused(400, e.getMessage());
        }
    }
}
