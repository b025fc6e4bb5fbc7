package org.sgxra.services.dcap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.dcap.TdxModuleIdentity;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.ConfText;

/** The sections of {@code dcap.conf}: levels of platforms, of the two quoting enclaves and of TDX modules. */
final class DcapSections {
    static final String TD_QE_SVN = "td_qe_svn";
    private static final String QE_SVN = "qe_svn";
    private static final String MODULE = "tdx_module";
    private static final String MODULE_SVN = "module_svn";
    private static final Set<String> PLATFORM_LEVEL =
            Set.of("components", "early_components", "tdx_components", "pce_svn", "status", "advisories", "tcb_date");
    private static final List<Set<String>> KINDS =
            List.of(PLATFORM_LEVEL, enclave(QE_SVN), enclave(TD_QE_SVN), enclave(MODULE, MODULE_SVN));
    /** Signer and attributes of Intel's modules, which are zero, and a mask by which all attributes count (docs/spec/dcap.md section 12). */
    private static final ByteString SIGNER = ByteString.zeros(48);

    private static final ByteString ATTRIBUTES = ByteString.zeros(8);
    private static final ByteString ALL_ATTRIBUTES =
            ByteString.of(java.util.HexFormat.of().parseHex("ff".repeat(8)));

    private final String file;
    private final DcapValues values;
    private final List<ConfText.Section> sections;

    /** @param file its name, for messages */
    DcapSections(String file, List<ConfText.Section> sections) throws StateException {
        this.file = file;
        this.values = new DcapValues(file);
        this.sections = sections;
        for (ConfText.Section section : sections) {
            Set<String> names = section.settings().keySet();
            if (KINDS.stream().noneMatch(kind -> kind.containsAll(names))) {
                throw values.fault(
                        section,
                        "is a level of platforms or, with qe_svn, td_qe_svn or tdx_module, of an enclave or module, not both");
            }
        }
    }

    private static Set<String> enclave(String... own) {
        return Stream.concat(Stream.of(own), Stream.of("status", "advisories", "tcb_date"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All that may be set in a section of any kind. */
    static Set<String> names() {
        return KINDS.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Levels of platforms, highest first.
     *
     * @param components the setting that is asked for first
     * @param date of levels without one
     */
    List<TcbLevel> platformLevels(String components, Instant date) throws StateException {
        List<TcbLevel> levels = new ArrayList<>();
        for (ConfText.Section section : sections) {
            Map<String, String> settings = section.settings();
            if (Stream.of(QE_SVN, TD_QE_SVN, MODULE).anyMatch(settings::containsKey)) {
                continue;
            }
            TcbLevel level = new TcbLevel(
                    values.components(section, settings.containsKey(components) ? components : "components"),
                    (int) values.number("pce_svn", settings, 0, 0xffff),
                    Optional.of(
                            settings.containsKey("tdx_components")
                                    ? values.components(section, "tdx_components")
                                    : ByteString.zeros(TcbLevel.COMPONENTS)),
                    values.date("tcb_date", settings, date),
                    values.status(section, TcbStatus::ofPlatform),
                    values.advisories(section));
            if (levels.stream()
                    .anyMatch(other ->
                            other.components().equals(level.components()) && other.pceSvn() == level.pceSvn())) {
                throw values.fault(section, "has the same versions as another level");
            }
            levels.add(level);
        }
        if (levels.isEmpty()) {
            throw new StateException(file + ": there is no level of platforms");
        }
        levels.sort(TcbLevel.HIGHEST_FIRST);
        return levels;
    }

    /** Levels of the quoting enclave for enclaves, highest first. */
    List<EnclaveTcbLevel> qeLevels(Instant date) throws StateException {
        List<EnclaveTcbLevel> levels = enclaveLevels(QE_SVN, date);
        if (levels.isEmpty()) {
            throw new StateException(file + ": there is no level of quoting enclaves (qe_svn)");
        }
        return levels;
    }

    /** Levels of the enclave whose sections have the setting {@code svn}, highest first; none if there is no such section. */
    List<EnclaveTcbLevel> enclaveLevels(String svn, Instant date) throws StateException {
        return levels(
                svn,
                date,
                sections.stream()
                        .filter(section -> section.settings().containsKey(svn))
                        .toList());
    }

    private List<EnclaveTcbLevel> levels(String svnName, Instant date, List<ConfText.Section> of)
            throws StateException {
        List<EnclaveTcbLevel> levels = new ArrayList<>();
        for (ConfText.Section section : of) {
            int svn = (int) values.number(svnName, section.settings(), 0, 0xffff);
            if (levels.stream().anyMatch(other -> other.isvSvn() == svn)) {
                throw values.fault(section, "has the same " + svnName + " as another level");
            }
            levels.add(new EnclaveTcbLevel(
                    svn,
                    values.date("tcb_date", section.settings(), date),
                    values.status(section, TcbStatus::ofEnclave),
                    values.advisories(section)));
        }
        levels.sort(Comparator.comparingInt(EnclaveTcbLevel::isvSvn).reversed());
        return levels;
    }

    /** The TDX modules: that of major version 0, which has no levels, and then those that sections tell of, in their order. */
    List<TdxModuleIdentity> modules(Instant date) throws StateException {
        Map<Integer, List<ConfText.Section>> ofVersions = new LinkedHashMap<>();
        for (ConfText.Section section : sections) {
            if (section.settings().containsKey(MODULE) || section.settings().containsKey(MODULE_SVN)) {
                ofVersions
                        .computeIfAbsent(majorVersion(section), version -> new ArrayList<>())
                        .add(section);
            }
        }
        List<TdxModuleIdentity> modules = new ArrayList<>(List.of(module("", List.of())));
        for (Map.Entry<Integer, List<ConfText.Section>> version : ofVersions.entrySet()) {
            modules.add(module(TdxModuleIdentity.idOf(version.getKey()), levels(MODULE_SVN, date, version.getValue())));
        }
        return modules;
    }

    private int majorVersion(ConfText.Section section) throws StateException {
        if (!section.settings().keySet().containsAll(List.of(MODULE, MODULE_SVN))) {
            throw values.fault(section, "needs both " + MODULE + " and " + MODULE_SVN);
        }
        int version = (int) values.number(MODULE, section.settings(), 0, 0xff);
        if (version == 0) {
            throw values.fault(section, MODULE + " = 0: the module of major version 0 is judged by tdx_components");
        }
        return version;
    }

    private static TdxModuleIdentity module(String id, List<EnclaveTcbLevel> levels) {
        return new TdxModuleIdentity(id, SIGNER, ATTRIBUTES, ALL_ATTRIBUTES, levels);
    }
}
