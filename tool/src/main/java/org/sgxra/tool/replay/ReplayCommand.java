package org.sgxra.tool.replay;

import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.Party;
import org.sgxra.runtime.cli.CommandOption;
import org.sgxra.runtime.cli.ErrorText;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.tool.io.JsonDocument;
import org.sgxra.tool.io.PlainText;
import org.sgxra.tool.replay.EndResult.Refusal;
import org.sgxra.tool.session.SessionFiles;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.dcap.DcapRoot;

/** {@code sgx-ra replay}: the checks of a recorded session, made again with or without a bit changed (docs/walkthrough.md). */
public final class ReplayCommand {
    /** Its options. */
    public static final OptionTable TABLE = OptionTable.named("sgx-ra replay")
            .operands("SESSION...")
            .purpose("Makes the checks of a recorded session again, at both ends, and says which one refuses a message"
                    + " of which one bit is changed. SESSION is as for sgx-ra walkthrough. Checks under the session's"
                    + " keys need these: events or a log of the service provider with -d, or --shared-secret.")
            .group("What is changed")
            .options(
                    CommandOption.value(
                            "flip",
                            "MSG:BYTE.BIT",
                            "the bit, such as msg3:412.3; msg0 to msg4, or the name of a frame"),
                    CommandOption.value("at", "END", "whose checks: sp or client")
                            .choices("sp", "client")
                            .standard("of who receives the message"),
                    CommandOption.flag("all", "each bit of each message: a table by field of what refuses it"),
                    CommandOption.flag(
                            "sample",
                            "with all: of messages above 16,384 bytes the first and last byte of each field only"))
            .group("What is known of the session")
            .options(
                    CommandOption.value("session", "ID", "of several sessions in the files this one")
                            .standard("the last one"),
                    CommandOption.value(
                            "shared-secret",
                            "FILE",
                            "x coordinate of the shared point, 64 hexadecimal digits in either byte order"),
                    CommandOption.value("ca", "FILE", "CA of the signers of attestation reports, PEM")
                            .standard("Intel's"),
                    CommandOption.value("dcap-root", "FILE", "root certificate of DCAP, PEM or DER")
                            .standard("Intel's"))
            .group("Output")
            .options(CommandOption.flag("json", "print one JSON document"))
            .example("sgx-ra replay sp.jsonl", "all checks again, of the messages as they came")
            .example("sgx-ra replay sp.jsonl --flip=msg3:412.3", "which check refuses the changed message")
            .exitCode(0, "all checks pass; the changed message is refused; the table is printed")
            .exitCode(1, "wrong usage, or a file cannot be read")
            .exitCode(2, "there is no session in the files that can be replayed")
            .exitCode(4, "a check fails; no check refuses the changed message")
            .build();

    private static final int NO_SESSION = 2;
    private static final int UNEXPECTED = 4;

    private final GivenOptions options;
    private final ProcessStreams streams;

    private ReplayCommand(GivenOptions options, ProcessStreams streams) {
        this.options = options;
        this.streams = streams;
    }

    /** Runs the command; the result is its exit code. */
    public static int run(GivenOptions options, ProcessStreams streams) throws UsageException {
        return new ReplayCommand(options, streams).run();
    }

    private int run() throws UsageException {
        options.exclude("flip", "all");
        if (options.has("at") && !options.has("flip")) {
            throw new UsageException("--at is for --flip");
        }
        if (options.has("sample") && !options.has("all")) {
            throw new UsageException("--sample is for --all");
        }
        SessionFiles files = SessionFiles.read(options.operands(), streams);
        try (SharedSecret secret = SharedSecret.of(
                files, files.session(options.get("session").map(OptionValue::value)), options.get("shared-secret"))) {
            try (Replay replay = new Replay(secret.recording(), ca(), root())) {
                return options.has("flip") ? flip(replay) : options.has("all") ? all(replay) : asTheyCame(replay);
            }
        } catch (SessionFormatException e) {
            streams.stderr().println(ErrorText.of("sgx-ra replay: " + PlainText.of(e.getMessage())));
            return NO_SESSION;
        }
    }

    private ReportSigningCa ca() throws UsageException {
        Optional<OptionValue> file = options.get("ca");
        if (file.isEmpty()) {
            return ReportSigningCa.intel();
        }
        try {
            return ReportSigningCa.fromPem(file.get().text());
        } catch (CertificateException e) {
            throw file.get().fault("cannot serve as report signing CA: " + e.getMessage());
        }
    }

