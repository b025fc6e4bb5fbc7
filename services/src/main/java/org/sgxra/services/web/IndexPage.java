package org.sgxra.services.web;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.sgxra.services.dcap.DcapLevels;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.dcap.SoftProcessor;
import org.sgxra.services.dcap.TcbSet;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.Request;
import org.sgxra.services.state.EmulatorState;
import org.sgxra.services.state.EpidTcbLevel;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.ReportNames;
import org.sgxra.services.state.TlsNames;

/** The page at {@code /}: what this is, what it goes by, and what it was asked last. No script, nothing loaded, no secret. */
public final class IndexPage implements Endpoint {
    /** The one path that this endpoint answers. */
    public static final String PATH = "/";

    private static final String STYLE =
            "body{font-family:sans-serif;max-width:75em;margin:1em auto;padding:0 1em;line-height:1.4}"
                    + "table{border-collapse:collapse}th,td{border:1px solid #999;padding:.2em .5em;text-align:left;"
                    + "vertical-align:top;overflow-wrap:anywhere}";
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<List<Object>> ENDPOINTS = List.of(
            List.of("GET", "/sgx[/dev]/attestation/v3 to v5/sigrl/GID", "EPID: signature revocation list"),
            List.of("POST", "/sgx[/dev]/attestation/v3 to v5/report", "EPID: attestation report on a quote"),
            List.of(
                    "GET, POST",
                    "/attestation/sgx/v1 to v3/…",
                    "EPID: the same at the first paths, with a client certificate"),
            List.of("POST", "/sgx/provisioning/v1/offer, join", "EPID: a SOFT platform joins a group"),
            List.of("POST", "/sgx/provisioning/v1/dcap", "DCAP: a SOFT platform joins"),
            List.of("GET, POST", "/sgx/certification/v3, v4/…", "DCAP: PCS, collateral and PCK certificates for SGX"),
            List.of(
                    "POST",
                    "/sgx/registration/v1/platform, package",
                    "DCAP: registration of a platform with its manifest"),
            List.of("GET", "/tdx/certification/v4/…", "DCAP: PCS for TDX"),
            List.of("GET", "/pccs/sgx/certification/v3, v4/…", "DCAP: the same as a PCCS answers"),
            List.of(
                    "GET, POST, PUT",
                    "/pccs/…/platforms, platformcollateral, refresh",
                    "DCAP: administration of a PCCS, with a token"),
            List.of("GET", "/IntelSGXRootCA.der", "DCAP: revocation list of the root CA"),
            List.of(
                    "GET",
                    "/Intel_SGX_Provisioning_Certification_RootCA.pem, .cer",
                    "DCAP: the root CA's certificate"));

    private final EmulatorState state;
    private final DcapState dcap;
    private final TlsNames tlsNames;
    private final ReportNames reportNames;
    private final RecentRequests requests;

    /** Shows an emulator. */
    public IndexPage(
            EmulatorState state, DcapState dcap, TlsNames tlsNames, ReportNames reportNames, RecentRequests requests) {
        this.state = state;
        this.dcap = dcap;
        this.tlsNames = tlsNames;
        this.reportNames = reportNames;
        this.requests = requests;
    }

    @Override
    public Answer answer(Request request) {
        if (!request.method().equals("GET")) {
            return Answer.refused(405, request.method() + " is not defined here")
                    .with("Allow", "GET");
        }
        return Answer.ok("text/html; charset=utf-8", page().getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-store");
    }

    private String page() {
        Html html = new Html("Emulator of SGX attestation services", STYLE)
                .paragraph(
                        "A program for tests. It answers as Intel's attestation service (IAS, EPID) and provisioning certification "
                                + "service (PCS and PCCS, DCAP) do, with keys of its own, for SOFT platforms: software that only "
                                + "acts as an SGX platform. Its reports and certificates prove nothing.");
        if (reportNames == ReportNames.INTEL) {
            html.paragraph(
                    "INTEL'S NAMES, NOT INTEL'S KEYS: the certificates that sign reports are called as Intel's are. They are test "
                            + "certificates.");
        }
        html.paragraph("TLS certificate for: " + tlsNames + ".");
        groups(html);
        epidLevels(html);
        dcapLevels(html);
        return html.heading("Endpoints")
                .table(List.of("method", "path", "what"), ENDPOINTS)
                .heading("Last requests")
                .table(List.of("time (UTC)", "method", "path", "status", "why refused"), lastRequests())
                .toString();
    }

    private void groups(Html html) {
        List<List<Object>> rows = new ArrayList<>();
        for (Group group : state.groups().all()) {
            String condition = group.revocationReason()
                    .map(reason -> "revoked, reason " + reason)
                    .orElse(group.outOfDate() ? "out of date" : "current");
            rows.add(List.of(group.gid(), condition, list(group.sigRl()), list(group.privRl())));
        }
        html.heading("EPID groups")
                .table(List.of("group", "state", "revoked signatures (SigRL)", "revoked keys (PrivRL)"), rows);
    }

    private static String list(Group.Revocations list) {
        return list.entries().size() + ", version " + list.version();
    }

    private void epidLevels(Html html) {
        List<List<Object>> rows = new ArrayList<>();
        for (EpidTcbLevel level : state.tcb().levels()) {
            rows.add(List.of(
                    level.name(),
                    level.cpuSvn(),
                    level.qeSvn(),
                    level.pceSvn(),
                    level.status(),
                    String.join(", ", level.advisories())));
        }
        html.heading("TCB levels for EPID")
                .paragraph("TCB evaluation data number " + state.tcb().evaluationDataNumber() + ", from tcb.conf.")
                .table(List.of("level", "CPUSVN", "QE SVN", "PCE SVN", "status", "advisories"), rows);
    }

    private void dcapLevels(Html html) {
        html.heading("TCB levels for DCAP");
        try {
            TcbSet set = dcap.tcbSet(DcapLevels.Update.STANDARD);
            List<List<Object>> platforms = new ArrayList<>();
            set.platformLevels()
                    .forEach(level -> platforms.add(List.of(
                            level.components(),
                            level.pceSvn(),
                            level.status(),
                            level.tcbDate(),
                            String.join(", ", level.advisories()))));
            List<List<Object>> enclaves = new ArrayList<>();
            set.qeLevels()
                    .forEach(level -> enclaves.add(List.of(
                            level.isvSvn(), level.status(), level.tcbDate(), String.join(", ", level.advisories()))));
            html.paragraph("FMSPC " + SoftProcessor.fmspcDigits() + ", TCB evaluation data number " + set.number()
                            + ", from dcap.conf.")
                    .table(List.of("components", "PCE SVN", "status", "TCB date", "advisories"), platforms)
                    .paragraph("Quoting enclave:")
                    .table(List.of("ISV SVN", "status", "TCB date", "advisories"), enclaves);
        } catch (DcapLevels.NoSuchNumberException e) {
            html.paragraph(e.getMessage());
        }
    }

    private List<List<Object>> lastRequests() {
        List<List<Object>> rows = new ArrayList<>();
        for (RecentRequests.Entry entry : requests.newestFirst()) {
            rows.add(List.of(
                    entry.time().truncatedTo(ChronoUnit.SECONDS),
                    entry.method(),
                    entry.path(),
                    entry.status(),
                    entry.reason()));
        }
        return rows;
    }
}
