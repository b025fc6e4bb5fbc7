package org.sgxra.services.pcs;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.dcap.Tee;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.dcap.EmulatorUrls;
import org.sgxra.services.dcap.KnownEnclave;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.Request;

/**
 * Answers as PCS does or, below {@code /pccs} and to requests that name a QE id, as PCCS does. The two differ where they refuse, and in
 * the form of a PCK revocation list whose encoding is not asked for.
 */
public final class CertificationEndpoint implements Endpoint {
    private static final Pattern PATH = Pattern.compile("(/pccs)?/(sgx|tdx)/certification/v([34])/(.+)");
    private static final String ROOT_CERTIFICATE = "/Intel_SGX_Provisioning_Certification_RootCA";
    private static final String PCK_CERTIFICATES = "pckcert";
    private static final String WARNING =
            "299 - \"API version 3 is out of date: TCB info of version 2, no advisories. Use version 4.\"";

    private final DcapState state;
    private final PublishedRevocationLists lists;
    private final Map<String, Resource> resources;

    /** What answers one kind of request. */
    private interface Resource {
        Answer answer(Call call) throws RefusedRequestException, StateException;
    }

    /** Answers from {@code state}. */
    public CertificationEndpoint(DcapState state) {
        this.state = state;
        this.lists = new PublishedRevocationLists(state);
        Documents documents = new Documents(state);
        PckCertificates pcks = new PckCertificates(state);
        this.resources = Map.ofEntries(
                Map.entry("sgx/tcb", call -> documents.tcbInfo(call, Tee.SGX)),
                Map.entry("sgx/qe/identity", call -> documents.identity(call, KnownEnclave.QE)),
                Map.entry("sgx/qve/identity", call -> documents.identity(call, KnownEnclave.QVE)),
                Map.entry("sgx/qae/identity", call -> documents.identity(call, KnownEnclave.QAE)),
                Map.entry("sgx/tcbevaluationdatanumbers", call -> documents.evaluationNumbers(Tee.SGX)),
                Map.entry("sgx/fmspcs", documents::fmspcs),
                Map.entry("sgx/pckcrl", lists::pckCrl),
                Map.entry("sgx/rootcacrl", call -> lists.rootCaCrl()),
                Map.entry("sgx/crl", lists::crl),
                Map.entry("sgx/pckcert", pcks::one),
                Map.entry("sgx/pckcerts", pcks::all),
                Map.entry("sgx/pckcerts/config", pcks::allOfConfiguration),
                Map.entry("tdx/tcb", call -> documents.tcbInfo(call, Tee.TDX)),
                Map.entry("tdx/qe/identity", call -> documents.identity(call, KnownEnclave.TD_QE)),
                Map.entry("tdx/tcbevaluationdatanumbers", call -> documents.evaluationNumbers(Tee.TDX)));
    }

    /** True if requests for a path are for this endpoint. */
    public static boolean serves(String path) {
        return PATH.matcher(path).matches()
                || path.equals(EmulatorUrls.ROOT_CRL_PATH)
                || path.startsWith(ROOT_CERTIFICATE);
    }

    @Override
    public Answer answer(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return request.method().equals("GET") ? file(request.path()) : notAllowed(request, "");
        }
        int version = Integer.parseInt(path.group(3));
        Call.Service service = path.group(1) != null ? Call.Service.PCCS : Call.Service.PCS;
        Resource resource = resources.get(path.group(2) + "/" + path.group(4));
        Answer answer = resource == null || version == 3 && isNew(path.group(2), path.group(4))
                ? Answer.refused(404, "no such resource")
                : isDefined(request.method(), path.group(2), path.group(4))
                        ? answer(resource, service, version, request)
                        : notAllowed(request, path.group(4));
        return version == 3 ? answer.with("Warning", WARNING) : answer;
    }

    /** What version 3 of the API does not have. */
    private static boolean isNew(String tee, String resource) {
        return tee.equals("tdx") || resource.equals("qae/identity") || resource.equals("tcbevaluationdatanumbers");
    }

    /** PCK certificates may be asked for with the platform's manifest, which is not for an address. */
    private static boolean isDefined(String method, String tee, String resource) {
        return method.equals("GET")
                || method.equals("POST") && tee.equals("sgx") && resource.startsWith(PCK_CERTIFICATES);
    }

    private static Answer answer(Resource resource, Call.Service byPath, int version, Request request) {
        Call.Service service = byPath;
        try {
            if (request.method().equals("POST")) {
                return resource.answer(Call.posted(service, version, request.body()));
            }
            Map<String, String> parameters = Call.parse(request.query());
            if (parameters.containsKey("qeid")) {
                service = Call.Service.PCCS;
            }
            return resource.answer(Call.of(service, version, parameters));
        } catch (RefusedRequestException e) {
            return refused(service, e);
        } catch (StateException e) {
            return Answer.refused(500, e.getMessage());
        }
    }

    static Answer refused(Call.Service service, RefusedRequestException e) {
        if (service == Call.Service.PCCS) {
            return Answer.explained(e.status(), e.getMessage());
        }
        Answer answer = Answer.refused(e.status(), e.getMessage());
        return (e.code().isEmpty() ? answer : answer.with("Error-Code", e.code()))
                .with("Error-Message", e.getMessage().replaceAll("[^ -~]", "?"));
    }

    private Answer file(String path) {
        return switch (path) {
            case EmulatorUrls.ROOT_CRL_PATH -> lists.rootCrlDer();
            case ROOT_CERTIFICATE + ".pem" ->
                Answer.ok("application/x-pem-file", state.rootPem().getBytes(StandardCharsets.US_ASCII));
            case ROOT_CERTIFICATE + ".cer" ->
                Answer.ok("application/pkix-cert", state.root().encoded().toArray());
            default -> Answer.refused(404, "no such resource");
        };
    }

    private static Answer notAllowed(Request request, String resource) {
        return Answer.refused(405, request.method() + " is not defined here")
                .with("Allow", resource.startsWith(PCK_CERTIFICATES) ? "GET, POST" : "GET");
    }
}
