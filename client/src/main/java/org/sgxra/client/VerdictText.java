package org.sgxra.client;

import java.util.Set;
import org.sgxra.client.Enclave.PlatformUpdate;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;

/** What msg4 means, in words: the verdict, and what the owner of the platform should update (docs/spec/sample-session.md). */
public final class VerdictText {
    private final Enclave enclave;
    private final Transcript transcript;

    VerdictText(Enclave enclave, Transcript transcript) {
        this.enclave = enclave;
        this.transcript = transcript;
    }

    /** The verdict in words, one or two lines. */
    public static String of(TrustStatus status) {
        return switch (status) {
            case NOT_TRUSTED -> "Enclave NOT TRUSTED";
            case NOT_TRUSTED_ITS_COMPLICATED ->
                "Enclave Trust is NOT TRUSTED and COMPLICATED. The client is out of date.";
            case TRUSTED_ITS_COMPLICATED -> """
                    Enclave Trust is TRUSTED and COMPLICATED. The client is out of date and
                    may not be trusted in the future depending on the service provider's  policy.""";
            case TRUSTED -> "Enclave TRUSTED";
        };
    }

    /** Tells it. */
    void show(Msg4 msg4) throws MalformedMessageException {
        transcript.heading(Level.NORMAL, "Enclave Trust Status from Service Provider");
        transcript.text(Level.NORMAL, of(msg4.status()));
        if (!msg4.hasPlatformInfo()) {
            transcript.line("A Platform Info Blob (PIB) was NOT provided by the IAS");
            transcript.divider(Level.NORMAL);
            return;
        }
        transcript.line("A Platform Info Blob (PIB) was provided by the IAS");
        transcript.divider(Level.NORMAL);
        Set<PlatformFlag> flags =
                PlatformInfoBlob.parse(msg4.platformInfo().toArray()).flags();
        PlatformUpdate update =
                enclave.reportAttestationStatus(msg4.platformInfo(), msg4.status() == TrustStatus.TRUSTED);
        transcript.debug("sgx_report_attestation_status ret= " + update.status().describe());
        if (update.status() == SgxStatus.SGX_ERROR_UPDATE_NEEDED || !flags.isEmpty()) {
            showUpdate(update, flags);
        }
    }

    private void showUpdate(PlatformUpdate update, Set<PlatformFlag> flags) {
        transcript.heading(Level.NORMAL, "Platform Update Required");
        if (update.status() == SgxStatus.SGX_ERROR_UPDATE_NEEDED) {
            transcript.line("To be updated on this platform:");
            item(update.platformSoftware(), "SGX platform software");
            item(update.managementEngine(), "management engine firmware (OEM BIOS update)");
            item(update.microcode(), "CPU microcode (OEM BIOS update)");
        } else if (update.status() != SgxStatus.SGX_SUCCESS) {
            transcript.line("The platform software did not evaluate the Platform Info Blob: "
                    + update.status().describe());
        }
        for (PlatformFlag flag : flags) {
            transcript.line(flag + ": " + flag.remedy());
        }
        transcript.divider(Level.NORMAL);
    }

    private void item(boolean needed, String text) {
        if (needed) {
            transcript.line("  * " + text);
        }
    }
}
