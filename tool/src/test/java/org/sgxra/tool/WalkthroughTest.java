package org.sgxra.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.testdata.TestData;

class WalkthroughTest {
    @TempDir
    private Path folder;

    private String page(String... sessions) throws IOException {
        Path file = folder.resolve("page.html");
        String[] args = new String[sessions.length + 3];
        args[0] = "walkthrough";
        System.arraycopy(sessions, 0, args, 1, sessions.length);
        args[args.length - 2] = "-o";
        args[args.length - 1] = file.toString();
        ToolRun run = ToolRun.of(args);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        return Files.readString(file);
    }

    private static String data(String name) {
        return TestData.path(name).toString();
    }

    @Test
    void writesThePageOfASessionThatBothEndsNoted() throws Exception {
        String page = page(data("events/client-ok_unlinkable.jsonl"), data("events/sp-ok_unlinkable.jsonl"));

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("client-ok_unlinkable.jsonl, sp-ok_unlinkable.jsonl", "The enclave is trusted")
                .doesNotContain("2a801fe35a6ce8550df49f98c9b15029");
    }

    @Test
    void showsKeysWithDebugAndKeepsThePageForItsOwner() throws Exception {
        String page = page(data("events/sp-ok_unlinkable.jsonl"), "-d");

        assertThat(page).contains("2a801fe35a6ce8550df49f98c9b15029", "Warning: this page shows secret keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("page.html"))))
                .isEqualTo("rw-------");
    }

    @Test
    void readsLogsOfTheProgramsAndShowsEachMessageOnce() throws Exception {
        String page = page(
                data("transcripts/sp-ok_unlinkable-VERBOSE.log"), data("transcripts/client-ok_unlinkable-VERBOSE.log"));

        for (String message : new String[] {"msg0||msg1", "msg2", "msg3", "msg4"}) {
            assertThat(page.split("<h3 id=\"m\\d-h\">" + java.util.regex.Pattern.quote(message) + "</h3>", -1))
                    .as(message)
                    .hasSize(2);
        }
        assertThat(page).contains("Messages alone do not say what was checked");
    }

    @Test
    void readsLogsOfTheSecondSystem() throws Exception {
        assertThat(page(data("transcripts/isv-sp-VERBOSE.log")))
                .contains(">VERIFICATION</h3>", ">MSG3</h3>", "What it carries: msg3");
    }

    @Test
    void readsPastedMessages() throws Exception {
        StringBuilder lines = new StringBuilder();
        TestData.json("hex/real_hardware_2018.json").properties().forEach(member -> {
            if (member.getKey().matches("msg0_msg1|msg[234]")) {
                lines.append(member.getValue().asText()).append('\n');
            }
        });
        Path pasted = Files.writeString(folder.resolve("pasted.txt"), lines, StandardCharsets.US_ASCII);

        assertThat(page(pasted.toString())).contains(">msg0||msg1</h3>", ">msg4</h3>");
    }

    @Test
    void saysWhyThereIsNoPage() throws Exception {
        Path other = Files.writeString(folder.resolve("other.jsonl"), "{\"schema\":\"sgxra-events/9\"}\n");
        String out = folder.resolve("none.html").toString();

        assertThat(ToolRun.of("walkthrough", "-o", out).err()).contains("no SESSION is named");
        assertThat(ToolRun.of("walkthrough", data("events/sp-ok_unlinkable.jsonl"))
                        .exitCode())
                .isEqualTo(1);
        ToolRun noEvents = ToolRun.of("walkthrough", other.toString(), "-o", out);
        assertThat(new ToolRun(noEvents.exitCode(), noEvents.out(), noEvents.err()))
                .isEqualTo(new ToolRun(
                        2,
                        "",
                        "sgx-ra walkthrough: " + other + ": line 1 is no event: its schema is not sgxra-events/1\n"));
        ToolRun mixed = ToolRun.of(
                "walkthrough",
                data("events/sp-ok_unlinkable.jsonl"),
                data("transcripts/sp-ok_unlinkable-VERBOSE.log"),
                "-o",
                out);
        assertThat(new ToolRun(mixed.exitCode(), mixed.out(), mixed.err()))
                .isEqualTo(new ToolRun(
                        2, "", "sgx-ra walkthrough: some files hold events and others do not: give one kind\n"));
        assertThat(ToolRun.of(
                                "walkthrough",
                                "-o",
                                out,
                                data("quotes/"
                                        + TestData.list("quotes", "").get(0).getFileName()))
                        .err())
                .contains("there is no message of a session in it");
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void showsTwoSessionsSideBySide() throws Exception {
        String page = page(
                data("events/sp-ok_unlinkable.jsonl"), "--compare=" + data("events/sp-policy_wrong_mrsigner.jsonl"));

        assertThat(page)
                .contains("Two remote attestations, side by side", "sp-policy_wrong_mrsigner.jsonl</strong>")
                .doesNotContain("2a801fe35a6ce8550df49f98c9b15029");
    }

    @Test
    void showsNoKeysOfTwoSessions() {
        ToolRun run = ToolRun.of(
                "walkthrough",
                data("events/sp-ok_unlinkable.jsonl"),
                "--compare=" + data("events/isv-sp.jsonl"),
                "-d",
                "-o",
                folder.resolve("page.html").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("exclude each other");
    }
}
