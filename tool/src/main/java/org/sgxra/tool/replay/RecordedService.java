package org.sgxra.tool.replay;

import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.SignType;
import org.sgxra.page.record.RecordedEvent;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.pcs.DcapService;
import org.sgxra.sp.pcs.PcsAddress;
import org.sgxra.sp.pcs.PcsClient;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.ServiceByKind;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;
import org.sgxra.verifier.dcap.DcapVerifier;

/**
 * Who vouches for a quote, as the session was recorded: whatever is asked, the answer is the one that came then. What was not
 * recorded cannot be had.
 */
final class RecordedService implements HttpAgent {
    private static final Pattern VERSION = Pattern.compile("/attestation/v([0-9])/|/attestation/sgx/v([0-9])/");
    private static final int NEWEST = 4;

    private final Map<String, HttpAnswer> answers = new HashMap<>();
    private final int version;

    private RecordedService(List<RecordedEvent> events, Msg2 msg2) {
        for (RecordedEvent event : events) {
            if (event.kind().equals("answer-received")) {
                answers.put(event.text("call"), answer(event));
            } else if (event.kind().equals("collateral-received")) {
                answers.put(event.text("part"), answer(event));
            }
        }
        byte[] list = Base64.getEncoder().encode(msg2.sigRl().toArray());
        answers.putIfAbsent("sigrl", new HttpAnswer(200, List.of(), list));
        version = events.stream()
                .filter(event -> event.kind().equals("request-sent"))
                .map(event -> VERSION.matcher(event.text("uri")))
                .filter(Matcher::find)
                .map(matcher -> Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)))
                .findFirst()
                .orElse(NEWEST);
    }

    /**
     * The service of a session: of the kind of its quote alone.
     *
     * @param isDcap whether msg1 announced a DCAP quote
     */
    static AttestationService of(
            List<RecordedEvent> events, Msg2 msg2, boolean isDcap, ReportSigningCa ca, DcapVerifier quotes) {
        RecordedService recorded = new RecordedService(events, msg2);
        if (isDcap) {
            return new ServiceByKind(
                    Optional.empty(),
                    Optional.of(new DcapService(new PcsClient(PcsAddress.INTEL, uri -> recorded), quotes)));
        }
        IasClient client = new IasClient(IasAddress.of(IasAddress.INTEL, false, recorded.version), List.of(), recorded);
        return new ServiceByKind(
                Optional.of(new IasService(
                        client,
                        msg2.spid(),
                        msg2.quoteType() == 0 ? SignType.UNLINKABLE : SignType.LINKABLE,
                        new ReportVerifier(ca, null))),
                Optional.empty());
    }

    private static HttpAnswer answer(RecordedEvent event) {
        Matcher status = Pattern.compile("[0-9]{3}").matcher(event.text("status"));
        return new HttpAnswer(
                status.lookingAt() ? Integer.parseInt(status.group()) : 0,
                event.pairs("headers"),
                event.document("body").toArray());
    }

    @Override
    public String name() {
        return "recorded";
    }

    @Override
    public HttpAnswer send(HttpCall request) throws IOException {
        HttpAnswer answer = answers.get(call(request.uri()));
        if (answer == null) {
            throw new IOException("its answer is not recorded");
        }
        return answer;
    }

    private static String call(URI uri) {
        String path = uri.getPath();
        if (path.contains("/sigrl/")) {
            return "sigrl";
        }
        if (path.endsWith("/report")) {
            return "report";
        }
        if (path.endsWith("/tcb")) {
            return "TCB info";
        }
        if (path.endsWith("/qe/identity")) {
            return "QE identity";
        }
        return path.endsWith("/pckcrl") ? "PCK CRL" : "root CRL";
    }
}
