package org.sgxra.services.pcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.dcap.RegisteredPlatform;
import org.sgxra.services.dcap.SoftProcessor;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.Request;

/**
 * What users and administrators do with a PCCS (docs/spec/dcap.md section 7.2): tell it of platforms, ask which ones it waits for, bring
 * what was fetched for them elsewhere, and have it fetch anew.
 */
public final class PccsAdministration implements Endpoint {
    private static final Pattern PATH =
            Pattern.compile("/pccs/sgx/certification/v[34]/(platforms|platformcollateral|refresh)");
    private static final int UNEXPECTED_PLATFORM = 460;
    /** Platforms that are waited for; the oldest of more is forgotten. */
    private static final int MOST_WAITING = 256;

    private final DcapState state;
    /** By QE id: platforms that the emulator does not know yet, as users told of them. They are kept in memory only. */
    private final Map<ByteString, PlatformEntry> waiting = new LinkedHashMap<>();

    /** For the PCCS that answers from {@code state}. */
    public PccsAdministration(DcapState state) {
        this.state = state;
    }

    /** True if requests for a path are for this endpoint. */
    public static boolean serves(String path) {
        return PATH.matcher(path).matches();
    }

    @Override
    public Answer answer(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return Answer.explained(404, "no such resource");
        }
        try {
            return switch (path.group(1) + " " + request.method()) {
                case "platforms POST" -> {
                    requireToken(request, "user-token", state.tokens()::isUsers);
                    yield register(request);
                }
                case "platforms GET" -> {
                    requireToken(request, "admin-token", state.tokens()::isAdministrators);
                    yield list(request);
                }
                case "platformcollateral PUT" -> {
                    requireToken(request, "admin-token", state.tokens()::isAdministrators);
                    yield bring(request);
                }
                case "refresh GET", "refresh POST" -> {
                    requireToken(request, "admin-token", state.tokens()::isAdministrators);
                    state.refresh();
                    yield done();
                }
                default ->
                    Answer.explained(405, request.method() + " is not defined here")
                            .with("Allow", allowed(path.group(1)));
            };
        } catch (RefusedRequestException e) {
            return Answer.explained(e.status(), e.getMessage());
        } catch (StateException e) {
            return Answer.explained(500, e.getMessage());
        }
    }

    private static String allowed(String resource) {
        return switch (resource) {
            case "platforms" -> "GET, POST";
            case "platformcollateral" -> "PUT";
            default -> "GET, POST";
        };
    }

    private static void requireToken(Request request, String header, Predicate<String> expected)
            throws RefusedRequestException {
        if (request.header(header).filter(expected).isEmpty()) {
            throw RefusedRequestException.status(401, header + " is missing or wrong");
        }
    }

    private static Answer done() {
        return Answer.ok("text/plain; charset=utf-8", "done\n".getBytes(StandardCharsets.UTF_8));
    }

    private Answer register(Request request) throws RefusedRequestException, StateException {
        PlatformEntry entry = PlatformEntry.read(PostedJson.object(request.body()));
        if (!isKnown(entry)) {
            synchronized (waiting) {
                waiting.put(entry.qeId(), entry);
                if (waiting.size() > MOST_WAITING) {
                    waiting.remove(waiting.keySet().iterator().next());
                }
            }
        }
        return done();
    }

    /** True if the platform has joined, or does so by its manifest now; from then on it is known by its QE id. */
    private boolean isKnown(PlatformEntry entry) throws RefusedRequestException, StateException {
        if (!entry.pceId().equals(SoftProcessor.PCE_ID)) {
            throw RefusedRequestException.status(UNEXPECTED_PLATFORM, "no SOFT platform has PCE id " + entry.pceId());
        }
        Optional<RegisteredPlatform> platform = state.registry().findByQeId(entry.qeId());
        if (platform.isEmpty() && !entry.manifest().isEmpty()) {
            platform = Optional.of(PlatformManifest.parse(entry.manifest()).register(state));
        }
        if (platform.isEmpty() && !entry.encryptedPpid().isEmpty()) {
            platform = state.decryptPpid(entry.encryptedPpid())
                    .flatMap(ppid -> state.registry().find(ppid));
        }
        if (platform.isEmpty()) {
            return false;
        }
        state.rememberQe(platform.get(), entry.qeId());
        synchronized (waiting) {
            waiting.remove(entry.qeId());
        }
        return true;
    }

    /** Those that are waited for (source=reg), or those that are known, by FMSPC ([00534F465400]). */
    private Answer list(Request request) throws RefusedRequestException {
        String source = Call.parse(request.query()).getOrDefault("source", "reg");
        ArrayNode platforms = JsonNodeFactory.instance.arrayNode();
        if (source.equals("reg")) {
            synchronized (waiting) {
                waiting.values().forEach(entry -> platforms.add(entry.json()));
            }
        } else if (source.startsWith("[") && source.endsWith("]")) {
            if (source.length() == 2 || source.toUpperCase(Locale.ROOT).contains(SoftProcessor.fmspcDigits())) {
                for (RegisteredPlatform platform : state.registry().platforms()) {
                    platform.qeIds()
                            .forEach(qeId ->
                                    platforms.add(PlatformEntry.known(qeId).json()));
                }
            }
        } else if (!source.equals("reg_na")) {
            throw RefusedRequestException.syntax("source is none of reg, reg_na and [FMSPC,...]");
        }
        return Answer.ok("application/json", platforms.toString().getBytes(StandardCharsets.UTF_8))
                .with("platform-count", String.valueOf(platforms.size()));
    }

    /** The platforms become known; the collateral is the emulator's own anyway, and is not taken. */
    private Answer bring(Request request) throws RefusedRequestException, StateException {
        JsonNode body = PostedJson.object(request.body());
        if (!body.path("platforms").isArray() || !body.path("collaterals").isObject()) {
            throw RefusedRequestException.syntax("platforms is no array, or collaterals no object");
        }
        for (JsonNode platform : body.path("platforms")) {
            if (!isKnown(PlatformEntry.read(platform))) {
                throw RefusedRequestException.status(
                        PckCertificates.PCCS_PLATFORM_UNKNOWN, "a platform among them has not joined");
            }
        }
        return done();
    }
}
