package org.sgxra.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.runtime.event.OutcomeEvent;
import org.sgxra.runtime.event.OutcomeEvent.ExtensionAccepted;
import org.sgxra.runtime.event.OutcomeEvent.ExtensionDone;
import org.sgxra.runtime.event.OutcomeEvent.PlatformInfoEvaluated;
import org.sgxra.runtime.event.OutcomeEvent.PlatformStanding;
import org.sgxra.runtime.event.OutcomeEvent.SecretHashTold;
import org.sgxra.runtime.event.OutcomeEvent.SecretMissing;
import org.sgxra.runtime.event.OutcomeEvent.SecretReceived;
import org.sgxra.runtime.event.OutcomeEvent.SecretSealed;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReceived;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.transcript.VerdictText;

/**
 * What msg4 means, as people read it: the verdict, what the owner of the platform should update, and what the service
 * provider gives to the enclave (docs/spec/sample-session.md).
 */
final class OutcomeText {
    private final Transcript transcript;

    OutcomeText(Transcript transcript) {
        this.transcript = transcript;
    }

    /** @param ecdsa true for a session with an ECDSA quote, of which IAS says nothing */
    void writeVerdict(VerdictReceived verdict, boolean ecdsa) {
        transcript.heading(Level.NORMAL, "Enclave Trust Status from Service Provider");
        transcript.text(Level.NORMAL, VerdictText.ofClient(verdict.status()));
        if (!ecdsa || verdict.hasPlatformInfo()) {
            transcript.line("A Platform Info Blob (PIB) was " + (verdict.hasPlatformInfo() ? "" : "NOT ")
                    + "provided by the IAS");
        }
        transcript.divider(Level.NORMAL);
    }

    void write(OutcomeEvent event) {
        if (event instanceof PlatformInfoEvaluated evaluated) {
            writePlatformInfo(evaluated);
        } else if (event instanceof ExtensionAccepted accepted) {
            writeExtension(accepted.extension());
        } else if (event instanceof ExtensionDone) {
            transcript.divider(Level.NORMAL);
        } else if (event instanceof SecretReceived received) {
            transcript.line("Secret of " + ByteCount.of(received.size()));
        } else if (event instanceof SecretHashTold told) {
            transcript.verbose("SHA256(secret) = " + told.hash());
        } else if (event instanceof SecretSealed sealed) {
            transcript.line("Sealed in " + sealed.file() + " (" + ByteCount.of(sealed.size()) + ")");
        } else if (event instanceof SecretMissing missing) {
            missing.file().ifPresent(file -> transcript.line("no secret came; " + file + " is not written"));
        }
    }

    private void writePlatformInfo(PlatformInfoEvaluated evaluated) {
        transcript.debug("sgx_report_attestation_status ret= " + evaluated.status());
        if (evaluated.standing() != PlatformStanding.UPDATE_NEEDED
                && evaluated.flags().isEmpty()) {
            return;
        }
        transcript.heading(Level.NORMAL, "Platform Update Required");
        if (evaluated.standing() == PlatformStanding.UPDATE_NEEDED) {
            transcript.line("To be updated on this platform:");
            evaluated.updates().forEach(update -> transcript.line("  * " + update));
        } else if (evaluated.standing() == PlatformStanding.NOT_EVALUATED) {
            transcript.line("The platform software did not evaluate the Platform Info Blob: " + evaluated.status());
            transcript.line("The blob is unverified, msg4 carries no proof of it. Its flags:");
        }
        for (PlatformFlag flag : evaluated.flags()) {
            // Advice is for what is known.
            boolean verified = evaluated.standing() != PlatformStanding.NOT_EVALUATED;
            transcript.line(verified ? flag + ": " + flag.remedy() : flag.toString());
        }
        transcript.divider(Level.NORMAL);
    }

    private void writeExtension(Msg4Extension extension) {
        transcript.heading(Level.NORMAL, "Msg4 Extension from Service Provider");
        extension.reattestAfter().ifPresent(seconds -> transcript.line("Attest again within " + seconds + " s"));
        extension.time().ifPresent(seconds -> transcript.line("Time of the service provider: " + time(seconds)));
        extension.tcbSummary().ifPresent(json -> transcript.line("TCB of this platform: " + printable(json)));
        extension.trustedKeys().forEach(key -> {
            transcript.line("Further public key to trust:");
            transcript.line("  gx = " + key.slice(0, 32));
            transcript.line("  gy = " + key.slice(32, 64));
        });
    }

    /** Text of the other side, of which nothing may move the cursor of a terminal. */
    private static String printable(ByteString utf8) {
        return new String(utf8.toArray(), StandardCharsets.UTF_8).replaceAll("\\p{C}", "?");
    }

    private static String time(long seconds) {
        return seconds < 0 || seconds > Instant.MAX.getEpochSecond()
                ? Long.toUnsignedString(seconds)
                : Instant.ofEpochSecond(seconds).toString();
    }
}
