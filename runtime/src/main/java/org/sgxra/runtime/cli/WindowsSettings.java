package org.sgxra.runtime.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.sgxra.runtime.fault.Reason;

/**
 * The arguments that settings and policy stand for, on Windows. The scripts {@code run-….cmd} only set variables ({@code RA_…}, in
 * {@code settings.cmd} and {@code policy\policy.cmd}) and start Java: a batch file cannot put a value with {@code &}, {@code %} or a
 * quotation mark into a command line without running parts of it. It also keeps subscription keys and the password of a proxy out
 * of the arguments, which anybody can read. Elsewhere the shell does this work ({@code bin/verifier.sh}).
 */
final class WindowsSettings {
    /** System property with the name of the script, {@code run-server} for example, whose command is to use the settings. */
    static final String PROPERTY = "sgxra.settings";

    private static final String HOME = "sgxra.home";
    private static final String NONE = "none";
    private static final int SECRET_SIZE = 32;

    private final String script;
    private final Path home;
    private final Map<String, String> variables;
    private final List<String> arguments = new ArrayList<>();

    /**
     * @param script whose settings count
     * @param home the checkout, where relative file names start
     * @param variables of the environment
     */
    WindowsSettings(String script, Path home, Map<String, String> variables) {
        this.script = script;
        this.home = home.toAbsolutePath().normalize();
        this.variables = variables;
    }

    /** The arguments with those of the settings before them, if this process was started by a script for Windows. */
    static String[] before(String[] arguments) throws UsageException {
        String script = System.getProperty(PROPERTY, "");
        return script.isEmpty() || asksForHelp(arguments)
                ? arguments
                : new WindowsSettings(script, Path.of(System.getProperty(HOME, "")), System.getenv()).with(arguments);
    }

    /** Then neither settings nor policy is needed. */
    private static boolean asksForHelp(String[] arguments) {
        return Arrays.stream(arguments)
                .takeWhile(argument -> !argument.equals("--"))
                .anyMatch(argument -> argument.matches("--h.*|--vers.*|--comple.*|-[DGXdelmqvz]*h.*"));
    }

    /** @throws UsageException if a setting is not what it should be, or the policy is missing */
    String[] with(String... given) throws UsageException {
        switch (script) {
            case "run-server" -> server(given);
            case "run-isv-sp" -> isvServiceProvider(given);
            case "run-client" -> client();
            case "run-isv-app" -> isvApplication();
            case "run-ias" -> add("--state=" + home.resolve("state").resolve("ias"));
            default -> throw new IllegalStateException("no script: " + script);
        }
        flag("VERBOSE", "-v");
        flag("DEBUG", "-d");
        arguments.addAll(List.of(given));
        return arguments.toArray(new String[0]);
    }

    private void server(String... given) throws UsageException {
        verifier(given);
        file("SECRET_FILE", "--secret-file=");
    }

    private void isvServiceProvider(String... given) throws UsageException {
        verifier(given);
        if (isOn("ISV_COMPAT")) {
            add("--compat");
        } else {
            makeSecret();
            file("ISV_SECRET_FILE", "--secret-file=");
        }
        file("ISV_CERT", "--cert=");
        add(text("ISV_HOST", "localhost") + ":" + text("ISV_PORT", "22222"));
    }

    private void client() throws UsageException {
        evidence();
        value("TIMEOUT", "--timeout=");
        flag("RANDOM_NONCE", "-r");
        flag("LINKABLE", "-l");
        flag("USE_PLATFORM_SERVICES", "-m");
        value("SPID", "--spid=");
    }

    private void isvApplication() throws UsageException {
        evidence();
        value("TIMEOUT", "--timeout=");
        if (isOn("ISV_COMPAT")) {
            add("--compat");
        }
        file("ISV_CERT", "--cert=");
        file("ISV_KEY", "--key=");
        add(text("ISV_PORT", "22222"));
    }

    /** What the enclave is proved with, unless it is what it is proved with anyway. */
    private void evidence() {
        if (!List.of("epid", "both").contains(text("ATTESTATION", "epid"))) {
            value("ATTESTATION", "--attestation=");
        }
    }

