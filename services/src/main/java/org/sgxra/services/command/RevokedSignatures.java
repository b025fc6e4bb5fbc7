package org.sgxra.services.command;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.EpidQuoteDecryption;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.common.report.SignedReport;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.HashAlgorithm;
import org.sgxra.epid.Issuer;
import org.sgxra.epid.IssuerPrivateKey;
import org.sgxra.epid.Joining;
import org.sgxra.epid.Member;
import org.sgxra.epid.SigRl;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.report.EpidQuoteVerification;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.Groups;
import org.sgxra.services.state.KeyRing;
import org.sgxra.services.state.ReportNames;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** Finds the B and K by which a signer is put on a list (docs/spec/epid2.md section 9). */
final class RevokedSignatures {
    private final StateDirectory state;
    private final Groups groups;

    RevokedSignatures(StateDirectory state, Groups groups) {
        this.state = state;
        this.groups = groups;
    }

    /**
     * What goes on a list.
     *
     * @param gid of the list
     * @param pseudonym B and K, 128 bytes
     */
    record Entry(EpidGroupId gid, ByteString pseudonym) {}

    /** From a quote, whose signature must be good: else anybody could get anybody revoked. */
    Entry ofQuote(String file) throws CommandException, StateException {
        EpidQuote quote = QuoteFile.read(file);
        Group group = Arguments.group(groups, quote.body().gid());
        EpidQuoteVerification.Finding finding =
                new EpidQuoteVerification(new EpidQuoteDecryption(KeyRing.qsdkKey(state))).verify(quote, group, groups);
        if (finding.status() == QuoteStatus.SIGNATURE_INVALID) {
            throw new CommandException(file + ": the quote's signature is not valid, it says nothing of who made it");
        }
        return new Entry(group.gid(), finding.pseudonym().orElseThrow());
    }

    /** From a report on a linkable quote that this emulator has signed. */
    Entry ofSignedReport(String body, String signature, String chain) throws CommandException, StateException {
        try {
            String certificates = text(Arguments.file(chain)).strip();
            SignedReport report = certificates.startsWith("-----BEGIN ")
                    ? SignedReport.fromArchive(Arguments.file(body), text(Arguments.file(signature)), certificates)
                    : SignedReport.fromAnswer(
                            Arguments.file(body),
                            text(Arguments.file(signature)).strip(),
                            certificates);
            verify(report);
        } catch (InvalidReportException | CertificateException e) {
            throw new CommandException(body + ": " + e.getMessage(), e);
        }
        Entry entry = ofReport(body);
        if (!SigRl.isPseudonym(entry.pseudonym().toArray())) {
            throw new CommandException(
                    body + ": its epidPseudonym is not two points; nobody could prove anything about it");
        }
        return entry;
    }

    /** By the CA that is there; by either where the emulator has had both kinds of names. */
    private void verify(SignedReport report) throws InvalidReportException, CertificateException, StateException {
        List<ReportSigningCa> cas = new ArrayList<>();
        for (ReportNames names : ReportNames.values()) {
            Optional<byte[]> pem = state.read(names.caFile());
            if (pem.isPresent()) {
                cas.add(ReportSigningCa.fromPem(text(pem.get())));
            }
        }
        if (cas.isEmpty()) {
            throw new StateException(state.file(ReportNames.OWN.caFile()) + " is missing");
        }
        for (ReportSigningCa ca : cas.subList(1, cas.size())) {
            try {
                new ReportVerifier(ca, null).verify(report);
                return;
            } catch (InvalidReportException e) {
                // The first one decides, and says why not.
            }
        }
        new ReportVerifier(cas.get(0), null).verify(report);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** From the body of a report on a linkable quote, whoever wrote it. */
    Entry ofReport(String file) throws CommandException {
        try {
            AttestationReport report = AttestationReport.parse(Arguments.file(file));
            if (report.epidPseudonym() == null) {
                throw new CommandException(
                        file + ": the report has no epidPseudonym; only those on linkable quotes do");
            }
            if (report.status() == QuoteStatus.SIGNATURE_INVALID) {
                throw new CommandException(
                        file + ": the report says SIGNATURE_INVALID, its pseudonym may be anybody's");
            }
            EpidGroupId gid = EpidQuoteBody.parse(report.quoteBody().toArray()).gid();
            return new Entry(Arguments.group(groups, gid).gid(), report.epidPseudonym());
        } catch (InvalidReportException | MalformedMessageException e) {
            throw new CommandException(file + ": " + e.getMessage(), e);
        }
    }

    /** Signatures of a member that nobody is, each under another basename. */
    static List<ByteString> ofNobody(Group group, int number) {
        SecureRandom random = new SecureRandom();
        byte[] nonce = new byte[32];
        try {
            GroupPublicKey key = GroupPublicKey.parse(group.publicKey().toArray());
            Issuer issuer =
                    new Issuer(key, IssuerPrivateKey.parse(group.issuerKey().toArray()));
            Joining joining = Joining.begin(key, nonce, random);
            Member nobody = new Member(
                    key,
                    joining.complete(issuer.certify(joining.request(), nonce, null, random)),
                    HashAlgorithm.SHA_256,
                    random);
            List<ByteString> pseudonyms = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                byte[] basename = new byte[32];
                random.nextBytes(basename);
                pseudonyms.add(ByteString.of(nobody.sign(basename, basename, null), 0, 128));
            }
            return pseudonyms;
        } catch (EpidException e) {
            throw new IllegalStateException("a member of our own group", e);
        }
    }
}
