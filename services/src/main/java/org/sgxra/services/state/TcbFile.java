package org.sgxra.services.state;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.message.PlatformFlag;
import org.sgxra.common.report.QuoteStatus;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/** The text file {@code tcb.conf}: meant to be edited, also while the emulator runs. */
public final class TcbFile {
    static final String FILE = "tcb.conf";
    private static final String DATA_NUMBER = "tcb_evaluation_data_number";
    private static final Set<String> LEVEL = Set.of("cpu_svn", "qe_svn", "pce_svn", "status", "advisories", "update");
    private static final Set<QuoteStatus> STATUSES = EnumSet.of(
            QuoteStatus.OK,
            QuoteStatus.GROUP_OUT_OF_DATE,
            QuoteStatus.CONFIGURATION_NEEDED,
            QuoteStatus.SW_HARDENING_NEEDED,
            QuoteStatus.CONFIGURATION_AND_SW_HARDENING_NEEDED);
    private static final Map<String, PlatformFlag> UPDATES = Map.of(
            "microcode",
            PlatformFlag.QUOTE_CPUSVN_OUT_OF_DATE,
            "qe",
            PlatformFlag.QUOTE_ISVSVN_QE_OUT_OF_DATE,
            "pce",
            PlatformFlag.QUOTE_ISVSVN_PCE_OUT_OF_DATE,
            "configuration",
            PlatformFlag.PLATFORM_CONFIGURATION_NEEDED);

    private final String file;

    private TcbFile(String file) {
        this.file = file;
    }

    /** Watches the file, which is written as it is shipped where there is none. */
    static WatchedFile<TcbLevels> watch(StateDirectory state, Consumer<String> messages) throws StateException {
        if (!Files.exists(state.file(FILE))) {
            state.writePrivate(FILE, asShipped().getBytes(StandardCharsets.UTF_8));
        }
        return new WatchedFile<>(
                state.file(FILE),
                () -> {
                    byte[] text =
                            state.read(FILE).orElseThrow(() -> new StateException(state.file(FILE) + " is missing"));
                    return parse(
                            new String(text, StandardCharsets.UTF_8),
                            state.file(FILE).toString());
                },
                messages);
    }

    private static String asShipped() throws StateException {
        try (java.io.InputStream in = TcbFile.class.getResourceAsStream("tcb.conf")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new StateException("the default TCB levels are missing from the program", e);
        }
    }

    /** Reads the text; {@code file} is its name for messages. */
    static TcbLevels parse(String text, String file) throws StateException {
        return new TcbFile(file).parse(text);
    }

    private TcbLevels parse(String text) throws StateException {
        ConfText conf = ConfText.parse(text, file, Set.of(DATA_NUMBER), LEVEL);
        int dataNumber = number(DATA_NUMBER, conf.settings().getOrDefault(DATA_NUMBER, "16"));
        List<EpidTcbLevel> levels = new ArrayList<>();
        for (ConfText.Section section : conf.sections()) {
            levels.add(level(section.name(), section.settings(), levels));
        }
        if (levels.isEmpty() || !levels.get(levels.size() - 1).isReachedBy(ByteString.zeros(16), 0, 0)) {
            throw new StateException(
                    file + ": the last level must be one for all platforms (no security versions in it)");
        }
        return new TcbLevels(dataNumber, levels);
    }

    private EpidTcbLevel level(String name, Map<String, String> settings, List<EpidTcbLevel> before)
            throws StateException {
        if (before.isEmpty() && !settings.keySet().containsAll(Set.of("cpu_svn", "qe_svn", "pce_svn"))) {
            throw new StateException(file + ": [" + name + "], the current level, needs cpu_svn, qe_svn and pce_svn");
        }
        return new EpidTcbLevel(
                name,
                cpuSvn(name, settings.getOrDefault("cpu_svn", "00000000000000000000000000000000")),
                number("qe_svn", settings.getOrDefault("qe_svn", "0")),
                number("pce_svn", settings.getOrDefault("pce_svn", "0")),
                status(name, settings.get("status")),
                ConfText.list(settings.get("advisories")),
                updates(name, settings.get("update")));
    }

    private ByteString cpuSvn(String level, String value) throws StateException {
        try {
            ByteString svn = ByteString.fromHex(value);
            if (svn.size() == 16) {
                return svn;
            }
            throw new StateException(
                    file + ": [" + level + "] cpu_svn has " + value.length() + " digits instead of 32");
        } catch (HexFormatException e) {
            throw new StateException(file + ": [" + level + "] cpu_svn: " + e.getMessage(), e);
        }
    }

    private int number(String name, String value) throws StateException {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 0xffff) {
            throw new StateException(file + ": " + name + " = " + value + " is no number from 0 to 65535");
        }
        return Integer.parseInt(value);
    }

    private QuoteStatus status(String level, String value) throws StateException {
        return STATUSES.stream()
                .filter(status -> status.name().equals(value))
                .findFirst()
                .orElseThrow(() ->
                        new StateException(file + ": [" + level + "] status = " + value + " is none of " + STATUSES));
    }

    private Set<PlatformFlag> updates(String level, String value) throws StateException {
        Set<PlatformFlag> flags = EnumSet.noneOf(PlatformFlag.class);
        for (String update : ConfText.list(value)) {
            PlatformFlag flag = UPDATES.get(update.toLowerCase(Locale.ROOT));
            if (flag == null) {
                throw new StateException(file + ": [" + level + "] update = " + update + " is none of "
                        + UPDATES.keySet().stream().sorted().toList());
            }
            flags.add(flag);
        }
        return flags;
    }
}