    private void verifier(String... given) throws UsageException {
        if (!Files.exists(home.resolve("policy").resolve("policy.cmd"))) {
            throw new UsageException(
                    "policy\\policy.cmd is missing: it is made by the build of the enclave. Copy it from the"
                            + " machine that built the enclave, or fill in policy\\policy.cmd.in and save it under that name");
        }
        value("MRSIGNER", "--mrsigner=");
        value("PRODID", "--isv-product-id=");
        value("MIN_ISVSVN", "--min-isv-svn=");
        if (!isOn("ALLOW_DEBUG")) {
            add("--no-debug-enclave");
        }
        value("MRENCLAVE", "--mrenclave=");
        value("ACCEPT_STATUS", "--accept-status=");
        value("MITIGATED_ADVISORIES", "--mitigated-advisories=");
        flag("POLICY_STRICT_TRUST", "--strict-trust-mode");
        value("SPID", "--spid=");
        flag("LINKABLE", "--linkable");
        value("IAS_URL", "--ias-url=");
        flag("QUERY_IAS_PRODUCTION", "--production");
        file("IAS_CA_BUNDLE_FILE", "--ca-bundle-file=");
        file("IAS_REPORT_SIGNING_CA_FILE", "--ias-signing-cafile=");
        proxy(given);
        value("ATTESTATION", "--attestation=");
        value("PCCS_URL", "--pccs-url=");
        file("DCAP_ROOT_FILE", "--dcap-root=");
        value("MAX_REPORT_AGE", "--max-report-age=");
        value("TIMEOUT", "--timeout=");
        value("IAS_PRIMARY_SUBSCRIPTION_KEY", "--ias-pri-api-key=");
        value("IAS_SECONDARY_SUBSCRIPTION_KEY", "--ias-sec-api-key=");
    }

    /** Only one of the two can be given: the caller's choice replaces that of the settings. */
    private void proxy(String... given) throws UsageException {
        boolean chosen = Arrays.stream(given).anyMatch(argument -> argument.matches("-p.*|-x|--prox.*|--no-p.*"));
        if (isOn("IAS_DISABLE_PROXY")) {
            if (!chosen) {
                add("--no-proxy");
            }
        } else if (!chosen) {
            value("IAS_PROXY_URL", "--proxy=");
        }
    }

    /** A secret of the default name is made up when it is needed for the first time. */
    private void makeSecret() throws UsageException {
        String name = text("ISV_SECRET_FILE", NONE);
        if (name.equals(NONE)) {
            return;
        }
        Path secret = resolved("ISV_SECRET_FILE", name);
        if (!secret.equals(home.resolve("state").resolve("isv").resolve("secret")) || Files.exists(secret)) {
            return;
        }
        byte[] random = new byte[SECRET_SIZE];
        new SecureRandom().nextBytes(random);
        try {
            Files.createDirectories(secret.getParent());
            Files.writeString(secret, HexFormat.of().formatHex(random), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UsageException("cannot make the secret " + secret + ": " + Reason.of(e), e);
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }

    private String text(String name, String otherwise) {
        String value = variables.getOrDefault("RA_" + name, "").strip();
        return value.isEmpty() ? otherwise : value;
    }

    private boolean isOn(String name) throws UsageException {
        return switch (text(name, "0")) {
            case "0" -> false;
            case "1" -> true;
            default ->
                throw new UsageException("RA_" + name + " is '" + text(name, "")
                        + "' in the settings or the policy; it is a switch, 0 or 1");
        };
    }

    private void add(String argument) {
        arguments.add(argument);
    }

    private void flag(String name, String option) throws UsageException {
        if (isOn(name)) {
            add(option);
        }
    }

    private void value(String name, String option) {
        String value = text(name, NONE);
        if (!value.equals(NONE)) {
            add(option + value);
        }
    }

    private void file(String name, String option) throws UsageException {
        String value = text(name, NONE);
        if (!value.equals(NONE)) {
            add(option + resolved(name, value));
        }
    }

    private Path resolved(String name, String file) throws UsageException {
        return FileName.path(file)
                .map(home::resolve)
                .orElseThrow(() -> new UsageException("RA_" + name + " in the settings: " + FileName.fault(file)));
    }
}
