package org.sgxra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.bench.StartupMeasurement.Start;
import org.sgxra.bench.StartupMeasurement.Starter;

/** What the commands need that are started: an emulator, a service provider and an application that run all the time. */
final class StartupScene implements AutoCloseable {
    /** The public demonstration subscription of the emulator, as {@code settings} has it. */
    private static final List<String> SUBSCRIPTION =
            List.of("--spid=5350494420554e4c494e4b41424c4521", "--ias-pri-api-key=0a0b0c0d0e0f10111213141516171819");

    private static final String QUOTE = "testdata/dcap/uptodate-v2-00606a000000-202207-054f36/quote.bin";

    private final Checkout checkout = new Checkout();
    private final TemporaryFolder folder = new TemporaryFolder("run-bench");
    private final Map<String, String> environment = new HashMap<>();
    private final List<StartedCommand> running = new ArrayList<>();
    private int iasPort;
    private int spPort;
    private int applicationPort;

    /** Nothing runs yet. */
    StartupScene() throws IOException {}

    /** Starts what has to run; the first start of an emulator makes keys, which takes seconds. */
    void startServices(Progress progress) throws IOException, InterruptedException {
        progress.line("starting ias, sp and isv-app");
        Files.writeString(folder.path().resolve("secret"), "a secret for the enclave");
        run("isv-cert", certificate(), key()).millisUntilExit(0);
        iasPort = run("ias", iasArguments("ias")).port();
        folder.copy("ias", "other-ias");
        environment.put("PROVISIONING_URL", "https://localhost:" + iasPort);
        environment.put("PROVISIONING_CA_FILE", folder.path() + "/ias/tls_ca.pem");
        environment.put("PLATFORM_STATE", folder.path() + "/platform");
        spPort = run("sp", spArguments()).port();
        applicationPort = run("isv-app", applicationArguments()).port();
    }

    private StartedCommand run(String command, String... arguments) throws IOException {
        StartedCommand started = checkout.start(folder.path(), environment, command, List.of(arguments));
        running.add(started);
        return started;
    }

    private String certificate() {
        return folder.path() + "/cert.pem";
    }

    private String key() {
        return folder.path() + "/key.pem";
    }

    /** Only one emulator may run on a state. */
    private String[] iasArguments(String state) {
        return new String[] {"--port=0", "--state=" + folder.path().resolve(state)};
    }

    private String[] applicationArguments() {
        return new String[] {"--bind=127.0.0.1", "--cert=" + certificate(), "--key=" + key(), "0"};
    }

    private List<String> verifierArguments() {
        List<String> arguments = new ArrayList<>(checkout.policyOptions());
        arguments.addAll(SUBSCRIPTION);
        arguments.add("--no-proxy");
        arguments.add("--ias-url=https://localhost:" + iasPort);
        arguments.add("--ca-bundle-file=" + folder.path() + "/ias/tls_ca.pem");
        arguments.add("--ias-signing-cafile=" + folder.path() + "/ias/report_ca.pem");
        return arguments;
    }

    private String[] spArguments() {
        List<String> arguments = verifierArguments();
        arguments.add("--bind=127.0.0.1");
        arguments.add("0");
        return arguments.toArray(new String[0]);
    }

    private String[] isvSpArguments() {
        List<String> arguments = verifierArguments();
        arguments.add("--cert=" + certificate());
        arguments.add("--secret-file=" + folder.path() + "/secret");
        arguments.add("localhost:" + applicationPort);
        return arguments.toArray(new String[0]);
    }

    /** The commands by name. */
    Map<String, Starter> commands() {
        Map<String, Starter> commands = new LinkedHashMap<>();
        commands.put("client", () -> toExit("client", SUBSCRIPTION.get(0), "127.0.0.1:" + spPort));
        commands.put("sp", () -> toListening("sp", spArguments()));
        commands.put("isv-app", () -> toListening("isv-app", applicationArguments()));
        commands.put("isv-sp", () -> toExit("isv-sp", isvSpArguments()));
        commands.put("ias", () -> toListening("ias", iasArguments("other-ias")));
        commands.put(
                "sgx-ra", () -> toExit("sgx-ra", "decode", checkout.file(QUOTE).toString()));
        return commands;
    }

    /** The program that does nothing, with the options that the commands of short life have. */
    Start empty() throws IOException, InterruptedException {
        double before = ProcessCpu.endedChildrenMillis();
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                StartupMeasurement.ownJar().toString(),
                EmptyProgram.class.getName());
        try (StartedCommand command = StartedCommand.start(folder.path(), Map.of(), words)) {
            double millis = command.millisUntilExit(0);
            return new Start(millis, ProcessCpu.endedChildrenMillis() - before);
        }
    }

    /** A trusted enclave is exit code 0. */
    private Start toExit(String name, String... arguments) throws IOException, InterruptedException {
        double before = ProcessCpu.endedChildrenMillis();
        try (StartedCommand command = checkout.start(folder.path(), environment, name, List.of(arguments))) {
            double millis = command.millisUntilExit(0);
            return new Start(millis, ProcessCpu.endedChildrenMillis() - before);
        }
    }

    private Start toListening(String name, String... arguments) throws IOException, InterruptedException {
        try (StartedCommand command = checkout.start(folder.path(), environment, name, List.of(arguments))) {
            return new Start(command.millisUntilListening(), command.cpuMillis());
        }
    }

    @Override
    public void close() throws IOException {
        running.forEach(StartedCommand::close);
        folder.close();
    }
}
