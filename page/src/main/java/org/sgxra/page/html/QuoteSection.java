package org.sgxra.page.html;

import java.util.Optional;
import java.util.function.Predicate;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.page.guide.FieldGuide;
import org.sgxra.page.session.Message;
import org.sgxra.page.session.RecordedSession;

/** The quote of msg3 in boxes inside each other: who states what, and who signs it. */
final class QuoteSection {
    private static final String PREFIX = "msg3.quote.";

    private final RecordedSession session;
    private final FieldIds ids;

    QuoteSection(RecordedSession session, FieldIds ids) {
        this.session = session;
        this.ids = ids;
    }

    void write(Html out) {
        Optional<FieldList> msg3 = session.structure("msg3").map(Message::structure);
        out.open("section", "id", "quote", "aria-labelledby", "quote-h");
        out.element("h2", "The quote", "id", "quote-h");
        if (msg3.isEmpty() || !msg3.get().has("msg3.quote.version")) {
            out.element(
                    "p", msg3.isEmpty() ? "There is no msg3 that can be read." : "The quote cannot be taken apart.");
        } else if (msg3.get().has("msg3.quote.epid_group_id")) {
            epid(out, msg3.get());
        } else {
            ecdsa(out, msg3.get());
        }
        out.close().line();
    }

    private void epid(Html out, FieldList msg3) {
        int proofs = (int) msg3.fields().stream()
                .filter(field -> field.name().startsWith("msg3.quote.signature.payload.proof["))
                .count();
        out.open("div", "class", "box").element("h3", "EPID quote: a member of a group signs, and nobody learns which");
        box(out, "Header", "Written by the quoting enclave.", msg3, name -> !isReport(name) && !isSignature(name));
        box(out, "Report body", "Measured by the processor: which enclave it is.", msg3, QuoteSection::isReport);
        out.open("div", "class", "box").element("h4", "Signature");
        out.element(
                "p",
                "It covers the header and the report body. It is encrypted for the attestation service, so B, K and"
                        + " the proofs cannot be read here. Inside are:");
        out.open("dl");
        term(
                out,
                "basename",
                "The SPID and, in unlinkable quotes, 16 random bytes. Hashed to a point on the EPID curve it gives B.");
        term(out, "B", "The base. All linkable quotes for one SPID have the same B.");
        term(
                out,
                "K",
                "B multiplied with the platform's secret f. With the same B the same platform makes the same K: that"
                        + " links quotes. Whoever knows a revoked f finds its K.");
        term(
                out,
                "T and the numbers c, sx, sf, sa, sb",
                "A proof that whoever signed has a certificate of the group for f, without showing it.");
        term(
                out,
                "non-revoked proofs",
                proofs == 0
                        ? "None: the SigRL was empty."
                        : proofs
                                + ", one for each entry of the SigRL: the platform's f did not make the K of that"
                                + " entry.");
        out.close();
        fields(out, msg3, QuoteSection::isSignature);
        out.close(2);
    }

    private void ecdsa(Html out, FieldList msg3) {
        out.open("div", "class", "box")
                .element(
                        "h3",
                        "DCAP quote: the processor's certified key vouches for the quoting enclave, and that for the"
                                + " enclave");
        box(out, "Header", "Written by the quoting enclave.", msg3, name -> !isReport(name) && !isSignature(name));
        box(out, "Report body", "Measured by the processor: which enclave it is.", msg3, QuoteSection::isReport);
        out.open("div", "class", "box").element("h4", "Signature data");
        out.element(
                "p",
                "The attestation key signs header and report body. The PCK, which Intel certified for this processor,"
                        + " signs the report of the quoting enclave, whose report data is the hash of the attestation"
                        + " key.");
        Predicate<String> qeReport = name -> name.contains(".qe_report.");
        Predicate<String> certification = name -> name.contains("certification_data");
        box(
                out,
                "Attestation key",
                "Made by the quoting enclave.",
                msg3,
                name -> isSignature(name) && !qeReport.test(name) && !certification.test(name));
        box(out, "Report of the quoting enclave", "Measured by the processor, signed by the PCK.", msg3, qeReport);
        out.open("div", "class", "box").element("h5", "Certification data");
        fields(out, msg3, certification);
        msg3.fields().stream()
                .filter(field -> field.name().endsWith("certification_data.data"))
                .findFirst()
                .map(Field::bytes)
                .ifPresent(bytes -> CertificateBoxes.write(out, chain(bytes)));
        out.close(3);
    }

    private static String chain(ByteString bytes) {
        return new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static boolean isReport(String name) {
        return name.startsWith(PREFIX + "report_body.") || name.startsWith(PREFIX + "td_report.");
    }

    private static boolean isSignature(String name) {
        return name.startsWith(PREFIX + "signature");
    }

    private void box(Html out, String title, String what, FieldList msg3, Predicate<String> which) {
        out.open("div", "class", "box").element("h4", title).element("p", what);
        fields(out, msg3, which);
        out.close();
    }

    /** Reserved fields, which say nothing, are left to the hex map, and so is the rest of a long list. */
    private void fields(Html out, FieldList msg3, Predicate<String> which) {
        out.open("dl", "class", "fields");
        for (Region field : Region.of(msg3)) {
            if (!field.name().startsWith(PREFIX)
                    || !which.test(field.name())
                    || field.name().contains("reserved")) {
                continue;
            }
            String row = ids.row(field.name());
            String title = FieldGuide.of(field.name()).title();
            out.open("dt");
            out.element(
                    row == null ? "span" : "a",
                    title.isEmpty() ? field.name() : title,
                    "href",
                    row == null ? null : "#" + row);
            out.close().open("dd").element("code", value(field)).close();
        }
        out.close();
    }

    private static String value(Region field) {
        if (!field.text().isEmpty()) {
            return Texts.shortened(field.text(), 200);
        }
        return field.bytes().size() > 4 && field.bytes().isZero()
                ? "zero"
                : Texts.shortened(field.bytes().hex(), 128);
    }

    private static void term(Html out, String term, String text) {
        out.element("dt", term).element("dd", text);
    }
}
