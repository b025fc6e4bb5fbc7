package org.sgxra.sp.pcs;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.Tee;
import org.sgxra.common.report.PercentEncoding;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.ServiceEvent.CollateralReceived;
import org.sgxra.runtime.event.ServiceEvent.CollateralRequested;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.http.Retries;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.UnreachableException;

/**
 * Fetches collateral from Intel's Provisioning Certification Service or a caching service, API version 3 or 4 (docs/spec/dcap.md
 * sections 7.1 and 7.2): four requests each time. Every part is looked at as far as that is possible without its signer: it is well-formed
 * and about what was asked. Safe for use by many threads.
 */
public final class PcsClient implements CollateralSource {
    private static final int MAX_EXCERPT = 120;

    private final PcsAddress address;
    private final Agents agents;

    /** Who sends a request: the proxy depends on the server, and Intel has two. */
    @FunctionalInterface
    public interface Agents {
        /** The agent that reaches the server of {@code uri}. */
        HttpAgent forServer(URI uri);
    }

    /**
     * @param address of the service
     * @param agents reach it
     */
    public PcsClient(PcsAddress address, Agents agents) {
        this.address = address;
        this.agents = agents;
    }

    @Override
    public Collateral collateral(PlatformKind platform, SessionListener listener, Expiry end)
            throws UnreachableException, DisbelievedException {
        URI tcbInfoUri = address.tcbInfo(platform);
        HttpAnswer tcbInfo = ask(CollateralPart.TCB_INFO, tcbInfoUri, platform, listener, end);
        ByteString tcbInfoChain =
                read(CollateralPart.TCB_INFO, tcbInfoUri, tcbInfo, () -> tcbInfoChain(tcbInfo, platform));
        URI qeIdentityUri = address.qeIdentity(platform);
        HttpAnswer qeIdentity = ask(CollateralPart.QE_IDENTITY, qeIdentityUri, platform, listener, end);
        ByteString qeIdentityChain = read(
                CollateralPart.QE_IDENTITY, qeIdentityUri, qeIdentity, () -> qeIdentityChain(qeIdentity, platform));
        URI pckCrlUri = address.pckCrl(platform);
        HttpAnswer pckCrl = ask(CollateralPart.PCK_CRL, pckCrlUri, platform, listener, end);
        ByteString pckCrlChain = read(CollateralPart.PCK_CRL, pckCrlUri, pckCrl, () -> {
            RevocationList.parse(pckCrl.body());
            return issuerChain(CollateralPart.PCK_CRL, pckCrl);
        });
        HttpAnswer rootCrl = ask(CollateralPart.ROOT_CRL, address.rootCrl(), platform, listener, end);
        read(CollateralPart.ROOT_CRL, address.rootCrl(), rootCrl, () -> {
            RevocationList.parse(rootCrl.body());
            return ByteString.EMPTY;
        });
        return new Collateral(
                ByteString.of(tcbInfo.body()),
                tcbInfoChain,
                ByteString.of(qeIdentity.body()),
                qeIdentityChain,
                ByteString.of(rootCrl.body()),
                ByteString.of(pckCrl.body()),
                Optional.of(pckCrlChain),
                Optional.empty());
    }

    private static ByteString tcbInfoChain(HttpAnswer answer, PlatformKind asked) throws DcapFormatException {
        TcbInfo info = TcbInfo.parse(answer.body());
        if (info.tee() != asked.tee() || !info.fmspc().equals(asked.fmspc())) {
            throw new DcapFormatException(
                    CollateralPart.TCB_INFO.toString(),
                    "fmspc",
                    "is about " + info.tee() + ", FMSPC " + info.fmspc() + "; asked was " + asked.tee() + ", FMSPC "
                            + asked.fmspc());
        }
        return issuerChain(CollateralPart.TCB_INFO, answer);
    }

    private static ByteString qeIdentityChain(HttpAnswer answer, PlatformKind asked) throws DcapFormatException {
        QeIdentity identity = QeIdentity.parse(answer.body());
        String id = asked.tee() == Tee.TDX ? "TD_QE" : "QE";
        if (!identity.id().equals(id)) {
            throw new DcapFormatException(
                    CollateralPart.QE_IDENTITY.toString(), "id", "is " + identity.id() + "; asked was " + id);
        }
        return issuerChain(CollateralPart.QE_IDENTITY, answer);
    }

