package org.sgxra.tool.collateral;

import static org.sgxra.runtime.cli.CommandOption.flag;
import static org.sgxra.runtime.cli.CommandOption.value;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.runtime.cli.ErrorText;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.ProcessStreams;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.fault.Reason;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.http.HttpAgents;
import org.sgxra.sp.http.HttpProxy;
import org.sgxra.sp.http.TlsTrust;
import org.sgxra.sp.pcs.PcsAddress;
import org.sgxra.sp.pcs.PcsClient;
import org.sgxra.sp.pcs.PlatformKind;
import org.sgxra.sp.pcs.UndeterminedPlatformException;
import org.sgxra.sp.service.AttestationServiceException;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.decode.QuoteBytes;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.io.PlainText;

/** {@code sgx-ra collateral fetch}: asks for what a quote is judged with, and stores it for later. */
public final class CollateralCommand {
    private static final String FETCH = "fetch";
    private static final int NO_QUOTE = 2;
    private static final int NOT_FETCHED = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Its options. */
    public static final OptionTable TABLE = OptionTable.named("sgx-ra collateral")
            .operands(FETCH)
            .purpose(
                    "Fetches the collateral that a DCAP quote is judged with, from Intel or another service, and stores it as"
                            + " verify-quote --collateral reads it. Nothing is verified: verify-quote does that. What is newer"
                            + " in the folder already stays there.")
            .group("What and where")
            .options(
                    value("quote", "FILE", "the quote, in any form that verify-quote reads; required"),
                    value("out", "DIR", "folder to store in, made if it is not there; required"))
            .group("Service")
            .options(
                    value("pcs-url", "URL", "another service like Intel's: https://host[:port][/sgx/certification/v4]")
                            .standard("Intel's"),
                    value("pccs-url", "URL", "a caching service (PCCS)"),
                    value("ca-bundle-file", "FILE", "CA bundle for TLS")
                            .letter('B')
                            .alias("ca-bundle")
                            .standard("CURL_CA_BUNDLE, SSL_CERT_FILE, the system's"),
                    value("user-agent", "NAME", "HTTP agent")
                            .letter('g')
                            .choices(HttpAgents.NAMES.toArray(new String[0]))
                            .standard(HttpAgents.NAMES.get(0)),
                    value("proxy", "URL", "proxy (@FILE: a file that holds the URL)")
                            .letter('p')
                            .standard("as curl, from the environment"),
                    flag("no-proxy", "direct connection").letter('x'))
            .example(
                    "sgx-ra collateral fetch --quote=quote.bin --out=collateral",
                    "then sgx-ra verify-quote --quote=quote.bin --collateral=collateral")
            .exitCode(0, "stored")
            .exitCode(1, "wrong usage, or a file cannot be read or written")
            .exitCode(2, "no DCAP quote, or one that does not say which platform it is of")
            .exitCode(3, "not fetched: the service cannot be reached, or does not have it")
            .build();

    private CollateralCommand() {}

    /** Runs the command; the result is its exit code. */
    public static int run(GivenOptions options, ProcessStreams streams, Map<String, String> environment)
            throws UsageException {
        if (!options.operands().equals(List.of(FETCH))) {
            throw new UsageException("collateral knows one command: fetch");
        }
        InputFile input = InputFile.of(options.required("quote").value(), streams);
        OptionValue out = options.required("out");
        PcsAddress address = address(options);
        PcsClient client = new PcsClient(address, agents(address, options, environment));
        PlatformKind platform;
        try {
            platform = platform(input.content());
        } catch (NotDecodableException | MalformedMessageException | UndeterminedPlatformException e) {
            return fail(streams, NO_QUOTE, input.name() + ": " + e.getMessage());
        }
        try {
            Collateral collateral = client.collateral(platform, SessionListener.NONE, Expiry.NEVER);
            Path folder = out.path();
            for (String file : CollateralWriter.write(collateral, folder)) {
                streams.stdout().println(folder.resolve(file));
            }
            return 0;
        } catch (AttestationServiceException | DcapFormatException e) {
            return fail(streams, NOT_FETCHED, e.getMessage());
        } catch (UnusableFolderException e) {
            throw out.fault(PlainText.of(e.getMessage()));
        } catch (IOException e) {
            throw out.fault("cannot be written: " + Reason.of(e));
        }
    }

    private static int fail(ProcessStreams streams, int exitCode, String message) {
        streams.stderr().println(ErrorText.of("sgx-ra collateral: " + PlainText.of(message)));
        return exitCode;
    }

    private static PlatformKind platform(ByteString content)
            throws NotDecodableException, MalformedMessageException, UndeterminedPlatformException {
        ByteString quote =
                QuoteBytes.of(content).orElseThrow(() -> new NotDecodableException("there is no quote in it"));
        return PlatformKind.of(EcdsaQuote.parse(quote.toArray()));
    }

    private static PcsAddress address(GivenOptions options) throws UsageException {
        options.exclude("pcs-url", "pccs-url");
        if (options.has("pccs-url")) {
            return address(PcsAddress.Kind.PCCS, options.required("pccs-url"));
        }
        return options.has("pcs-url") ? address(PcsAddress.Kind.PCS, options.required("pcs-url")) : PcsAddress.INTEL;
    }

    private static PcsAddress address(PcsAddress.Kind kind, OptionValue url) throws UsageException {
        try {
            return PcsAddress.parse(kind, url.value());
        } catch (IllegalArgumentException e) {
            throw url.fault(e.getMessage());
        }
    }

    /** An agent for each server that is asked: what cannot work with one is said before any is asked. */
    private static PcsClient.Agents agents(PcsAddress address, GivenOptions options, Map<String, String> environment)
            throws UsageException {
        options.exclude("proxy", "no-proxy");
        String given = options.has("proxy") ? options.required("proxy").valueOrText() : null;
        Path bundle = options.has("ca-bundle-file")
                ? options.required("ca-bundle-file").path()
                : null;
        String agent = options.get("user-agent").map(OptionValue::value).orElse(HttpAgents.NAMES.get(0));
        if (!HttpAgents.NAMES.contains(agent)) {
            throw options.required("user-agent").fault("is none of " + String.join(", ", HttpAgents.NAMES));
        }
        Map<URI, HttpAgent> agents = new HashMap<>();
        try {
            TlsTrust trust = TlsTrust.choose(bundle, environment);
            for (URI server : address.servers()) {
                Optional<HttpProxy> proxy =
                        options.has("no-proxy") ? Optional.empty() : HttpProxy.choose(server, given, environment);
                agents.put(server, HttpAgents.of(agent, trust, proxy, TIMEOUT, environment));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        return uri -> agents.get(URI.create("https://" + uri.getAuthority()));
    }
}
