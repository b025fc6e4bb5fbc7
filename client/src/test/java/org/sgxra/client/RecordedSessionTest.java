package org.sgxra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Hex;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.EncryptedSecret;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.SignType;
import org.sgxra.testdata.TestData;

/** Sessions of the original programs (testdata/hex), played again with the enclave's part from the record. */
class RecordedSessionTest {
    @TempDir
    Path folder;

    private static JsonNode session(String name) {
        return TestData.json("hex/" + name + ".json");
    }

    private static List<String> messages(JsonNode session) {
        List<String> messages = new ArrayList<>();
        session.get("messages")
                .forEach(message -> messages.add(message.get("hex").asText()));
        return messages;
    }

    private ClientRun replay(List<String> messages, Enclave enclave) {
        return replay(messages, enclave, "-zvs");
    }

    private ClientRun replay(List<String> messages, Enclave enclave, String... options) {
        String fromSp = messages.get(1) + "\n" + (messages.size() > 3 ? messages.get(3) + "\r\n" : "");
        String[] args = Arrays.copyOf(options, options.length + 1);
        args[options.length] = ClientRun.SPID;
        return ClientRun.of(
                enclave, folder, new ByteArrayInputStream(fromSp.getBytes(StandardCharsets.US_ASCII)), args);
    }

    /** With the log's time stamps taken off: they are of now. */
    @ParameterizedTest
    @CsvSource({
        "ok_unlinkable, -zs, NORMAL",
        "ok_unlinkable, -zvs, VERBOSE",
        "ok_unlinkable, -zds, DEBUG",
        "group_out_of_date_pib, -zds, DEBUG",
        "sigrl_n2_2, -zvs, VERBOSE"
    })
    void logIsTheRecordedOneToTheLetter(String name, String options, String level) throws Exception {
        JsonNode session = session(name);
        List<String> messages = messages(session);

        replay(messages, new RecordedEnclave(messages, session.get("client")), options);

        String log = Files.readString(folder.resolve("client.log"))
                .replaceAll("(?m)^[A-Z][a-z]{2} \\d\\d \\d{4} \\d\\d:\\d\\d:\\d\\d ", "");
        assertThat(log).isEqualTo(TestData.text("transcripts/client-" + name + "-" + level + ".log"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok_unlinkable",
                "ok_linkable",
                "key_hex",
                "config_needed",
                "config_needed_strict_long",
                "group_out_of_date_pib",
                "policy_wrong_mrsigner",
                "sigrl_n2_2"
            })
    void saysWhatTheOriginalSaidAndConcludesTheSame(String name) throws Exception {
        JsonNode session = session(name);
        List<String> messages = messages(session);

        ClientRun run = replay(messages, new RecordedEnclave(messages, session.get("client")));

        assertThat(run.out()).isEqualTo(messages.get(0) + "\n" + messages.get(2) + "\n");
        assertThat(run.stderr().replaceAll("\\s+", " "))
                .contains(session.get("client").get("verdict").asText().replaceAll("\\s+", " "));
        boolean trusted = messages.get(3).startsWith("02") || messages.get(3).startsWith("03");
        assertThat(run.exitCode()).isEqualTo(trusted ? 0 : 2);
        for (String key : List.of("MK", "SK")) {
            JsonNode hash = session.get("client").get("SHA256_" + key);
            if (hash == null || hash.isNull()) {
                assertThat(run.stderr()).doesNotContain("SHA256(" + key);
            } else {
                assertThat(run.stderr()).contains("SHA256(" + key + ") = " + hash.asText() + "\n");
            }
        }
    }

    /** Without time and session, which are of the day, after a look at their form. */
    private List<JsonNode> events(Path file) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        List<JsonNode> events = new ArrayList<>();
        Set<String> sessions = new HashSet<>();
        for (String line : Files.readAllLines(file)) {
            ObjectNode event = (ObjectNode) new ObjectMapper().readTree(line);
            sessions.add(event.remove("session").asText());
            assertThat(Instant.parse(event.remove("time").asText())).isBefore(Instant.now());
            events.add(event);
        }
        assertThat(sessions).hasSize(1).allMatch(session -> session.matches("[0-9a-f-]{36}"));
        return events;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok_unlinkable", "group_out_of_date_pib", "sigrl_garbage"})
    void eventsAreTheRecordedOnes(String name) throws Exception {
        JsonNode session = session(name);
        List<String> messages = messages(session);
        Path file = Files.writeString(folder.resolve("events.jsonl"), "what was there before");

        replay(messages, new RecordedEnclave(messages, session.get("client")), "--events=" + file, "-zs");

        List<JsonNode> expected = new ArrayList<>();
        for (String line : TestData.text("events/client-" + name + ".jsonl").split("\n")) {
            expected.add(new ObjectMapper().readTree(line));
        }
        assertThat(events(file)).containsExactlyElementsOf(expected);
    }

    @Test
    void eventsThatCannotBeWrittenAreAUsageError() {
        ClientRun run =
                ClientRun.of(new FakeEnclave(), folder, "--events=" + folder.resolve("no/file"), "-s", ClientRun.SPID);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr()).contains("client: --events: cannot write " + folder.resolve("no/file"));
    }

