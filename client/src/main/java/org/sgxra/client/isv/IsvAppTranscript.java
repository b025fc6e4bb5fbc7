package org.sgxra.client.isv;

import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.event.KeyEvent.KeyHashTold;
import org.sgxra.runtime.event.MessageEvent;
import org.sgxra.runtime.event.MessageEvent.GroupDecoded;
import org.sgxra.runtime.event.MessageEvent.MessageSending;
import org.sgxra.runtime.event.MessageEvent.Msg1Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg2Decoded;
import org.sgxra.runtime.event.MessageEvent.Msg3Decoded;
import org.sgxra.runtime.event.MessageEvent.ResultDecoded;
import org.sgxra.runtime.event.MessageEvent.VerificationDecoded;
import org.sgxra.runtime.event.OutcomeEvent.ConnectionLost;
import org.sgxra.runtime.event.OutcomeEvent.Notice;
import org.sgxra.runtime.event.OutcomeEvent.SecretHashTold;
import org.sgxra.runtime.event.OutcomeEvent.SecretMissing;
import org.sgxra.runtime.event.OutcomeEvent.SecretReceived;
import org.sgxra.runtime.event.OutcomeEvent.SessionFailed;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReceived;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.VerdictText;
import org.sgxra.runtime.wire.FrameType;

/** What people read of one session of {@code isv-app}. */
record IsvAppTranscript(ConnectionLog log) implements SessionListener {
    @Override
    public boolean shows(Level level) {
        return log.transcript().shows(level);
    }

    @Override
    public void on(SessionEvent event) {
        if (event instanceof MessageEvent message) {
            writeMessage(message);
        } else if (event instanceof VerdictReceived verdict) {
            writeVerdict(verdict);
        } else if (event instanceof KeyHashTold told) {
            log.verbose("SHA256(" + told.key() + ") = " + told.hash());
        } else if (event instanceof SecretMissing) {
            log.line("Enclave TRUSTED, no secret");
        } else if (event instanceof SecretReceived received) {
            log.line("Enclave TRUSTED, secret of " + ByteCount.of(received.size()) + " received");
        } else if (event instanceof SecretHashTold told) {
            log.verbose("SHA256(secret) = " + told.hash());
        } else if (event instanceof Notice notice) {
            log.line(notice.text());
        } else if (event instanceof ConnectionLost lost) {
            log.line("connection lost: " + lost.reason());
        } else if (event instanceof SessionFailed failed) {
            writeFailure(failed);
        }
    }

    private void writeMessage(MessageEvent event) {
        if (event instanceof VerificationDecoded) {
            log.verbose("Verification request received");
        } else if (event instanceof GroupDecoded decoded && decoded.direction() == MessageEvent.Direction.RECEIVED) {
            log.verbose("MSG0 response received");
        } else if (event instanceof Msg1Decoded decoded) {
            EpidGroupId gid = decoded.message().gid();
            log.verbose("MSG1 generated, " + (gid.isUnprovisioned() ? "for an ECDSA quote" : "EPID group " + gid));
        } else if (event instanceof Msg2Decoded decoded) {
            log.verbose("Received MSG2 with a SigRL of "
                    + ByteCount.of(decoded.message().sigRl().size()));
        } else if (event instanceof Msg3Decoded decoded) {
            ByteString quote = decoded.message().quote();
            boolean epid = quote.at(0) < 3; // the version
            log.verbose((epid ? "Call sgx_ra_proc_msg2 success" : "msg3 made") + ", quote of "
                    + ByteCount.of(quote.size()));
        } else if (event instanceof ResultDecoded) {
            log.verbose("Received Attestation result");
        } else if (event instanceof MessageSending sending
                && sending.message().equals(FrameType.APP_ATT_OK.toString())) {
            log.verbose("Send attestation okay");
        }
    }

    /** A trusted verdict in the strict form is told together with the secret, or that there is none. */
    private void writeVerdict(VerdictReceived verdict) {
        log.transcript().conclude();
        if (verdict.inExampleForm()) {
            log.line(
                    verdict.status() == TrustStatus.TRUSTED
                            ? "Enclave TRUSTED (in the form of the SGX101 example)"
                            : "Enclave NOT TRUSTED (a result of zeros: so the SGX101 example refuses)");
        } else if (verdict.status() != TrustStatus.TRUSTED) {
            log.line(VerdictText.ofClient(verdict.status()));
        }
    }

    private void writeFailure(SessionFailed failed) {
        log.line("Attestation failed: " + failed.reason());
        if (shows(Level.DEBUG)) {
            for (StackTraceElement element : failed.cause().getStackTrace()) {
                log.debug("at " + element);
            }
        }
    }
}
