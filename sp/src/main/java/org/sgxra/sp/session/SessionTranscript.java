package org.sgxra.sp.session;

import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.ReportBody;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.policy.EnclavePolicy;

/** What people see of a session, in the order and under the headings of docs/spec/sample-session.md. */
final class SessionTranscript {
    private final Transcript transcript;

    SessionTranscript(Transcript transcript) {
        this.transcript = transcript;
    }

    void msg0Msg1(Msg0Msg1 message) {
        transcript.heading(Level.VERBOSE, "Msg0 Details (from Client)");
        transcript.verbose("msg0.extended_epid_group_id = " + Integer.toUnsignedString(message.extendedGroupId()));
        transcript.divider(Level.VERBOSE);
        transcript.heading(Level.VERBOSE, "Msg1 Details (from Client)");
        point(11, "msg1.g_a", message.ga());
        transcript.field(11, "msg1.gid", message.gid().littleEndian());
        transcript.divider(Level.VERBOSE);
    }

    private void point(int width, String name, ByteString point) {
        transcript.field(width, name + ".gx", point.slice(0, 32));
        transcript.field(width, name + ".gy", point.slice(32, 64));
    }

    void keyExchange(SecretBytes sharedX, SessionKeys keys) {
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

    void msg2(Msg0Msg1 msg1, Msg2 msg2) {
        transcript.debug("GbGa = " + msg2.gb() + msg1.ga());
        transcript.debug("sha256(GbGa) = " + Sha256.of(msg2.gb(), msg1.ga()));
        transcript.debug("r = " + msg2.signature().slice(0, 32).reversed());
        transcript.debug("s = " + msg2.signature().slice(32, 64).reversed());
        transcript.heading(Level.VERBOSE, "Msg2 Details");
        point(16, "msg2.g_b", msg2.gb());
        transcript.field(16, "msg2.spid", msg2.spid());
        transcript.field(16, "msg2.quote_type", u16(msg2.quoteType()));
        transcript.field(16, "msg2.kdf_id", u16(msg2.kdfId()));
        transcript.field(16, "msg2.sign_gb_ga", msg2.signature());
        transcript.field(16, "msg2.mac", msg2.mac());
        transcript.field(16, "msg2.sig_rl_size", u32(msg2.sigRl().size()));
        transcript.field(16, "msg2.sig_rl", msg2.sigRl());
        transcript.divider(Level.VERBOSE);
    }

    void comparesGa(Msg0Msg1 msg1, Msg3 msg3) {
        transcript.debug("quote_sz= " + msg3.quote().size() + " bytes");
        transcript.debug("Verifying msg3.g_a matches msg1.g_a");
        if (transcript.shows(Level.DEBUG)) {
            point(11, "msg1.g_a", msg1.ga());
            point(11, "msg3.g_a", msg3.ga());
        }
    }

    void comparesMac(Msg3 msg3, ByteString calculated) {
        transcript.debug("Validating MACsmk(M)");
        if (transcript.shows(Level.DEBUG)) {
            transcript.field(10, "msg3.mac", msg3.mac());
            transcript.field(10, "calculated", calculated);
        }
    }

    void msg3(Msg3 message, Quote quote) {
        transcript.heading(Level.VERBOSE, "Msg3 Details (from Client)");
        transcript.field(24, "msg3.mac", message.mac());
        point(24, "msg3.g_a", message.ga());
        transcript.field(24, "msg3.ps_sec_prop", message.psSecProp());
        if (quote instanceof EpidQuote epid) {
            epidQuote(epid);
        }
        transcript.divider(Level.VERBOSE);
    }

    private void epidQuote(EpidQuote quote) {
        EpidQuoteBody body = quote.body();
        transcript.field(24, "msg3.quote.version", u16(EpidQuoteBody.VERSION));
        transcript.field(24, "msg3.quote.sign_type", u16(body.signType().value()));
        transcript.field(24, "msg3.quote.epid_group_id", body.gid().littleEndian());
        transcript.field(24, "msg3.quote.qe_svn", u16(body.qeSvn()));
        transcript.field(24, "msg3.quote.pce_svn", u16(body.pceSvn()));
        transcript.field(24, "msg3.quote.xeid", u32(body.xeid()));
        transcript.field(24, "msg3.quote.basename", body.basename());
        transcript.field(
                24, "msg3.quote.report_body", ByteString.of(body.report().encode()));
        transcript.field(24, "msg3.quote.signature_len", u32(quote.signature().size()));
        transcript.field(24, "msg3.quote.signature", quote.signature());
    }

    void reportData(SecretBytes vk, ByteString expected, ByteString found) {
        transcript.heading(Level.VERBOSE, "Enclave Report Verification");
        if (transcript.shows(Level.DEBUG)) {
            transcript.field(18, "VK", vk.reveal());
        }
        transcript.field(18, "SHA256(Ga||Gb||VK)", expected.slice(0, 32));
        transcript.field(18, "report_data[64]", found);
        transcript.divider(Level.VERBOSE);
    }

    void verdict(Verdict verdict, ReportBody enclave, EnclavePolicy policy) {
        transcript.heading(Level.NORMAL, "ISV Enclave Trust Status");
        transcript.text(Level.NORMAL, verdict.announcement());
        verdict.violations().forEach(line -> transcript.line("Enclave policy: " + line));
        if (enclave.attributes().isDebug() && policy.allowDebug()) {
            transcript.line("warning: this is a debug enclave: whoever runs it can read its secrets (-D refuses such)");
        }
        transcript.line("A Platform Info Blob (PIB) was "
                + (verdict.appraisal().platformInfo().isPresent() ? "" : "NOT ") + "provided by the IAS");
        transcript.divider(Level.NORMAL);
        if (!verdict.appraisal().advice().isEmpty()) {
            transcript.heading(Level.NORMAL, "Platform Update Required");
            verdict.appraisal().advice().forEach(transcript::line);
            transcript.divider(Level.NORMAL);
        }
    }

    /** The enclave, whose report data is the expected one. */
    void enclave(SecretBytes vk, ReportBody report) {
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
        transcript.field(11, "misc_select", u32(report.miscSelect()));
        transcript.field(11, "attributes", report.attributes());
        transcript.field(11, "mr_enclave", report.mrEnclave());
        transcript.field(11, "mr_signer", report.mrSigner());
        transcript.field(11, "isv_prod_id", String.format("%04x", report.isvProdId()));
        transcript.field(11, "isv_svn", String.format("%04x", report.isvSvn()));
        transcript.field(11, "report_data", report.reportData());
        transcript.divider(Level.VERBOSE);
    }

    void provides(Provision provision) {
        provision
                .secret()
                .ifPresent(secret -> transcript.line("Sending a secret of " + secret.size() + " bytes to the enclave"));
        provision.reattestAfter().ifPresent(seconds -> transcript.verbose("msg4.reattest_after = " + seconds));
        provision.trustedKeys().forEach(key -> transcript.verbose("msg4.trusted_key = " + key.littleEndian()));
    }

    void sessionKeys(SecretBytes mk, SecretBytes sk) {
        if (transcript.shows(Level.DEBUG)) {
            transcript.debug("Deriving the MK and SK");
            transcript.field(10, "MK", mk.reveal());
            transcript.field(10, "SK", sk.reveal());
        }
        for (String line : List.of("SHA256(MK) = " + Sha256.of(mk), "SHA256(SK) = " + Sha256.of(sk))) {
            transcript.verbose(line);
        }
    }

    /** A field as its bytes stand on the wire, least significant first. */
    private static String u16(int value) {
        return String.format("%04x", Short.toUnsignedInt(Short.reverseBytes((short) value)));
    }

    private static String u32(int value) {
        return String.format("%08x", Integer.reverseBytes(value));
    }
}
