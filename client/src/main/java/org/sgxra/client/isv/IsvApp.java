package org.sgxra.client.isv;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.sgxra.client.Enclave;
import org.sgxra.client.EnclaveException;
import org.sgxra.client.EnclaveFiles;
import org.sgxra.client.NativeEnclave;
import org.sgxra.client.UsageException;
import org.sgxra.runtime.transcript.Transcript;

/** The command {@code isv-app}. Exit code 0 after a signal, 1 if it cannot start. */
public final class IsvApp {
    private static final int FAILED = 1;

    private IsvApp() {}

    public static void main(String[] args) {
        System.exit(run(System.err, System.getenv(), args));
    }

    /** Runs the command line until a signal comes, or gives the exit code of a failure. */
    static int run(PrintStream people, Map<String, String> environment, String... args) {
        try {
            IsvAppOptions options = IsvAppOptions.parse(args);
            if (options.help()) {
                people.print(IsvAppOptions.USAGE);
                return FAILED;
            }
            SSLContext tls = ServerIdentity.load(options.certificate(), options.key());
            try (Transcript transcript =
                    new Transcript(people, options.level(), Clock.systemDefaultZone()).logTo(Path.of("isv-app.log"))) {
                return serve(options, tls, environment, transcript);
            }
        } catch (UsageException e) {
            people.println("isv-app: " + e.getMessage() + " (isv-app --help lists the options)");
            return FAILED;
        }
    }

    private static int serve(
            IsvAppOptions options, SSLContext tls, Map<String, String> environment, Transcript transcript) {
        try (Enclave enclave = NativeEnclave.load(EnclaveFiles.fromProperties(), environment, transcript::line)) {
            if (enclave.mode() != Enclave.Mode.HW) {
                transcript.line(enclave.mode() + " mode: an enclave with no hardware protection; "
                        + "its quotes are worth nothing outside of tests");
            }
            try (IsvAppServer server = new IsvAppServer(
                    tls,
                    options.address(),
                    options.port(),
                    enclave,
                    new IsvAppServer.Terms(options.spKey(), options.compatible(), options.timeout()),
                    transcript)) {
                // A signal is the normal end; without the halt the exit code would tell of the signal.
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
                server.serve();
            }
            return 0;
        } catch (EnclaveException e) {
            transcript.line("isv-app: " + e.getMessage());
        } catch (IOException e) {
            transcript.line("isv-app: cannot listen on " + options.address().getHostAddress() + " port "
                    + options.port() + ": " + e.getMessage());
        }
        return FAILED;
    }
}
