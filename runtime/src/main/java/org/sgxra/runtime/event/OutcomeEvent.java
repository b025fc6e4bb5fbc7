package org.sgxra.runtime.event;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.field.QuoteFields;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TrustStatus;

/** How a session goes and ends, and what comes of it. */
public sealed interface OutcomeEvent extends SessionEvent {
    /** A session begins. */
    record SessionStarted() implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {}
    }

    /** A connection to the other end stands. */
    record Connected() implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {}
    }

    /** Something that people should know though it ends nothing: the line that they read. */
    record Notice(String text) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("text", text);
        }
    }

    /**
     * A service provider's verdict.
     *
     * @param status goes to the client
     * @param platformStatus the attestation service's own word for the platform
     * @param violations what the enclave policy does not accept, a line each
     * @param advice what is the matter with the platform and what to do, a line each
     * @param platformInfo for the platform's own software, 101 bytes
     * @param toleratesDebug true if the enclave is a debug enclave, which the policy accepts
     */
    record VerdictReached(
            TrustStatus status,
            String platformStatus,
            List<String> violations,
            List<String> advice,
            Optional<ByteString> platformInfo,
            boolean toleratesDebug)
            implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("verdict", status.name());
            out.text("platformStatus", platformStatus);
            out.texts("violations", violations);
            out.texts("advice", advice);
            platformInfo.ifPresent(info -> out.bytes("platformInfo", info));
            out.flag("toleratesDebug", toleratesDebug);
        }
    }

    /** The enclave whose report data belongs to this session; {@code vk} is 16 bytes. */
    record EnclaveIdentified(SecretBytes vk, ReportBody report) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.secret("VK", vk);
            out.fields(QuoteFields.reportBody(report));
        }
    }

    /**
     * A trusted enclave is given something with msg4.
     *
     * @param secretSize bytes of a secret
     * @param reattestAfter seconds
     * @param trustedKeys 64 bytes each, x then y, little-endian
     */
    record ProvisionAttached(OptionalLong secretSize, OptionalLong reattestAfter, List<ByteString> trustedKeys)
            implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            secretSize.ifPresent(size -> out.number("secretSize", size));
            reattestAfter.ifPresent(seconds -> out.number("reattestAfter", seconds));
            out.texts("trustedKeys", trustedKeys.stream().map(ByteString::hex).toList());
        }
    }

    /** The enclave has confirmed that it took the result. */
    record ResultAcknowledged() implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {}
    }

    /** The enclave is not trusted, so that it is sent no secret. */
    record SecretWithheld() implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {}
    }

    /**
     * The enclave's side was told a verdict that it believes.
     *
     * @param hasPlatformInfo true if a platform info blob came with it
     * @param inExampleForm true for the form of the SGX101 example, which states trust by what it encrypts
     */
    record VerdictReceived(TrustStatus status, boolean hasPlatformInfo, boolean inExampleForm) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("verdict", status.name());
            out.flag("hasPlatformInfo", hasPlatformInfo);
            out.flag("inExampleForm", inExampleForm);
        }
    }

    /** What became of a platform info blob that the platform's software was handed. */
    enum PlatformStanding {
        CURRENT,
        UPDATE_NEEDED,
        NOT_EVALUATED
    }

    /**
     * What the platform's software concludes from a platform info blob.
     *
     * @param status of the call, for example {@code SGX_SUCCESS (0x0000)}
     * @param updates what the platform's owner must update, in words
     * @param flags set in the blob
     */
    record PlatformInfoEvaluated(
            String status, PlatformStanding standing, List<String> updates, Set<PlatformFlag> flags)
            implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("status", status);
            out.text("standing", standing.name());
            out.texts("updates", updates);
            out.texts("flags", flags.stream().map(PlatformFlag::name).toList());
            out.texts("remedies", flags.stream().map(PlatformFlag::remedy).toList());
        }
    }

    /** The extension of msg4, whose MAC the enclave has found right. Its fields are those of msg4. */
    record ExtensionAccepted(Msg4Extension extension) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            extension.reattestAfter().ifPresent(seconds -> out.number("reattestAfter", seconds));
            extension.time().ifPresent(seconds -> out.text("serviceProviderTime", Long.toUnsignedString(seconds)));
            extension.tcbSummary().ifPresent(json -> out.document("tcbSummary", json));
            out.texts(
                    "trustedKeys",
                    extension.trustedKeys().stream().map(ByteString::hex).toList());
        }
    }

    /** The end of an extension that was accepted. */
    record ExtensionDone() implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {}
    }

    /** An enclave has received a secret of so many bytes. */
    record SecretReceived(int size) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.number("size", size);
        }
    }

    /** SHA-256 of a secret, as the enclave tells it. */
    record SecretHashTold(ByteString hash) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.bytes("sha256", hash);
        }
    }

    /** A secret is kept in a file, sealed; {@code size} in bytes. */
    record SecretSealed(String file, int size) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("file", file);
            out.number("size", size);
        }
    }

    /** No secret came; the file that should have taken it, if any, is not written. */
    record SecretMissing(Optional<String> file) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            file.ifPresent(name -> out.text("file", name));
        }
    }

    /**
     * The session failed.
     *
     * @param reason one line for people
     * @param cause for those who debug
     */
    record SessionFailed(String reason, Throwable cause) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("reason", reason);
            out.text("cause", cause.getClass().getSimpleName());
        }
    }

    /** The connection failed; {@code reason} is one line for people. */
    record ConnectionLost(String reason) implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {
            out.text("reason", reason);
        }
    }

    /** The session is over; it failed if {@link SessionFailed} or {@link ConnectionLost} came before. */
    record SessionEnded() implements OutcomeEvent {
        @Override
        public void describe(EventWriter out) {}
    }
}
