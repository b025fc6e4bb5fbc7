package org.sgxra.client;

import java.nio.file.Path;
import java.util.Optional;
import org.sgxra.client.EnclaveKeyExchange.SessionKey;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.runtime.wire.WireException;

/**
 * One attestation, message by message, told to people as it goes (docs/spec/sample-session.md, client). The session
 * decides, the conversation carries the bytes.
 */
final class Attestation {
    private final EnclaveSession session;
    private final Transcript transcript;
    private final MessageDetails details;
    private final VerdictText verdict;
    private final ReceivedExtension extension;

    /** @param sealedOut where to keep the service provider's secret, sealed; absent when it is not wanted */
    Attestation(Enclave enclave, EnclaveSession session, Optional<Path> sealedOut, Transcript transcript) {
        this.session = session;
        this.transcript = transcript;
        this.details = new MessageDetails(transcript);
        this.verdict = new VerdictText(enclave, transcript);
        this.extension = new ReceivedExtension(session, sealedOut, transcript);
    }

    /** Makes the first message: before there is a connection, because a platform that is new has to be provisioned first. */
    Msg0Msg1 begin() throws EnclaveException, MalformedMessageException {
        Msg0Msg1 first = session.start();
        details.show(first);
        if (first.gid().equals(EpidGroupId.SIMULATION)) {
            transcript.line(
                    "note: EPID group 0000000b is that of Intel's simulation SDK: nobody can verify its quotes, "
                            + "the service provider will refuse this one");
        }
        return first;
    }

    /** Exchanges the messages and gives the service provider's verdict. */
    TrustStatus run(Msg0Msg1 first, Conversation sp)
            throws EnclaveException, MalformedMessageException, UsageException, WireException {
        sp.send("msg0||msg1", first.encode());

        Msg2 msg2 = Msg2.parse(sp.receive("msg2"));
        details.show(msg2);
        Msg3 msg3 = session.answer(msg2);
        byte[] answer = msg3.encode();
        transcript.debug("msg2_size = " + Msg2.FIXED_SIZE);
        transcript.debug("msg3_size = " + answer.length);
        details.show(msg3);
        sp.send("msg3", answer);

        Msg4 msg4 = Msg4.parse(sp.receive("msg4"));
        session.conclude(msg4.status());
        verdict.show(msg4);
        if (session.hasSessionKeys() && transcript.shows(Level.VERBOSE)) {
            String mk = fetchHash(SessionKey.MK).hex();
            String sk = fetchHash(SessionKey.SK).hex();
            transcript.verbose("SHA256(MK) = " + mk);
            transcript.verbose("SHA256(SK) = " + sk);
        }
        extension.take(msg4);
        return msg4.status();
    }

    private ByteString fetchHash(SessionKey key) throws EnclaveException {
        transcript.debug("fetching SHA256(" + key + ")");
        ByteString hash = session.keyHash(key);
        transcript.debug("ECALL enclave_ra_get_key_hash (" + key + ") ret= 0x0000");
        transcript.debug("sgx_ra_get_keys (" + key + ") ret= 0x0000");
        return hash;
    }
}