    /** The chain in the header: PEM, percent-encoded; a plus sign is a plus sign. */
    private static ByteString issuerChain(CollateralPart part, HttpAnswer answer) throws DcapFormatException {
        for (String name : part.chainHeaders()) {
            if (answer.contradictsItself(name)) {
                throw new DcapFormatException(part.toString(), "header " + name, "came twice, with different values");
            }
        }
        String header = part.chainHeaders().stream()
                .flatMap(name -> answer.header(name).stream())
                .findFirst()
                .orElseThrow(
                        () -> new DcapFormatException(part.toString(), "header " + part.chainHeader(), "is missing"));
        try {
            ByteString pem = ByteString.of(PercentEncoding.decode(header).getBytes(StandardCharsets.ISO_8859_1));
            PemChain.parse(pem);
            return pem;
        } catch (IllegalArgumentException e) {
            throw new DcapFormatException(part.toString(), "header " + part.chainHeader(), e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Reading {
        ByteString chain() throws DcapFormatException;
    }

    private static ByteString read(CollateralPart part, URI uri, HttpAnswer answer, Reading reading)
            throws DisbelievedException {
        if (answer.body().length == 0) {
            throw new DisbelievedException(from(part, uri) + ": the answer is empty" + requestId(answer));
        }
        try {
            return reading.chain();
        } catch (DcapFormatException e) {
            throw new DisbelievedException(from(part, uri) + ": " + e.getMessage() + requestId(answer), e);
        }
    }

    /** A part and the server that was asked: the root's list may come from another than the rest. */
    private static String from(CollateralPart part, URI uri) {
        return part + " from " + uri.getScheme() + "://" + uri.getAuthority();
    }

    private HttpAnswer ask(CollateralPart part, URI uri, PlatformKind platform, SessionListener listener, Expiry end)
            throws UnreachableException {
        HttpCall call = new HttpCall(uri, Optional.empty(), Optional.empty(), part.limit(), end);
        listener.on(new CollateralRequested(part.toString(), uri));
        HttpAnswer answer;
        try {
            answer = Retries.send(
                    agents.forServer(uri), call, line -> listener.on(new Notice("warning: " + part + ": " + line)));
        } catch (IOException e) {
            throw new UnreachableException(part + ": " + e.getMessage(), e);
        }
        listener.on(new CollateralReceived(
                part.toString(), answer.statusLine(), answer.headers(), ByteString.of(answer.body())));
        if (answer.status() != 200) {
            throw new UnreachableException(from(part, uri) + ": HTTP status " + answer.statusLine() + ": "
                    + reason(part, answer, platform) + excerpt(answer.body()) + requestId(answer));
        }
        return answer;
    }

    private String reason(CollateralPart part, HttpAnswer answer, PlatformKind platform) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 -> "redirects are not followed";
            case 400 -> "it does not understand the request";
            case 401, 403 -> "it does not let us";
            case 404 ->
                part == CollateralPart.TCB_INFO
                        ? "it knows no platform of FMSPC " + platform.fmspc()
                        : "it has none"
                                + (address.kind() == PcsAddress.Kind.PCS
                                        ? " (is it a caching service? --pccs-url)"
                                        : "");
            case 410 ->
                "it no longer has it: withdrawn, or version " + address.version() + " of the API is switched off";
            case 429 ->
                "too many requests; try again later"
                        + answer.header("Retry-After")
                                .map(s -> ", after " + s + " s")
                                .orElse("");
            case 500, 502, 504 -> "it failed";
            case 503 -> "it is overloaded or under maintenance; try again later";
            default -> "not an answer that it gives";
        };
    }

    /** How the body of an answer that is none begins. */
    private static String excerpt(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_EXCERPT), StandardCharsets.UTF_8);
        return body.length == 0
                ? ""
                : " (body: " + text.replaceAll("[\\s\\p{Cc}\\p{Cf}]+", " ") + (body.length > MAX_EXCERPT ? "..." : "")
                        + ")";
    }

    private static String requestId(HttpAnswer answer) {
        return answer.header("Request-ID").map(id -> " [Request-ID " + id + "]").orElse("");
    }
}