    private DcapRoot root() throws UsageException {
        Optional<OptionValue> file = options.get("dcap-root");
        if (file.isEmpty()) {
            return DcapRoot.intel();
        }
        try {
            return DcapRoot.ofCertificate(file.get().bytes(1 << 16));
        } catch (DcapFormatException e) {
            throw file.get().fault("holds no root: " + e.getMessage());
        }
    }

    private int asTheyCame(Replay replay) {
        List<EndResult> results = replay.asTheyCame();
        List<EndResult> refused =
                results.stream().filter(result -> result.refusal().isPresent()).toList();
        if (options.has("json")) {
            JsonDocument.print(
                    streams.stdout(),
                    out -> out.objects(
                            "ends",
                            results.stream()
                                    .<JsonDocument.Part>map(
                                            result -> part -> ReplayText.write(result, result.refusal(), part))
                                    .toList()));
        } else {
            results.forEach(result -> ReplayText.print(result, streams.stdout()));
            streams.stdout().println(PlainText.of(summary(results, refused)));
        }
        return refused.isEmpty() ? 0 : UNEXPECTED;
    }

    private static String summary(List<EndResult> results, List<EndResult> refused) {
        if (!refused.isEmpty()) {
            return refused.stream()
                    .map(result -> result.refusal().orElseThrow().check() + " fails at the "
                            + result.end().title())
                    .collect(Collectors.joining("; "));
        }
        int made = results.stream().mapToInt(result -> result.checks().size()).sum();
        int open = results.stream()
                .mapToInt(result -> result.notCheckable().size())
                .sum();
        return "all " + made + " checks pass" + (open == 0 ? "" : "; " + open + " could not be made");
    }

    private int flip(Replay replay) throws UsageException, SessionFormatException {
        OptionValue option = options.required("flip");
        Flip flip = Flip.of(option);
        ReplayedMessage message = message(replay, flip, option);
        if (flip.offset() >= message.size()) {
            throw option.fault(message.name() + " has " + message.size() + " bytes, numbered from 0");
        }
        Replay.Flipped flipped = replay.flip(message, flip.offset(), flip.bit());
        String field = message.field(flip.offset());
        String reason = flipped.refusal().isPresent() ? "" : Uncovered.why(message, flip.offset(), flipped.result());
        if (options.has("json")) {
            JsonDocument.print(streams.stdout(), out -> {
                out.member("message", message.name())
                        .member("byte", flip.offset())
                        .member("bit", flip.bit());
                out.member("field", field);
                ReplayText.write(flipped.result(), flipped.refusal(), out);
                out.member("nothing", reason.isEmpty() ? null : reason);
            });
        } else {
            streams.stdout()
                    .println(PlainText.of(
                            message.name() + ", byte " + flip.offset() + ", bit " + flip.bit() + ": " + field));
            ReplayText.print(flipped.result(), streams.stdout());
            streams.stdout()
                    .println(PlainText.of(flipped.refusal()
                            .map(Refusal::check)
                            .map(check -> "refused by " + check + ", at the "
                                    + message.to().title())
                            .orElse("nothing refuses it: " + reason)));
        }
        return flipped.refusal().isPresent() ? 0 : UNEXPECTED;
    }

    private int all(Replay replay) {
        List<FlipTable.Row> rows =
                FlipTable.of(replay, options.has("sample"), new FlipProgress(streams.stderr(), System::nanoTime));
        if (options.has("json")) {
            JsonDocument.print(streams.stdout(), out -> ReplayText.write(rows, out));
        } else {
            ReplayText.print(rows, streams.stdout());
        }
        return 0;
    }

    private ReplayedMessage message(Replay replay, Flip flip, OptionValue option)
            throws UsageException, SessionFormatException {
        List<ReplayedMessage> named = replay.recording().messages().stream()
                .filter(message -> message.name().equals(flip.message()))
                .toList();
        if (named.isEmpty()) {
            throw new SessionFormatException("the session has no " + flip.message() + "; it has "
                    + replay.recording().messages().stream()
                            .map(ReplayedMessage::name)
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        Optional<Party> at = options.get("at")
                .map(end -> end.value().toLowerCase(Locale.ROOT).equals("sp") ? Party.SERVICE_PROVIDER : Party.CLIENT);
        return named.stream()
                .filter(message -> at.isEmpty() || message.to() == at.get())
                .findFirst()
                .orElseThrow(() -> option.fault(flip.message() + " is checked by the "
                        + named.get(0).to().title() + ", who receives it"));
    }
}
