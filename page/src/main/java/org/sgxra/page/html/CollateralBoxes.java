package org.sgxra.page.html;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.Tee;
import org.sgxra.common.field.Field;
import org.sgxra.page.session.RecordedSession;

/** TCB levels with the platform's place among them, QE identity, and how long each part of the collateral is valid. */
final class CollateralBoxes {
    private final RecordedSession session;
    private final List<DateLine.Span> spans = new ArrayList<>();

    CollateralBoxes(RecordedSession session) {
        this.session = session;
    }

    void write(Html out) {
        part("TCB info").ifPresent(body -> tcbInfo(out, body));
        part("QE identity").ifPresent(body -> qeIdentity(out, body));
        for (String list : List.of("PCK CRL", "root CRL")) {
            part(list).ifPresent(body -> revocationList(out, list, body));
        }
        // The time of the verification, which collateral made during the session is older than.
        Optional<Instant> now =
                session.steps().stream().flatMap(step -> step.time().stream()).reduce((earlier, later) -> later);
        if (!spans.isEmpty() && now.isPresent()) {
            new DateLine(spans, now.get()).write(out);
        }
    }

    private Optional<ByteString> part(String name) {
        return session.events().stream()
                .filter(event -> event.kind().equals("collateral-received")
                        && event.text("part").equals(name)
                        && event.text("status").startsWith("200"))
                .map(event -> event.document("body"))
                .reduce((earlier, later) -> later);
    }

    private void tcbInfo(Html out, ByteString body) {
        try {
            TcbInfo info = TcbInfo.parse(body.toArray());
            spans.add(new DateLine.Span("TCB info", info.issueDate(), info.nextUpdate()));
            out.element("h3", "TCB levels of this kind of processor, the highest first");
            out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "TCB levels");
            out.open("table").open("thead").open("tr");
            for (String heading : List.of("", "SVNs of the components", "PCE SVN", "date", "status", "advisories")) {
                out.element(heading.isEmpty() ? "td" : "th", heading, "scope", heading.isEmpty() ? null : "col");
            }
            out.close(2).open("tbody");
            Optional<TcbLevel> reached = reached(info);
            for (TcbLevel level : info.levels()) {
                level(out, level, reached.filter(level::equals).isPresent());
            }
            out.close(3);
            if (reached.isEmpty()) {
                out.element("p", "Which of them the platform reaches cannot be told.");
            }
        } catch (DcapFormatException e) {
            fault(out, "TCB info", e);
        }
    }

    /** The highest level that the platform's certificate in the quote reaches. */
    private Optional<TcbLevel> reached(TcbInfo info) {
        Optional<Field> chain = session.structure("msg3").stream()
                .flatMap(msg3 -> msg3.structure().fields().stream())
                .filter(field -> field.name().endsWith("certification_data.data"))
                .findFirst();
        if (chain.isEmpty() || info.tee() != Tee.SGX) {
            return Optional.empty();
        }
        try {
            PckExtension platform = PemChain.parse(chain.get().bytes()).get(0).pckExtension();
            return info.levels().stream()
                    .filter(level -> level.isReachedBy(platform.components(), platform.pceSvn()))
                    .findFirst();
        } catch (DcapFormatException e) {
            return Optional.empty();
        }
    }

    private static void level(Html out, TcbLevel level, boolean reached) {
        out.open("tr", "class", reached ? "reached" : null);
        out.element("td", reached ? "▶ this platform" : "");
        out.open("td").element("code", Texts.spaced(level.components())).close();
        out.element("td", level.pceSvn())
                .element("td", level.tcbDate().toString().substring(0, 10), "class", "date")
                .element("td", level.status())
                .element(
                        "td",
                        level.advisories().isEmpty()
                                ? "none listed"
                                : Texts.shortened(String.join(", ", level.advisories()), 2000));
        out.close().line();
    }

    private void qeIdentity(Html out, ByteString body) {
        try {
            QeIdentity identity = QeIdentity.parse(body.toArray());
            spans.add(new DateLine.Span("QE identity", identity.issueDate(), identity.nextUpdate()));
            out.element("h3", "What Intel's quoting enclave is (QE identity)").open("dl");
            entry(out, "id", identity.id());
            entry(out, "MRSIGNER", identity.mrSigner().hex());
            entry(out, "product", "" + identity.isvProdId());
            entry(
                    out,
                    "MISCSELECT under its mask",
                    identity.miscSelect().hex() + " / "
                            + identity.miscSelectMask().hex());
            entry(
                    out,
                    "attributes under their mask",
                    identity.attributes().hex() + " / "
                            + identity.attributesMask().hex());
            for (EnclaveTcbLevel level : identity.levels()) {
                entry(
                        out,
                        "from ISV SVN " + level.isvSvn(),
                        level.status() + ", " + level.tcbDate().toString().substring(0, 10));
            }
            out.close();
        } catch (DcapFormatException e) {
            fault(out, "QE identity", e);
        }
    }

    private void revocationList(Html out, String name, ByteString body) {
        try {
            RevocationList list = RevocationList.parse(body.toArray());
            spans.add(new DateLine.Span(name, list.thisUpdate(), list.nextUpdate()));
            out.element("p", name + ": " + list.serialNumbers().size() + " certificates are revoked.");
        } catch (DcapFormatException e) {
            fault(out, name, e);
        }
    }

    private static void fault(Html out, String name, DcapFormatException e) {
        out.element("p", name + " cannot be read: " + Texts.shortened(String.valueOf(e.getMessage()), 400));
    }

    private static void entry(Html out, String term, String text) {
        out.element("dt", term)
                .open("dd")
                .element("code", Texts.shortened(text, 400))
                .close();
    }
}
