package org.sgxra.ias;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.sgxra.common.transcript.Level;

/**
 * The command line of {@code ias} (docs/spec/cli.md).
 *
 * @param config what to listen on, and where the state is
 * @param level how much to tell
 * @param help true if only the usage was asked for
 */
record IasOptions(Emulator.Config config, Level level, boolean help) {
    static final String USAGE = """
            usage: ias [--bind=ADDRESS] [--port=N] [--state=DIR] [-v] [-d] [-h]
              --bind=ADDRESS  address to listen on (127.0.0.1)
              --port=N        port to listen on, 0 for any free one (8443)
              --state=DIR     directory for keys, certificates, groups (state/ias)
              -v, --verbose   a line for each request
              -d, --debug     and why connections ended
              -h, --help      this text""";

    private static final Options OPTIONS = new Options()
            .addOption(Option.builder().longOpt("bind").hasArg().get())
            .addOption(Option.builder().longOpt("port").hasArg().get())
            .addOption(Option.builder().longOpt("state").hasArg().get())
            .addOption("v", "verbose", false, null).addOption("d", "debug", false, null).addOption("h", "help", false, null);

    /**
     * Reads the arguments; of a repeated option the last value counts.
     *
     * @param home what relative default paths start from
     * @throws ParseException with a message for people
     */
    static IasOptions parse(String[] arguments, Path home) throws ParseException {
        CommandLine line = DefaultParser.builder().setAllowPartialMatching(false).get().parse(OPTIONS, arguments);
        if (!line.getArgList().isEmpty()) {
            throw new ParseException("unexpected argument " + line.getArgList().get(0));
        }
        Level level = line.hasOption("d") ? Level.DEBUG : line.hasOption("v") ? Level.VERBOSE : Level.NORMAL;
        String state = last(line, "state", null);
        return new IasOptions(new Emulator.Config(address(last(line, "bind", "127.0.0.1"), last(line, "port", "8443")),
                state == null ? home.resolve("state/ias") : Path.of(state)), level, line.hasOption("h"));
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
