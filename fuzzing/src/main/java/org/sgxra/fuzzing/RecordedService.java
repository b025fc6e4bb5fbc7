package org.sgxra.fuzzing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.InvalidPointException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.SignType;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.session.KeyExchange;
import org.sgxra.sp.session.KeySource;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/**
 * What a recorded service provider had around it: its keys, so that every session with it is the same, its settings, and the
 * answers of its attestation service.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes into them
record RecordedService(JsonNode session, byte[] msg1, byte[] msg2, byte[] msg3, HttpAnswer sigRl, HttpAnswer report) {
    /** Trusted, unlinkable. */
    static RecordedService ofTrusted() {
        JsonNode session = TestData.json("hex/ok_unlinkable.json");
        return new RecordedService(
                session,
                message(session, "msg0||msg1"),
                message(session, "msg2"),
                message(session, "msg3"),
                Recorded.answer(session, 0),
                Recorded.answer(session, 1));
    }

    private static byte[] message(JsonNode session, String name) {
        return Recorded.messages(session, name).findFirst().orElseThrow();
    }

    /** SMK, 16 bytes; the caller destroys it. */
    SecretBytes smk() {
        return SecretBytes.wrap(Recorded.hex(session.at("/sp/SMK").asText()));
    }

    /** A second after the attestation service judged. */
    Clock clock() throws Exception {
        return Clock.fixed(AttestationReport.parse(report.body()).timestamp().plusSeconds(1), ZoneOffset.UTC);
    }

    /** The attestation service, with another answer to the quote. */
    AttestationService answering(HttpAnswer other) throws Exception {
        Iterator<HttpAnswer> answers = List.of(sigRl, other).iterator();
        HttpAgent agent = new HttpAgent() {
            @Override
            public String name() {
                return "recorded";
            }

            @Override
            public HttpAnswer send(HttpCall request) {
                return answers.next();
            }
        };
        return new IasService(
                new IasClient(IasAddress.of(IasAddress.INTEL, false, 4), List.of(), agent),
                ByteString.of(Recorded.hex(option("-s"))),
                SignType.UNLINKABLE,
                new ReportVerifier(ReportSigningCa.fromPem(TestData.text("hex/report_ca.pem")), null));
    }

    SessionSettings settings() {
        return new SessionSettings(
                Duration.ofSeconds(300),
                new EnclavePolicy(ByteString.of(Recorded.hex(option("-N"))), 0, 1, true, Set.of()),
                new PlatformPolicy(false, Set.of(), Set.of()));
    }

    private String option(String name) {
        List<String> options = List.of(session.get("spOptions").asText().split(" "));
        return options.get(options.indexOf(name) + 1);
    }

    /** What the recorded service provider used, whoever asks. */
    KeySource keys() throws Exception {
        Msg2 recorded = Msg2.parse(msg2);
        ByteString shared =
                ByteString.of(Recorded.hex(session.at("/sp/sharedSecret").asText()));
        return new KeySource() {
            @Override
            public KeyExchange exchange(P256PublicKey ga) {
                try {
                    return new KeyExchange(
                            P256PublicKey.fromLittleEndian(recorded.gb()),
                            SecretBytes.wrap(shared.reversed().toArray()),
                            EcdsaP256Signature.fromLittleEndian(recorded.signature()));
                } catch (InvalidPointException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public Optional<String> nonce() {
                return Optional.empty();
            }
        };
    }
}