    @Test
    void showsWhatRealHardwareWasTold() throws Exception {
        JsonNode session = session("real_hardware_2018");
        List<String> messages = new ArrayList<>();
        for (String name : List.of("msg0_msg1", "msg2", "msg3", "msg4")) {
            messages.add(session.get(name).asText());
        }

        ClientRun run = replay(messages, new RecordedEnclave(messages, session));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.stderr())
                .contains(
                        "msg1.gid    = e00a0000",
                        "Platform Update Required",
                        "QE_EPID_GROUP_OUT_OF_DATE: ",
                        "QUOTE_CPUSVN_OUT_OF_DATE: ");
    }

    @Test
    void endsWhereTheEnclaveRefusedTheRevocationList() throws Exception {
        JsonNode session = session("sigrl_garbage");
        List<String> messages = messages(session);

        ClientRun run = replay(messages, new RecordedEnclave(messages, session.path("client")));

        assertThat(run.out()).isEqualTo(messages.get(0) + "\n");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.stderr()).contains("client: msg2 refused by the enclave: SGX_ERROR_INVALID_PARAMETER (0x0002)");
    }

    /** The enclave's part of a record: gives msg1 and msg3, and takes exactly the recorded msg2. */
    private record RecordedEnclave(List<String> messages, JsonNode hashes) implements Enclave {
        private byte[] message(int index) {
            try {
                return Hex.decode(messages.get(index));
            } catch (org.sgxra.common.bytes.HexFormatException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Mode mode() {
            return Mode.SIM;
        }

        @Override
        public int extendedGroupId() {
            return 0;
        }

        @Override
        public EpidGroupId groupId() {
            return EpidGroupId.SIMULATION;
        }

        @Override
        public EnclaveKeyExchange openKeyExchange(QuoteKind kind, Optional<P256PublicKey> spKey) {
            return new RecordedKeyExchange(this);
        }

        @Override
        public ByteString unseal(byte[] sealed) {
            throw noSecrets();
        }

        @Override
        public byte[] quote(SignType signType, ByteString spid, Optional<ByteString> nonce) {
            throw new IllegalStateException("no session asks for a bare quote");
        }

        @Override
        public byte[] ecdsaQuote() {
            throw new IllegalStateException("no session asks for a bare quote");
        }

        @Override
        public PlatformUpdate reportAttestationStatus(ByteString platformInfo, boolean trusted) {
            return new PlatformUpdate(SgxStatus.SGX_SUCCESS, false, false, false);
        }

        @Override
        public void close() {
            assertThat(messages).isNotEmpty();
        }
    }

    private record RecordedKeyExchange(RecordedEnclave enclave) implements EnclaveKeyExchange {
        @Override
        public byte[] msg1() {
            byte[] first = enclave.message(0);
            return java.util.Arrays.copyOfRange(first, 4, first.length);
        }

        @Override
        public byte[] msg3(byte[] msg2) throws EnclaveException {
            assertThat(msg2).isEqualTo(enclave.message(1));
            if (enclave.messages().size() < 3) {
                EnclaveException.checkMsg2(
                        new NativeCalls.Result(SgxStatus.SGX_ERROR_INVALID_PARAMETER.code(), Optional.empty()));
            }
            return enclave.message(2);
        }

        @Override
        public ByteString keyHash(SessionKey key) {
            try {
                return ByteString.fromHex(enclave.hashes().get("SHA256_" + key).asText());
            } catch (org.sgxra.common.bytes.HexFormatException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void verifyMac(ByteString message, ByteString mac) {
            throw noSecrets();
        }

        @Override
        public ByteString secretHash(EncryptedSecret secret, ByteString additionalData) {
            throw noSecrets();
        }

        @Override
        public void verifyExampleSecret(ByteString ciphertext, ByteString tag) {
            throw noSecrets();
        }

        @Override
        public byte[] sealSecret(EncryptedSecret secret, ByteString additionalData) {
            throw noSecrets();
        }

        @Override
        public void close() {
            assertThat(enclave.messages()).isNotEmpty();
        }
    }

    private static IllegalStateException noSecrets() {
        return new IllegalStateException("the original knows no secrets");
    }
}
