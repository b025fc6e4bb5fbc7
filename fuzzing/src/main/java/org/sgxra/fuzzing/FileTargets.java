package org.sgxra.fuzzing;

import static org.sgxra.fuzzing.FuzzTarget.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.page.html.WalkthroughPage;
import org.sgxra.page.record.EventLines;
import org.sgxra.page.record.SessionFormatException;
import org.sgxra.page.session.RecordedSession;
import org.sgxra.runtime.cli.CommandTables;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionTable;
import org.sgxra.runtime.cli.SettingsVariables;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.services.state.StateFiles;
import org.sgxra.tool.decode.Decoded;
import org.sgxra.tool.decode.Kind;
import org.sgxra.tool.decode.NotDecodableException;
import org.sgxra.tool.policy.PolicyText;

/** What people hand to commands: files and options. */
final class FileTargets {
    private static final List<String> SCRIPTS =
            List.of("run-server", "run-isv-sp", "run-client", "run-isv-app", "run-ias");
    private static final int MAX_ARGUMENTS = 64;

    private FileTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of(
                        "decode",
                        "sgx-ra decode: logs, lines, any encoding, any structure",
                        FileTargets::decodable,
                        b -> check(Decoded.of(ByteString.of(b), Optional.empty())),
                        NotDecodableException.class),
                FuzzTarget.of(
                        "decode-as",
                        "sgx-ra decode --as: the first byte is the kind",
                        FileTargets::withKinds,
                        b -> {
                            Kind[] kinds = Kind.values();
                            ByteString content = ByteString.of(b);
                            Kind kind = kinds[content.isEmpty() ? 0 : (content.at(0) & 0xff) % kinds.length];
                            check(Decoded.of(
                                    content.isEmpty() ? content : content.slice(1, content.size()), Optional.of(kind)));
                        },
                        NotDecodableException.class),
                FuzzTarget.of(
                        "events",
                        "files of events, and the page made of them",
                        () -> Recorded.files("events", ".jsonl"),
                        b -> {
                            RecordedSession session =
                                    RecordedSession.of(List.of(EventLines.parse(ByteString.of(b))), Optional.empty());
                            String page = WalkthroughPage.render(session, "fuzzed", false);
                            require(isOnePage(page), "an event gets a script or a slot into the page");
                        },
                        SessionFormatException.class),
                FuzzTarget.of(
                        "policy",
                        "policy files",
                        FileTargets::policies,
                        b -> PolicyText.read(Scratch.POLICY, b),
                        UsageException.class),
                FuzzTarget.of(
                        "settings",
                        "settings, a variable a line",
                        FileTargets::settings,
                        FileTargets::settings,
                        UsageException.class),
                FuzzTarget.of(
                        "options",
                        "arguments of every command, one a line",
                        FileTargets::arguments,
                        FileTargets::options),
                FuzzTarget.of(
                        "emulator-groups",
                        "groups of the emulator",
                        FileTargets::groups,
                        StateFiles::groups,
                        IOException.class));
    }

    private static void check(Decoded decoded) {
        require(!decoded.structures().isEmpty(), "nothing was decoded");
        decoded.structures().forEach(structure -> require(!structure.kind().isEmpty(), "of no kind"));
    }

    /** The only scripts are the page's own, and nothing is left to be filled in by content. */
    private static boolean isOnePage(String page) {
        int first = page.indexOf("<script");
        return first >= 0 && page.indexOf("<script", first + 1) < 0 && page.endsWith("</html>\n");
    }

    private static Stream<byte[]> decodable() {
        return Stream.of(
                        Recorded.files("transcripts", ".log"),
                        Recorded.messages("msg2"),
                        Recorded.messages("msg3")
                                .map(b -> Recorded.utf8(ByteString.of(b).hex())),
                        WireTargets.all().get(1).allSeeds().stream(),
                        Recorded.ofEach("dcap", "quote.bin"),
                        Recorded.ofEach("dcap", "tcbSignChain.pem"))
                .flatMap(each -> each.limit(3));
    }

    private static Stream<byte[]> withKinds() {
        return Stream.of(Kind.values()).flatMap(kind -> decodable()
                .filter(bytes -> bytes.length < 6000)
                .limit(8)
                .map(bytes -> Recorded.concat(new byte[] {(byte) kind.ordinal()}, bytes)));
    }

    private static Stream<byte[]> policies() {
        return Stream.of(
                Recorded.utf8(
                        "# policy\nMRSIGNER=" + "ab".repeat(32) + "\nPRODID=0\nMIN_ISVSVN=1 # why\nALLOW_DEBUG=1\n"),
                Recorded.utf8(
                        "ACCEPT_STATUS=\"GROUP_OUT_OF_DATE,CONFIGURATION_NEEDED\"\nMITIGATED_ADVISORIES='INTEL-SA-00334'\n"));
    }

    private static Stream<byte[]> settings() {
        return Stream.of(
                Recorded.utf8("SPID=" + "01".repeat(16)
                        + "\nLINKABLE=1\nIAS_PROXY_URL=http://user:word@proxy:1\nVERBOSE=0\n"),
                Recorded.utf8(
                        "ATTESTATION=dcap\nPCCS_URL=https://localhost:1/x\nTIMEOUT=5\nISV_COMPAT=1\nISV_SECRET_FILE=none\n"),
                Recorded.utf8("ISV_CERT=a\0b\n"));
    }

    /** For each of the scripts. */
    private static void settings(byte[] b) throws UsageException {
        Map<String, String> variables = new HashMap<>();
        for (String line : new String(b, StandardCharsets.UTF_8).split("\n", MAX_ARGUMENTS)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                variables.put("RA_" + line.substring(0, equals), line.substring(equals + 1));
            }
        }
        // Then it would make up a secret.
        variables.put("RA_ISV_SECRET_FILE", "none");
        for (String script : SCRIPTS) {
            for (String argument : SettingsVariables.arguments(script, Scratch.HOME, variables)) {
                require(argument != null, "no argument");
            }
        }
    }

    private static Stream<byte[]> arguments() {
        return Stream.of(
                        "-s\n" + "01".repeat(16) + "\n-i\n" + "02".repeat(16) + "\n-v\n-d\n7777",
                        "--spid=x\n--mrsigner\n" + "ab".repeat(32) + "\n--help",
                        "verify-report\n--policy=p\n--\n-x",
                        "-vdlS\n1\n--compl\nbash")
                .map(Recorded::utf8);
    }

    /** Every table takes them apart or says in one line what is wrong. */
    private static void options(byte[] b) {
        String[] arguments = new String(b, StandardCharsets.UTF_8).split("\n", MAX_ARGUMENTS);
        for (OptionTable table : tables()) {
            try {
                GivenOptions given = table.parse(arguments);
                require(given.table() != null, "no table");
            } catch (UsageException e) {
                require(e.getMessage() != null && !e.getMessage().isBlank(), "a usage error without a word");
            }
        }
    }

    private static String gid(String publicKey) {
        return publicKey.substring(0, 8);
    }

    private static final class Tables {
        static final List<OptionTable> ALL = ServiceLoader.load(CommandTables.class).stream()
                .flatMap(module -> module.get().tables().stream())
                .toList();
    }

    private static List<OptionTable> tables() {
        return Tables.ALL;
    }

    /** A group as the emulator has it: group ids of 4 bytes. */
    private static Stream<byte[]> groups() {
        JsonNode keys = MessageTargets.epid("keys.json");
        String publicKey = keys.at("/groups/grp_x/raw").asText().substring(24);
        String gamma = keys.at("/issuers/grp_x/gamma").asText();
        return Stream.of(
                Recorded.utf8("{\"groupRlVersion\":1,\"groups\":[]}"),
                Recorded.utf8("{\"groupRlVersion\":1,\"groups\":[{\"gid\":\"" + gid(publicKey) + "\",\"publicKey\":\""
                        + publicKey
                        + "\",\"issuerKey\":\"" + publicKey.substring(0, 8) + gamma
                        + "\",\"outOfDate\":false,\"sigRl\":{\"version\":1,\"entries\":[],\"signature\":\"\"},"
                        + "\"privRl\":{\"version\":1,\"entries\":[]}}]}"));
    }

    /** A checkout with nothing but a policy, whose content is what was read last. */
    private static final class Scratch {
        static final Path HOME = make();
        static final Path POLICY = HOME.resolve("policy").resolve("policy.cmd");

        private static Path make() {
            try {
                Path home = Files.createTempDirectory("fuzzed");
                Path policy = Files.createDirectory(home.resolve("policy"));
                Path file = Files.createFile(policy.resolve("policy.cmd"));
                // Deleted in the opposite order.
                Stream.of(home, policy, file).forEach(path -> path.toFile().deleteOnExit());
                return home;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
