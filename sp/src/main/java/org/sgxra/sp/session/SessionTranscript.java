package org.sgxra.sp.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.ReportBody;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.KeyEvent;
import org.sgxra.runtime.event.KeyEvent.KeysAgreed;
import org.sgxra.runtime.event.KeyEvent.KeysSigned;
import org.sgxra.runtime.event.KeyEvent.SessionKeysDerived;
import org.sgxra.runtime.event.MessageEvent;
import org.sgxra.runtime.event.MessageEvent.QuoteDecoded;
import org.sgxra.runtime.event.OutcomeEvent;
import org.sgxra.runtime.event.OutcomeEvent.EnclaveIdentified;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.ProvisionAttached;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.ServiceEvent;
import org.sgxra.runtime.event.ServiceEvent.ReportVerified;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.transcript.VerdictText;
import org.sgxra.verifier.check.CheckName;

/**
 * What people read of a service provider's session, in the order and under the headings of docs/spec/sample-session.md. How
 * messages come and go, and how it ends, is told by the listeners of the protocols.
 */
public final class SessionTranscript implements SessionListener {
    /** The checks of a DCAP quote, which stand in no report that is shown. */
    private static final Set<String> DCAP_CHECKS = CheckName.OF_DCAP_QUOTE.stream()
            .filter(CheckName::decidesGenuine)
            .map(CheckName::label)
            .collect(Collectors.toUnmodifiableSet());

    private final Transcript transcript;
    private final MessageTranscript messages;
    private final ServiceTranscript service;
    private SessionKeys keys;
    private boolean isDcap;
    /** The report has a platform info blob that cannot be read. */
    private boolean hasForeignBlob;

    /** For one session. */
    public SessionTranscript(Transcript transcript) {
        this.transcript = transcript;
        this.messages = new MessageTranscript(transcript);
        this.service = new ServiceTranscript(transcript);
    }

    @Override
    public boolean shows(Level level) {
        return transcript.shows(level);
    }

    @Override
    public void on(SessionEvent event) {
        if (event instanceof ServiceEvent exchange) {
            hasForeignBlob |= exchange instanceof ReportVerified verified
                    && verified.report().platformInfo() != null
                    && verified.report().platformInfoBlob().isEmpty();
            service.write(exchange);
        } else if (event instanceof MessageEvent message) {
            isDcap |= message instanceof QuoteDecoded decoded && decoded.quote() instanceof EcdsaQuote;
            messages.write(message);
        } else if (event instanceof KeyEvent key) {
            writeKey(key);
        } else if (event instanceof CheckEvent check) {
            writeCheck(check);
        } else if (event instanceof OutcomeEvent outcome) {
            writeOutcome(outcome);
        }
    }

    private void writeKey(KeyEvent event) {
        if (event instanceof KeysAgreed agreed) {
            keys = agreed.keys();
            keyExchange(agreed.sharedX(), agreed.keys());
        } else if (event instanceof KeysSigned signed) {
            keysSigned(signed.msg1(), signed.msg2());
        } else if (event instanceof SessionKeysDerived derived) {
            sessionKeys(derived.mk(), derived.sk());
        }
    }

    private void writeCheck(CheckEvent check) {
        switch (check.name()) {
            case "g_a" -> comparesGa((ByteString) check.expected(), (ByteString) check.actual());
            case "msg3-mac" -> comparesMac((ByteString) check.actual(), (ByteString) check.expected());
            case "quote-epid-group" -> comparesGroup((EpidGroupId) check.expected(), (EpidGroupId) check.actual());
            case "report-genuine" -> service.reportChecked(check.passed());
            case "report-data" -> {
                if (!check.passed()) {
                    reportData(keys.vk(), (ByteString) check.expected(), (ByteString) check.actual());
                }
            }
            default -> {
                // Of other checks people read only when they fail, and then why.
                if (isDcap && DCAP_CHECKS.contains(check.name())) {
                    transcript.verbose("check " + check.name() + ": "
                            + (check.passed()
                                    ? "passed"
                                    : "FAILED: " + check.actual() + " instead of " + check.expected()));
                }
            }
        }
    }

    private void writeOutcome(OutcomeEvent event) {
        if (event instanceof Notice notice) {
            transcript.line(notice.text());
        } else if (event instanceof VerdictReached verdict) {
            verdict(verdict);
        } else if (event instanceof EnclaveIdentified identified) {
            enclave(identified.vk(), identified.report());
        } else if (event instanceof ProvisionAttached provision) {
            provides(provision);
        }
    }

    private void keyExchange(SecretBytes sharedX, SessionKeys keys) {
        if (transcript.shows(Level.DEBUG)) {
            transcript.debug("generating session key Gb");
            transcript.debug("deriving KDK");
            transcript.debug("shared secret= "
                    + sharedX.use(x -> ByteString.of(x).reversed().hex()));
            transcript.debug("reversed     = " + sharedX.reveal());
            transcript.debug("KDK = " + keys.kdk().reveal());
            transcript.debug("deriving SMK");
            transcript.debug("SMK = " + keys.smk().reveal());
        }
    }

    private void keysSigned(Msg0Msg1 msg1, Msg2 msg2) {
        if (!transcript.shows(Level.DEBUG)) {
            return;
        }
        transcript.debug("GbGa = " + msg2.gb() + msg1.ga());
        transcript.debug("sha256(GbGa) = " + Sha256.of(msg2.gb(), msg1.ga()));
        transcript.debug("r = " + msg2.signature().slice(0, 32).reversed());
        transcript.debug("s = " + msg2.signature().slice(32, 64).reversed());
    }

