package org.sgxra.verifier.dcap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.testdata.TestData;

/**
 * A folder of testdata/dcap: a quote, collateral, and what must come out.
 *
 * @param name of the folder
 * @param expected its expected.json
 */
record RecordedCase(String name, JsonNode expected) {
    /** All folders with evidence. */
    static List<RecordedCase> all() {
        return TestData.list("dcap", "").stream()
                .filter(folder -> Files.exists(folder.resolve("expected.json")))
                .map(folder -> of(folder.getFileName().toString()))
                .toList();
    }

    static RecordedCase of(String name) {
        return new RecordedCase(name, TestData.json("dcap/" + name + "/expected.json"));
    }

    Path folder() {
        return TestData.path("dcap/" + name);
    }

    ByteString quote() {
        return ByteString.of(TestData.bytes(folder().resolve("quote.bin")));
    }

    Collateral collateral() {
        try {
            return collateral(folder());
        } catch (DcapFormatException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Collateral collateral(Path folder) throws DcapFormatException, IOException {
        return Collateral.ofFiles(
                folder.toString(),
                (name, maxSize) -> Files.exists(folder.resolve(name))
                        ? Optional.of(ByteString.of(Files.readAllBytes(folder.resolve(name))))
                        : Optional.empty());
    }

    boolean isTdx() {
        return text("tee").equals("TDX");
    }

    /** A verifier with the root of the case and without clock skew, as the windows were computed. */
    DcapVerifier verifier() {
        return DcapVerifier.of(root()).withClockSkew(Duration.ZERO);
    }

    private DcapRoot root() {
        Path own = folder().resolve("trustedRootCaCert.pem");
        try {
            return Files.exists(own) ? DcapRoot.ofCertificate(TestData.bytes(own)) : DcapRoot.intel();
        } catch (DcapFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    Instant verifyAt() {
        return instant("verifyAt");
    }

    Instant instant(String member) {
        return Instant.parse(text(member));
    }

    String text(String member) {
        return expected.path(member).asText();
    }

    /** The first word of a member: the name of a refusal. */
    DcapRefusal refusal(String member) {
        return DcapRefusal.valueOf(text(member).split("[ ,]")[0]);
    }

    /** Both ends of the part that a member names after the refusal, as a {@link ValidityPeriod} writes them. */
    String period(String member) {
        String[] words = text(member)
                .replaceAll("(\\d) (\\d\\d:)", "$1T$2")
                .replace("+00:00", "Z")
                .split(" ");
        return words[1] + " to " + words[2];
    }

    List<String> texts(String member) {
        return StreamSupport.stream(expected.path(member).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
