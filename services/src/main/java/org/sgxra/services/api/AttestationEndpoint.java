package org.sgxra.services.api;

import java.util.Base64;
import java.util.List;
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

/**
 * Revocation lists and reports, API versions 3 to 5 with a subscription key, development and production alike, and versions 1 to 3 at the
 * first paths, with a client certificate.
 */
public final class AttestationEndpoint implements Endpoint {
    private static final Pattern PATH = Pattern.compile(
            "(?:/sgx(?:/dev)?/attestation/v([345])|/attestation/sgx/v([123]))/(?:(report)|sigrl/([^/]*))");
    /** As the service warned in its last year; the recorded text has a gap, which is left out. */
    private static final String WARNING =
            "299 api.trustedservices.intel.com \"The version of Attestation Service API you are using is scheduled to have restricted "
                    + "access after September 29, 2024, and will reach end of life April 2, 2025.\"";

    private static final Pattern GID = Pattern.compile("[0-9a-fA-F]{8}");

    private final EmulatorState state;
    private final ReportIssuer issuer;
    private final ReportSigner signer;
    private final Optional<ClientCertificates> clients;
    private final boolean warning;

    /**
     * Answers from {@code state} and the reports of {@code issuer}.
     *
     * @param clients who may use the first paths; nobody if this is empty
     * @param warning true if answers say that the service will end soon
     */
    public AttestationEndpoint(
            EmulatorState state,
            ReportIssuer issuer,
            ReportSigner signer,
            Optional<ClientCertificates> clients,
            boolean warning) {
        this.state = state;
        this.issuer = issuer;
        this.signer = signer;
        this.clients = clients;
        this.warning = warning;
    }

    @Override
    public Answer answer(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return Answer.refused(404, "no such resource");
        }
        if (path.group(2) != null) {
            return first(request, path).inLowerCase();
        }
        Answer answer = answer(request, path, Integer.parseInt(path.group(1)), subscription(request));
        return warning ? answer.with("Warning", WARNING) : answer;
    }

    private static List<Subscription> subscription(Request request) {
        return request.header("Ocp-Apim-Subscription-Key")
                .flatMap(Subscription::withKey)
                .map(List::of)
                .orElse(List.of());
    }

    /** What the service was at first: header names in lower case, and a report is 201 for version 1. */
    private Answer first(Request request, Matcher path) {
        Optional<String> fault = clients.isEmpty()
                ? Optional.of("no client certificate is known (--client-ca)")
                : clients.get().fault(request.clientCertificates());
        if (fault.isPresent()) {
            return Answer.refused(401, fault.get());
        }
        int version = Integer.parseInt(path.group(2));
        Answer answer = answer(request, path, version, Subscription.ALL);
        return version == 1 && answer.status() == 200 && path.group(3) != null ? answer.withStatus(201) : answer;
    }

    private Answer answer(Request request, Matcher path, int version, List<Subscription> subscriptions) {
        boolean report = path.group(3) != null;
        if (!request.method().equals(report ? "POST" : "GET")) {
            return Answer.refused(405, request.method() + " is not defined here")
                    .with("Allow", report ? "POST" : "GET");
        }
        if (subscriptions.isEmpty()) {
            return Answer.refused(401, "subscription key missing or unknown");
        }
        return report ? report(version, request, subscriptions) : sigRl(path.group(4));
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

    private Answer report(int version, Request request, List<Subscription> subscriptions) {
        if (!request.query().isEmpty() && !(version == 5 && request.query().matches("update=(early|standard)"))) {
            return Answer.refused(400, "query " + request.query() + " is not defined here");
        }
        try {
            ReportIssuer.Outcome outcome = issuer.report(
                    version,
                    EvidencePayload.parse(request.body()),
                    EvidencePayload.nonceText(request.body()),
                    subscriptions);
            byte[] body = outcome.report().toJson();
            Answer unsigned = Answer.ok("application/json", body);
            if (version == 1) {
                return unsigned;
            }
            Answer answer = unsigned.with("X-IASReport-Signature", signer.sign(body))
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
