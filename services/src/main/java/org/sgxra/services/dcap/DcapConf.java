package org.sgxra.services.dcap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.ConfText;
import org.sgxra.services.state.WatchedFile;

/** The text file {@code dcap.conf}: meant to be edited, also while the emulator runs. */
final class DcapConf {
    static final String FILE = "dcap.conf";
    private static final Set<String> SETTINGS = Set.of("tcb_evaluation_data_number", "tcb_date", "early_tcb_date");
    private static final Set<String> PLATFORM_LEVEL =
            Set.of("components", "early_components", "tdx_components", "pce_svn", "status", "advisories", "tcb_date");
    private static final Set<String> QE_LEVEL = Set.of("qe_svn", "status", "advisories", "tcb_date");
    private static final long MAX_NUMBER = 0x7fff_ffffL;

    private final String file;
    private final ConfText text;

    private DcapConf(String file, ConfText text) {
        this.file = file;
        this.text = text;
    }

    /** Watches the file, which is written as it is shipped where there is none. */
    static WatchedFile<DcapLevels> watch(StateDirectory state, Consumer<String> messages) throws StateException {
        if (!Files.exists(state.file(FILE))) {
            state.writePrivate(FILE, asShipped());
        }
        return new WatchedFile<>(state.file(FILE), () -> read(state), messages);
    }

    private static DcapLevels read(StateDirectory state) throws StateException {
        byte[] bytes = state.read(FILE).orElseThrow(() -> new StateException(state.file(FILE) + " is missing"));
        return parse(new String(bytes, StandardCharsets.UTF_8), state.file(FILE).toString());
    }

    static byte[] asShipped() throws StateException {
        try (InputStream in = DcapConf.class.getResourceAsStream(FILE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StateException("the default TCB levels for DCAP are missing from the program", e);
        }
    }

    /** Reads the text; {@code file} is its name for messages. */
    static DcapLevels parse(String text, String file) throws StateException {
        Set<String> levels = new HashSet<>(PLATFORM_LEVEL);
        levels.addAll(QE_LEVEL);
        return new DcapConf(file, ConfText.parse(text, file, SETTINGS, levels)).levels();
    }

    private DcapLevels levels() throws StateException {
        long number = number("tcb_evaluation_data_number", text.settings(), 17, MAX_NUMBER);
        Instant date = date("tcb_date", text.settings(), Instant.parse("2025-05-14T00:00:00Z"));
        Instant earlyDate = date("early_tcb_date", text.settings(), date);
        for (ConfText.Section section : text.sections()) {
            Set<String> names = section.settings().keySet();
            if (!PLATFORM_LEVEL.containsAll(names) && !QE_LEVEL.containsAll(names)) {
                throw fault(section, "is a level of platforms or, with qe_svn, of quoting enclaves, not both");
            }
        }
        return new DcapLevels(
                new TcbSet(number, date, platformLevels("components", date), qeLevels(date)),
                new TcbSet(number + 1, earlyDate, platformLevels("early_components", earlyDate), qeLevels(earlyDate)));
    }

    private List<TcbLevel> platformLevels(String components, Instant date) throws StateException {
        List<TcbLevel> levels = new ArrayList<>();
        for (ConfText.Section section : text.sections()) {
            Map<String, String> settings = section.settings();
            if (settings.containsKey("qe_svn")) {
                continue;
            }
            TcbLevel level = new TcbLevel(
                    components(section, settings.containsKey(components) ? components : "components"),
                    (int) number("pce_svn", settings, 0, 0xffff),
                    Optional.of(
                            settings.containsKey("tdx_components")
                                    ? components(section, "tdx_components")
                                    : ByteString.zeros(TcbLevel.COMPONENTS)),
                    date("tcb_date", settings, date),
                    status(section, TcbStatus::ofPlatform),
                    advisories(section));
            if (levels.stream()
                    .anyMatch(other ->
                            other.components().equals(level.components()) && other.pceSvn() == level.pceSvn())) {
                throw fault(section, "has the same versions as another level");
            }
            levels.add(level);
        }
        if (levels.isEmpty()) {
            throw new StateException(file + ": there is no level of platforms");
        }
        levels.sort(TcbLevel.HIGHEST_FIRST);
        return levels;
    }

    private List<EnclaveTcbLevel> qeLevels(Instant date) throws StateException {
        List<EnclaveTcbLevel> levels = new ArrayList<>();
        for (ConfText.Section section : text.sections()) {
            if (section.settings().containsKey("qe_svn")) {
                int svn = (int) number("qe_svn", section.settings(), 0, 0xffff);
                if (levels.stream().anyMatch(other -> other.isvSvn() == svn)) {
                    throw fault(section, "has the same qe_svn as another level");
                }
                levels.add(new EnclaveTcbLevel(
                        svn,
                        date("tcb_date", section.settings(), date),
                        status(section, TcbStatus::ofEnclave),
                        advisories(section)));
            }
        }
        if (levels.isEmpty()) {
            throw new StateException(file + ": there is no level of quoting enclaves (qe_svn)");
        }
        levels.sort(Comparator.comparingInt(EnclaveTcbLevel::isvSvn).reversed());
        return levels;
    }

    private ByteString components(ConfText.Section section, String name) throws StateException {
        String digits = section.settings().get(name);
        if (digits == null) {
            throw fault(section, "needs components, or qe_svn");
        }
        try {
            ByteString bytes = ByteString.fromHex(digits);
            if (bytes.size() <= TcbLevel.COMPONENTS) {
                return ByteString.concat(bytes, ByteString.zeros(TcbLevel.COMPONENTS - bytes.size()));
            }
            throw fault(section, name + " has " + ByteCount.of(bytes.size()) + "; at most 16 are possible");
        } catch (HexFormatException e) {
            throw fault(section, name + ": " + e.getMessage());
        }
    }

    private interface StatusWords {
        Optional<TcbStatus> status(String word);
    }

    private TcbStatus status(ConfText.Section section, StatusWords words) throws StateException {
        String word = section.settings().getOrDefault("status", "");
        return words.status(word)
                .orElseThrow(() -> fault(
                        section,
                        "status = " + word + " is none of "
                                + Stream.of(TcbStatus.values())
                                        .filter(status ->
                                                words.status(status.toString()).isPresent())
                                        .toList()));
    }

    private List<String> advisories(ConfText.Section section) throws StateException {
        List<String> advisories = ConfText.list(section.settings().get("advisories"));
        for (String advisory : advisories) {
            if (!advisory.matches("[A-Z0-9-]{1,32}")) {
                throw fault(section, "advisories: " + advisory + " is no identifier such as INTEL-SA-00001");
            }
        }
        return advisories;
    }

    private long number(String name, Map<String, String> settings, long standard, long max) throws StateException {
        String value = settings.get(name);
        if (value == null) {
            return standard;
        }
        if (!value.matches("[0-9]{1,10}") || Long.parseLong(value) > max) {
            throw new StateException(file + ": " + name + " = " + value + " is no number from 0 to " + max);
        }
        return Long.parseLong(value);
    }

    private Instant date(String name, Map<String, String> settings, Instant standard) throws StateException {
        String value = settings.get(name);
        try {
            return value == null
                    ? standard
                    : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new StateException(file + ": " + name + " = " + value + " is no date of the form YYYY-MM-DD", e);
        }
    }

    private StateException fault(ConfText.Section section, String reason) {
        return new StateException(file + ": [" + section.name() + "] " + reason);
    }
}
