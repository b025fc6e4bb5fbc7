package org.sgxra.tool.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;

/**
 * The messages in a log file of this project's programs or of the original's, or in what was copied from a terminal: lines of
 * {@code received msg3: 3bd9…}, frames as {@code -> header …} and {@code -> body …}, lines that are nothing but hexadecimal digits,
 * and attestation reports. Time stamps before them, headings and everything else is passed over.
 */
final class LogFile {
    private static final Pattern STAMP = Pattern.compile("^[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{4} [0-9:]{8} ");
    private static final Pattern HEADING = Pattern.compile("^---- .+ -{4,}$");
    private static final Pattern MESSAGE = Pattern.compile("(received|sent) ([^:]+): ([0-9a-fA-F]+)");
    /** Each frame as two lines: its header, then its body. */
    private static final Pattern FRAME_PART = Pattern.compile("(<-|->) (header|body) +[0-9]+ +([0-9a-fA-F]+)");

    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{136,}");

    private final List<Structure> structures = new ArrayList<>();
    private final List<String> passedOver = new ArrayList<>();
    private final Set<String> reports = new HashSet<>();
    private String last = "";
    private String header = "";

    private LogFile() {}

    /** Whether text is a log, or the copy of a terminal: it has a time stamp, a heading, or part of a frame. */
    static boolean is(String text) {
        return text.lines()
                .anyMatch(line -> STAMP.matcher(line).find()
                        || HEADING.matcher(line).matches()
                        || FRAME_PART.matcher(line).matches());
    }

    /** @throws NotDecodableException if there is no message in it, or one that is malformed; with the number of the line */
    static LogFile read(String text) throws NotDecodableException {
        LogFile log = new LogFile();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = STAMP.matcher(lines.get(i)).replaceFirst("").strip();
            log.line("line " + (i + 1), line);
        }
        if (log.structures.isEmpty()) {
            throw new NotDecodableException("there is no message in this log"
                    + (log.passedOver.isEmpty() ? "" : "; passed over: " + String.join(", ", log.passedOver)));
        }
        return log;
    }

    private void line(String place, String line) throws NotDecodableException {
        Matcher message = MESSAGE.matcher(line);
        Matcher part = FRAME_PART.matcher(line);
        if (part.matches()) {
            framePart(place, part.group(1), part.group(2), part.group(3));
        } else if (message.matches()) {
            add(place + ", " + message.group(1), message.group(2), message.group(3));
        } else if (DIGITS.matcher(line).matches()) {
            add(place, "", line);
        } else if (line.startsWith("{") && line.contains("\"isvEnclaveQuoteStatus\"") && reports.add(line)) {
            structures.addAll(at(
                    place,
                    Kind.JSON,
                    Encoded.of(ByteString.of(line.getBytes(StandardCharsets.ISO_8859_1)))
                            .bytes()));
        }
    }

    private void framePart(String place, String arrow, String part, String digits) throws NotDecodableException {
        if (part.equals("header")) {
            header = digits;
        } else {
            add(place + ", " + arrow, "", header + digits);
            header = "";
        }
    }

    /** A line of the log itself says which message it is; other lines, such as signatures, need not be any. */
    private void add(String place, String name, String digits) throws NotDecodableException {
        if (digits.equals(last)) {
            return;
        }
        last = digits;
        ByteString bytes = hex(place, digits);
        Optional<Kind> named =
                FrameStream.begins(bytes) ? Optional.of(Kind.FRAMES) : Kind.named(name.replace("msg0||", ""));
        if (named.isPresent()) {
            structures.addAll(at(place, named.get(), bytes));
            return;
        }
        try {
            Kind.recognise(bytes).forEach(structure -> structures.add(structure.from(place)));
        } catch (NotDecodableException e) {
            passedOver.add(place + ": " + e.getMessage());
        }
    }

    private static ByteString hex(String place, String digits) throws NotDecodableException {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new NotDecodableException(place + ": " + e.getMessage(), e);
        }
    }

    private static List<Structure> at(String place, Kind kind, ByteString bytes) throws NotDecodableException {
        try {
            return kind.split(bytes).stream()
                    .map(structure -> structure.from(place))
                    .toList();
        } catch (NotDecodableException e) {
            throw new NotDecodableException(place + ": " + e.getMessage(), e);
        }
    }

    List<Structure> structures() {
        return List.copyOf(structures);
    }

    /** Lines of digits that are no known structure, with the reason. */
    List<String> passedOver() {
        return List.copyOf(passedOver);
    }
}
