package org.sgxra.services.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.runtime.cli.FileName;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.GroupStore;
import org.sgxra.services.state.Groups;

/** The options of a command, and what they name. */
public final class Arguments {
    private final GivenOptions options;
    private final Path state;

    /**
     * @param options of the command
     * @param state directory of the emulator
     */
    public Arguments(GivenOptions options, Path state) {
        this.options = options;
        this.state = state;
    }

    boolean has(String option) {
        return options.has(option);
    }

    /** The last value of an option. */
    Optional<String> value(String option) {
        return options.get(option).map(OptionValue::value);
    }

    /** All values of an option that may be repeated. */
    List<String> values(String option) {
        return options.all(option).stream().map(OptionValue::value).toList();
    }

    String required(String option) throws CommandException {
        try {
            return options.required(option).value();
        } catch (UsageException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    /** A decimal number from 0 to {@code max}. */
    Optional<Integer> number(String option, int max) throws CommandException {
        Optional<OptionValue> given = options.get(option);
        try {
            return given.isEmpty() ? Optional.empty() : Optional.of(given.get().number(0, max));
        } catch (UsageException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    static byte[] file(String name) throws CommandException {
        Path file = FileName.path(name).orElseThrow(() -> new CommandException(FileName.fault(name)));
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(name + " does not exist", e);
        } catch (IOException e) {
            throw new CommandException("cannot read " + name + ": " + Reason.of(e), e);
        }
    }

    Path statePath() {
        return state;
    }

    boolean hasState() {
        return Files.isDirectory(state);
    }

    StateDirectory state() throws StateException {
        if (!hasState()) {
            throw new StateException("there is no emulator's state in " + state
                    + "; start the emulator (run-ias) once, or name its --state");
        }
        return StateDirectory.open(state);
    }

    GroupStore store() throws StateException {
        return GroupStore.existing(state());
    }

    /** The group of the given id, eight hexadecimal digits. */
    static Group group(Groups groups, String gid) throws CommandException {
        if (!gid.matches("[0-9a-fA-F]{8}")) {
            throw new CommandException(gid + " is no EPID group id (8 hexadecimal digits)");
        }
        return group(groups, new EpidGroupId(Integer.parseUnsignedInt(gid, 16)));
    }

    static Group group(Groups groups, EpidGroupId gid) throws CommandException {
        return groups.find(gid)
                .orElseThrow(() -> new CommandException("there is no EPID group " + gid + "; there are "
                        + groups.all().stream()
                                .map(group -> group.gid().toString())
                                .collect(Collectors.joining(", "))));
    }
}
