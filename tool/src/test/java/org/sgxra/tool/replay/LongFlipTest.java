package org.sgxra.tool.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.field.Field;
import org.sgxra.testdata.TestData;
import org.sgxra.tool.io.InputFile;
import org.sgxra.tool.session.SessionFiles;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.dcap.DcapRoot;

/** Flips in a session with a long revocation list, of which most bits need not be tried one by one. */
class LongFlipTest {
    private static final int SIGRL = 168;
    private static final int ENTRIES_OF_LIST = SIGRL + 16;
    private static final int QUOTE = 336;
    private static final int PROOFS = QUOTE + 740 + 360;

    private static byte[] repeated(byte[] bytes, int from, int size, int times) {
        byte[] all = new byte[size * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes[from + i % size];
        }
        return all;
    }

    private static ByteString part(byte[] bytes, int from, int to) {
        return ByteString.of(bytes).slice(from, to);
    }

    private static ByteString number(int value) {
        return ByteString.of(
                new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)});
    }

    /** The recorded session with two entries in its list, with as many as are asked for; its quote is no longer the service's. */
    private static SharedSecret session(int entries) throws Exception {
        String recorded = TestData.text("events/sp-sigrl_n2_2.jsonl");
        byte[] msg2 = wire(recorded, "msg2");
        ByteString list = ByteString.concat(
                part(msg2, SIGRL, SIGRL + 12),
                number(entries).reversed(),
                ByteString.of(repeated(msg2, ENTRIES_OF_LIST, 128, entries)),
                part(msg2, msg2.length - 64, msg2.length));
        ByteString longMsg2 = ByteString.concat(part(msg2, 0, SIGRL - 4), number(list.size()), list);
        byte[] msg3 = wire(recorded, "msg3");
        int payload = 360 + entries * 160;
        ByteString covered = ByteString.concat(
                part(msg3, 16, QUOTE + 432),
                number(304 + payload + 16),
                part(msg3, QUOTE + 436, QUOTE + 736),
                number(payload),
                part(msg3, QUOTE + 740, PROOFS),
                ByteString.of(repeated(msg3, PROOFS, 160, entries)),
                part(msg3, msg3.length - 16, msg3.length));
        String changed = recorded.replace(hex(msg2), longMsg2.hex())
                .replace(
                        Base64.getEncoder()
                                .encodeToString(part(msg2, SIGRL, msg2.length).toArray()),
                        Base64.getEncoder().encodeToString(list.toArray()))
                .replace(
                        hex(msg3),
                        ByteString.concat(mac(recorded, covered), covered).hex());
        SessionFiles files = new SessionFiles(
                List.of(new InputFile("long.jsonl", ByteString.of(changed.getBytes(StandardCharsets.UTF_8)))));
        return SharedSecret.of(files, files.session(Optional.empty()), Optional.empty());
    }

    private static ByteString mac(String recorded, ByteString covered) throws HexFormatException {
        Matcher smk = Pattern.compile("\"SMK\":\"([0-9a-f]{32})\"").matcher(recorded);
        assertThat(smk.find()).isTrue();
        try (SecretBytes key = SecretBytes.wrap(ByteString.fromHex(smk.group(1)).toArray())) {
            return AesCmac.mac(key, covered);
        }
    }

    private static byte[] wire(String recorded, String message) throws HexFormatException {
        Matcher wire = Pattern.compile("\"message\":\"" + message + "\",\"size\":[0-9]+,\"wire\":\"([0-9a-f]+)\"")
                .matcher(recorded);
        assertThat(wire.find()).isTrue();
        return ByteString.fromHex(wire.group(1)).toArray();
    }

    private static String hex(byte[] bytes) {
        return ByteString.of(bytes).hex();
    }

    private static Replay replay(SharedSecret secret) throws Exception {
        return new Replay(
                secret.recording(), ReportSigningCa.fromPem(TestData.text("hex/report_ca.pem")), DcapRoot.intel());
    }

    /** Of each field whose bits are said to be alike some are tried. */
    @Test
    void bitsThatAreAlikeMeetWhatEachOfThemMeets() throws Exception {
        Random random = new Random(12);
        List<String> alike = new ArrayList<>();
        try (SharedSecret secret = session(3);
                Replay replay = replay(secret)) {
            for (ReplayedMessage message : secret.recording().messages()) {
                for (Field field : message.fields().fields()) {
                    Optional<Replay.Flipped> every =
                            field.size() == 0 ? Optional.empty() : replay.ofEveryBit(message, field);
                    if (every.isEmpty()) {
                        continue;
                    }
                    alike.add(field.name());
                    for (int i = 0; i < 3; i++) {
                        int offset = field.offset() - message.start() + random.nextInt(field.size());
                        Replay.Flipped one = replay.flip(message, offset, random.nextInt(8));
                        assertThat(one.refusal().map(EndResult.Refusal::check))
                                .as(field.name())
                                .isEqualTo(every.get().refusal().map(EndResult.Refusal::check));
                        if (one.refusal().isEmpty()) {
                            assertThat(Uncovered.why(message, offset, one.result()))
                                    .isEqualTo(Uncovered.why(
                                            message, offset, every.get().result()));
                        }
                    }
                }
            }
        }
        assertThat(alike)
                .contains("msg2.sig_rl.entry[2].k.y", "msg3.ps_sec_prop", "msg3.quote.report_body.report_data")
                .noneMatch(name -> name.startsWith("msg3.mac")
                        || name.startsWith("msg3.g_a")
                        || name.startsWith("msg1")
                        || name.startsWith("msg4"));
    }

    @Test
    void nothingIsAlikeWithoutKeysOrWhereTheMacIsWrong() throws Exception {
        SessionFiles files = new SessionFiles(List.of(
                new InputFile("sp-refused-336.jsonl", ByteString.of(TestData.bytes("events/sp-refused-336.jsonl")))));
        try (SharedSecret secret = SharedSecret.of(files, files.session(Optional.empty()), Optional.empty());
                Replay replay = replay(secret)) {
            for (ReplayedMessage message : secret.recording().messages()) {
                assertThat(message.fields().fields())
                        .allMatch(field -> replay.ofEveryBit(message, field).isEmpty());
            }
        }
    }

    /** A list of 4,000 entries, and messages of half a mebibyte and more. */
    @Test
    @Tag("long")
    void aTableOfAllBitsOfLongMessagesIsMade() throws Exception {
        try (SharedSecret secret = session(4000);
                Replay replay = replay(secret);
                PrintStream nowhere =
                        new PrintStream(java.io.OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
            List<FlipTable.Row> rows = FlipTable.of(replay, false, new FlipProgress(nowhere, System::nanoTime));

            assertThat(rows.stream().mapToInt(FlipTable.Row::bits).sum())
                    .isEqualTo(8
                            * secret.recording().wires().stream()
                                    .mapToInt(ByteString::size)
                                    .sum());
            assertThat(rows)
                    .filteredOn(row -> row.message().equals("msg3"))
                    .allMatch(row -> row.uncovered().isEmpty())
                    .flatExtracting(row -> row.refused().keySet())
                    .containsOnly("msg3-mac", "g_a");
            assertThat(rows)
                    .filteredOn(row -> row.field().startsWith("msg2.sig_rl.entry["))
                    .hasSize(4 * 4000)
                    .allMatch(row ->
                            row.refused().equals(Map.of()) && row.uncovered().size() == 1);
        }
    }
}
