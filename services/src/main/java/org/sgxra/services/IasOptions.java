package org.sgxra.services;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.services.command.Arguments;
import org.sgxra.services.command.Command;

/**
 * The command line of {@code ias} (docs/spec/cli.md): options, and the name of a command somewhere before its own ones.
 *
 * @param config what to listen on, and where the state is
 * @param level how much to tell
 * @param help true if only the usage was asked for
 * @param command what to do instead of running the emulator
 * @param arguments for the command
 */
record IasOptions(Emulator.Config config, Level level, boolean help, Optional<Command> command, Arguments arguments) {

    /** The text for people. */
    static String usage() {
        return """
                usage: ias [--bind=ADDRESS] [--port=N] [--state=DIR] [--fail=STATUS:N] [-v] [-d] [-h]
                       ias [--state=DIR] COMMAND ...
                  --bind=ADDRESS   address to listen on (127.0.0.1)
                  --port=N         port to listen on, 0 for any free one (8443)
                  --state=DIR      directory for keys, certificates, groups (state/ias)
                  --fail=STATUS:N  answer the next N requests with an HTTP status such as 503: for trying clients
                  -v, --verbose    a line for each request
                  -d, --debug      and why connections ended
                  -h, --help       this text
                commands, for the emulator that has the state directory, running or not:
                """
                + Command.all().values().stream()
                        .map(command -> command.usage().indent(2).stripTrailing())
                        .collect(Collectors.joining("\n"));
    }

    private static Options common() {
        return new Options()
                .addOption(Option.builder().longOpt("state").hasArg().get())
                .addOption("v", "verbose", false, null)
                .addOption("d", "debug", false, null)
                .addOption("h", "help", false, null);
    }

    /**
     * Reads the arguments; of a repeated option the last value counts.
     *
     * @param home what relative default paths start from
     * @throws ParseException with a message for people
     */
    static IasOptions parse(String[] arguments, Path home) throws ParseException {
        List<String> all = new ArrayList<>(List.of(arguments));
        Optional<Command> command = takeCommand(all);
        Options options = common();
        if (command.isPresent()) {
            options.addOptions(command.get().options());
        } else {
            for (String name : new String[] {"bind", "port", "fail"}) {
                options.addOption(Option.builder().longOpt(name).hasArg().get());
            }
        }
        CommandLine line =
                DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, all.toArray(new String[0]));
        if (!line.getArgList().isEmpty()) {
            throw new ParseException(line.getArgList().get(0) + " is neither an option nor a command");
        }
        Level level = line.hasOption("d") ? Level.DEBUG : line.hasOption("v") ? Level.VERBOSE : Level.NORMAL;
        Path state = Path.of(last(line, "state", home.resolve("state/ias").toString()));
        InetSocketAddress address = command.isPresent()
                ? new InetSocketAddress(0)
                : address(last(line, "bind", "127.0.0.1"), last(line, "port", "8443"));
        Optional<FaultInjection> failing =
                line.hasOption("fail") ? Optional.of(FaultInjection.parse(last(line, "fail", ""))) : Optional.empty();
        return new IasOptions(
                new Emulator.Config(address, state, failing),
                level,
                line.hasOption("h"),
                command,
                new Arguments(line, state));
    }

    /** Removes the name of a command, which may stand after options such as {@code --state DIR}. */
    private static Optional<Command> takeCommand(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (Set.of("--state", "--bind", "--port", "--fail").contains(arguments.get(i))) {
                i++;
            } else if (!arguments.get(i).startsWith("-")) {
                Command command = Command.all().get(arguments.get(i));
                if (command != null) {
                    arguments.remove(i);
                }
                return Optional.ofNullable(command);
            }
        }
        return Optional.empty();
    }

    private static String last(CommandLine line, String option, String otherwise) {
        String[] values = line.getOptionValues(option);
        return values == null ? otherwise : values[values.length - 1];
    }

    private static InetSocketAddress address(String bind, String port) throws ParseException {
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 0xffff) {
            throw new ParseException("port " + port + " is no number from 0 to 65535");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(bind), Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw new ParseException("unknown address " + bind);
        }
    }
}
