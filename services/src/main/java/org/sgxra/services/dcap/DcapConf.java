package org.sgxra.services.dcap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TdxModuleIdentity;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.ConfText;
import org.sgxra.services.state.WatchedFile;

/** The text file {@code dcap.conf}: meant to be edited, also while the emulator runs. */
final class DcapConf {
    static final String FILE = "dcap.conf";
    private static final Set<String> SETTINGS = Set.of("tcb_evaluation_data_number", "tcb_date", "early_tcb_date");
    private static final long MAX_NUMBER = 0x7fff_ffffL;

    private final DcapSections sections;
    private final DcapValues values;
    private final ConfText text;

    private DcapConf(String file, ConfText text) throws StateException {
        this.sections = new DcapSections(file, text.sections());
        this.values = new DcapValues(file);
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
        return read(text, file).levels(read(new String(asShipped(), StandardCharsets.UTF_8), FILE));
    }

    private static DcapConf read(String text, String file) throws StateException {
        return new DcapConf(file, ConfText.parse(text, file, SETTINGS, DcapSections.names()));
    }

    /**
     * The levels of both sets.
     *
     * @param shipped whose sections about trust domains count where there are none
     */
    private DcapLevels levels(DcapConf shipped) throws StateException {
        long number = values.number("tcb_evaluation_data_number", text.settings(), 17, MAX_NUMBER);
        Instant date = values.date("tcb_date", text.settings(), Instant.parse("2025-05-14T00:00:00Z"));
        Instant earlyDate = values.date("early_tcb_date", text.settings(), date);
        return new DcapLevels(
                set(number, date, "components", shipped), set(number + 1, earlyDate, "early_components", shipped));
    }

    private TcbSet set(long number, Instant date, String components, DcapConf shipped) throws StateException {
        List<EnclaveTcbLevel> tdQe = sections.enclaveLevels(DcapSections.TD_QE_SVN, date);
        List<TdxModuleIdentity> modules = sections.modules(date);
        return new TcbSet(
                number,
                date,
                sections.platformLevels(components, date),
                sections.qeLevels(date),
                tdQe.isEmpty() ? shipped.sections.enclaveLevels(DcapSections.TD_QE_SVN, date) : tdQe,
                modules.size() == 1 ? shipped.sections.modules(date) : modules);
    }
}
