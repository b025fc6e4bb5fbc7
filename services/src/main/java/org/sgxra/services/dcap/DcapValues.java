package org.sgxra.services.dcap;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.ConfText;

/** The values of {@code dcap.conf}; its faults name file and section. */
final class DcapValues {
    private final String file;

    DcapValues(String file) {
        this.file = file;
    }

    /** Which statuses may stand in a section. */
    interface StatusWords {
        Optional<TcbStatus> status(String word);
    }

    ByteString components(ConfText.Section section, String name) throws StateException {
        String digits = section.settings().get(name);
        if (digits == null) {
            throw fault(section, "needs components, qe_svn, td_qe_svn or tdx_module");
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

    TcbStatus status(ConfText.Section section, StatusWords words) throws StateException {
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

    List<String> advisories(ConfText.Section section) throws StateException {
        List<String> advisories = ConfText.list(section.settings().get("advisories"));
        for (String advisory : advisories) {
            if (!advisory.matches("[A-Z0-9-]{1,32}")) {
                throw fault(section, "advisories: " + advisory + " is no identifier such as INTEL-SA-00001");
            }
        }
        return advisories;
    }

    long number(String name, Map<String, String> settings, long standard, long max) throws StateException {
        String value = settings.get(name);
        if (value == null) {
            return standard;
        }
        if (!value.matches("[0-9]{1,10}") || Long.parseLong(value) > max) {
            throw new StateException(file + ": " + name + " = " + value + " is no number from 0 to " + max);
        }
        return Long.parseLong(value);
    }

    Instant date(String name, Map<String, String> settings, Instant standard) throws StateException {
        String value = settings.get(name);
        try {
            return value == null
                    ? standard
                    : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new StateException(file + ": " + name + " = " + value + " is no date of the form YYYY-MM-DD", e);
        }
    }

    StateException fault(ConfText.Section section, String reason) {
        return new StateException(file + ": [" + section.name() + "] " + reason);
    }
}