    private void comparesGa(ByteString ofMsg1, ByteString ofMsg3) {
        transcript.debug("Verifying msg3.g_a matches msg1.g_a");
        if (transcript.shows(Level.DEBUG)) {
            messages.writePoint(11, "msg1.g_a", ofMsg1);
            messages.writePoint(11, "msg3.g_a", ofMsg3);
        }
    }

    private void comparesMac(ByteString received, ByteString calculated) {
        transcript.debug("Validating MACsmk(M)");
        if (transcript.shows(Level.DEBUG)) {
            transcript.field(10, "msg3.mac", received);
            transcript.field(10, "calculated", calculated);
        }
    }

    private void comparesGroup(EpidGroupId ofMsg1, EpidGroupId ofQuote) {
        transcript.debug("Validating quote's epid_group_id against msg1");
        if (transcript.shows(Level.DEBUG)) {
            transcript.verbose("msg1.egid = " + ofMsg1.littleEndian());
            transcript.verbose("msg3.quote.epid_group_id = " + ofQuote.littleEndian());
        }
    }

    private void reportData(SecretBytes vk, ByteString expected, ByteString found) {
        if (!transcript.shows(Level.VERBOSE)) {
            return;
        }
        transcript.heading(Level.VERBOSE, "Enclave Report Verification");
        if (transcript.shows(Level.DEBUG)) {
            transcript.field(18, "VK", vk.reveal());
        }
        transcript.field(18, "SHA256(Ga||Gb||VK)", expected.slice(0, 32));
        transcript.field(18, "report_data[64]", found);
        transcript.divider(Level.VERBOSE);
    }

    private void verdict(VerdictReached verdict) {
        transcript.heading(Level.NORMAL, "ISV Enclave Trust Status");
        transcript.line(VerdictText.ofServiceProvider(verdict.status(), reasons(verdict)));
        verdict.violations().forEach(line -> transcript.line("Enclave policy: " + line));
        if (verdict.toleratesDebug()) {
            transcript.line("warning: this is a debug enclave: whoever runs it can read its secrets (-D refuses such)");
        }
        if (isDcap) {
            transcript.line("Platform status: " + verdict.platformStatus());
        } else {
            String provided = verdict.platformInfo().isPresent()
                    ? "was provided"
                    : hasForeignBlob ? "of an unknown form was provided" : "was NOT provided";
            transcript.line("A Platform Info Blob (PIB) " + provided + " by the IAS");
        }
        transcript.divider(Level.NORMAL);
        if (!verdict.advice().isEmpty()) {
            transcript.heading(Level.NORMAL, "Platform Update Required");
            verdict.advice().forEach(transcript::line);
            transcript.divider(Level.NORMAL);
        }
    }

    /** What the platform is, if that is not all right, and what of the enclave the policy does not accept. */
    private static List<String> reasons(VerdictReached verdict) {
        List<String> reasons = new ArrayList<>();
        if (!verdict.platformStatus().isEmpty() && !verdict.platformStatus().equals("OK")) {
            reasons.add(verdict.platformStatus());
        }
        reasons.addAll(verdict.violations());
        return reasons;
    }

    /** The enclave, whose report data is the expected one. */
    private void enclave(SecretBytes vk, ReportBody report) {
        if (!transcript.shows(Level.VERBOSE)) {
            return;
        }
        reportData(vk, report.reportData(), report.reportData());
        transcript.heading(Level.VERBOSE, "Client enclave Identity");
        transcript.field(21, "Enclave MRSIGNER", report.mrSigner());
        transcript.field(21, "Enclave MRENCLAVE", report.mrEnclave());
        transcript.field(21, "Enclave ISV Prod Id", report.isvProdId());
        transcript.field(21, "Enclave ISV SVN", report.isvSvn());
        transcript.field(21, "Enclave is debuggable", report.attributes().isDebug() ? "Yes" : "No");
        transcript.divider(Level.VERBOSE);
        transcript.heading(Level.VERBOSE, "Enclave Report Details");
        transcript.field(11, "cpu_svn", report.cpuSvn());
        transcript.field(11, "misc_select", String.format("%08x", Integer.reverseBytes(report.miscSelect())));
        transcript.field(11, "attributes", report.attributes());
        transcript.field(11, "mr_enclave", report.mrEnclave());
        transcript.field(11, "mr_signer", report.mrSigner());
        transcript.field(11, "isv_prod_id", String.format("%04x", report.isvProdId()));
        transcript.field(11, "isv_svn", String.format("%04x", report.isvSvn()));
        transcript.field(11, "report_data", report.reportData());
        transcript.divider(Level.VERBOSE);
    }

    private void provides(ProvisionAttached provision) {
        provision
                .secretSize()
                .ifPresent(size -> transcript.line("Sending a secret of " + ByteCount.of(size) + " to the enclave"));
        provision.reattestAfter().ifPresent(seconds -> transcript.verbose("msg4.reattest_after = " + seconds));
        provision.trustedKeys().forEach(key -> transcript.verbose("msg4.trusted_key = " + key));
    }

    private void sessionKeys(SecretBytes mk, SecretBytes sk) {
        if (transcript.shows(Level.DEBUG)) {
            transcript.debug("Deriving the MK and SK");
            transcript.field(10, "MK", mk.reveal());
            transcript.field(10, "SK", sk.reveal());
        }
        if (transcript.shows(Level.VERBOSE)) {
            transcript.verbose("SHA256(MK) = " + Sha256.of(mk));
            transcript.verbose("SHA256(SK) = " + Sha256.of(sk));
        }
    }
}
