package org.sgxra.sp.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.SignType;
import org.sgxra.common.report.AttestationReport;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.http.HttpCall;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.session.KeySource;
import org.sgxra.sp.session.SessionSettings;
import org.sgxra.testdata.TestData;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** What a recorded session of the hex protocol had around it: keys, settings, and the attestation service's answers. */
record HexReplay(RecordedSession recorded) {
    /** The recorded answers in their order, whatever is asked. */
    private record Answers(Iterator<HttpAnswer> answers) implements HttpAgent {
        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public HttpAnswer send(HttpCall request) {
            return answers.next();
        }
    }

    private String after(String option) {
        List<String> options = recorded.options();
        return options.get(options.indexOf(option) + 1);
    }

    /** A second after the attestation service judged. */
    Instant now() throws Exception {
        return AttestationReport.parse(recorded.answer(1).body()).timestamp().plusSeconds(1);
    }

    IasService service() throws Exception {
        HttpAgent agent =
                new Answers(List.of(recorded.answer(0), recorded.answer(1)).iterator());
        return new IasService(
                new IasClient(IasAddress.of(IasAddress.INTEL, false, 4), List.of(), agent),
                RecordedSession.hex(after("-s")),
                recorded.options().contains("-l") ? SignType.LINKABLE : SignType.UNLINKABLE,
                new ReportVerifier(ReportSigningCa.fromPem(TestData.text("hex/report_ca.pem")), null));
    }

    KeySource keys() throws Exception {
        return new RecordedKeys(Msg2.parse(recorded.message("msg2")), recorded.value("sharedSecret"));
    }

    SessionSettings settings() {
        List<String> options = recorded.options();
        return new SessionSettings(
                Duration.ofSeconds(300),
                new EnclavePolicy(RecordedSession.hex(after("-N")), 0, 1, true, Set.of()),
                new PlatformPolicy(options.contains("--strict-trust-mode"), Set.of(), Set.of()));
    }
}
