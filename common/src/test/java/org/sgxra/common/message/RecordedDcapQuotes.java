package org.sgxra.common.message;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.testdata.TestData;

/** The DCAP quotes of testdata/dcap. */
public final class RecordedDcapQuotes {
    private RecordedDcapQuotes() {}

    /** A quote by the name of its folder or file. */
    public record Recorded(String name, ByteString bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Every one: versions 3, 4 and 5, certification data of types 1, 3 and 5. */
    public static List<Recorded> all() {
        Stream<Path> cases = TestData.list("dcap", "").stream()
                .map(folder -> folder.resolve("quote.bin"))
                .filter(Files::exists);
        Stream<Path> others = TestData.list("dcap/_parse-only", ".bin").stream();
        return Stream.concat(cases, others).map(RecordedDcapQuotes::read).toList();
    }

    /** One of each shape: by version and type of certification data. */
    public static List<Recorded> shapes() {
        return Stream.of(
                        "dcap/swhardening-v3-00606a000000-202508-c81a90/quote.bin",
                        "dcap/tdx-uptodate-v4-b0c06f000000-202506/quote.bin",
                        "dcap/_parse-only/tdx-v5-90c06f000000.bin",
                        "dcap/_parse-only/quote-type1-5042adf0.bin",
                        "dcap/_parse-only/quote-type3-27d110d1.bin")
                .map(name -> read(TestData.path(name)))
                .toList();
    }

    private static Recorded read(Path file) {
        String name = file.getFileName().toString();
        return new Recorded(
                name.equals("quote.bin") ? file.getParent().getFileName().toString() : name,
                ByteString.of(TestData.bytes(file)));
    }
}
