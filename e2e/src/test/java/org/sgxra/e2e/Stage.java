package org.sgxra.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An emulator of the attestation service on a free port, a platform that is its customer, and the scripts that use both. */
final class Stage implements AutoCloseable {
    private final Path directory;
    private final Map<String, String> environment;
    private final List<Command> running = new ArrayList<>();
    private final int iasPort;

    private Stage(Path directory, Map<String, String> settings) throws IOException, InterruptedException {
        this.directory = directory;
        environment = new HashMap<>(settings);
        Path state = directory.resolve("ias");
        EmulatorKeys.provide(state);
        iasPort = port(run("run-ias", "--port=0", "--state=" + state));
        environment.putAll(environment(iasPort, state, directory.resolve("platform")));
    }

    private Stage(Stage other) {
        directory = other.directory;
        environment = new HashMap<>(other.environment);
        iasPort = other.iasPort;
    }

    /** The same emulator and platform, for commands with other settings; whoever asks for it closes it before this one. */
    Stage sibling() {
        return new Stage(this);
    }

    /** The port that a server says it listens on. */
    static int port(Command server) throws InterruptedException {
        return Integer.parseInt(
                server.awaitError("^Listening for connections on port (\\d+)").group(1));
    }

    /** The settings with which the scripts use an emulator. */
    static Map<String, String> environment(int port, Path ias, Path platform) {
        String url = "https://localhost:" + port;
        String tlsCa = ias.resolve("tls_ca.pem").toString();
        return Map.of(
                "IAS_URL",
                url,
                "PROVISIONING_URL",
                url,
                "IAS_CA_BUNDLE_FILE",
                tlsCa,
                "PROVISIONING_CA_FILE",
                tlsCa,
                "IAS_REPORT_SIGNING_CA_FILE",
                ias.resolve("report_ca.pem").toString(),
                "PCCS_URL",
                url + "/sgx/certification/v4/",
                "DCAP_ROOT_FILE",
                ias.resolve("sgx_root_ca.pem").toString(),
                "PLATFORM_STATE",
                platform.toString());
    }

    /** Starts an emulator with a state of its own in {@code directory}. */
    static Stage in(Path directory) throws IOException, InterruptedException {
        return new Stage(directory, Map.of());
    }

    /** The same, with settings for all commands, that of the emulator among them. */
    static Stage in(Path directory, Map<String, String> settings) throws IOException, InterruptedException {
        return new Stage(directory, settings);
    }

    /** A variable of the settings for the commands to come. */
    Stage with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** CA file of the emulator's TLS. */
    Path tlsCa() {
        return directory.resolve("ias/tls_ca.pem");
    }

    /** Address of the emulator. */
    String url() {
        return "https://localhost:" + iasPort;
    }

    /** All commands so far, the emulator first. */
    List<Command> commands() {
        return List.copyOf(running);
    }

    /** State directory of the emulator. */
    Path iasState() {
        return directory.resolve("ias");
    }

    /** State directory of the platform. */
    Path platformState() {
        return directory.resolve("platform");
    }

    /** Runs a command of {@code run-ias} to its end, which must be a good one; gives what it says. */
    String ias(String... arguments) throws IOException, InterruptedException {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--state=" + iasState();
        Command command = run("run-ias", all);
        if (command.exitCode() != 0) {
            throw new AssertionError(String.join(" ", arguments) + "\n" + command);
        }
        return command.output();
    }

    /** Starts a script in a directory of its own, which receives its log file. */
    Command run(String script, String... arguments) throws IOException {
        return added(Command.start(ownDirectory(), environment, script, arguments));
    }

    /** The same, with standard output left to the caller. */
    Command runPiped(String script, String... arguments) throws IOException {
        return added(Command.startPiped(ownDirectory(), environment, script, arguments));
    }

    private Path ownDirectory() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(directory.resolve("cwd")), "run");
    }

    private Command added(Command command) {
        running.add(command);
        return command;
    }

    /** Starts {@code run-server} on a free port. */
    Server server(String... arguments) throws IOException, InterruptedException {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "0";
        Command command = run("run-server", all);
        return new Server(command, "localhost:" + port(command));
    }

    /** Runs {@code run-client} against {@code server} to its end. */
    Command attest(Server server, String... arguments) throws IOException, InterruptedException {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = server.address();
        Command client = run("run-client", all);
        client.exitCode();
        return client;
    }

    /** A running service provider. */
    record Server(Command command, String address) {}

    @Override
    public void close() {
        for (Command command : running) {
            command.close();
        }
    }
}
