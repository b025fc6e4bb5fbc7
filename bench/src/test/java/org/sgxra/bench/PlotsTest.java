package org.sgxra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sgxra.bench.Table.Column;

class PlotsTest {
    @TempDir
    Path folder;

    private final Plots plots = new Plots();

    private Path document(Object[]... rows) throws IOException {
        Table table = Table.of(
                "Attestations",
                new Column("workers", "", 0),
                new Column("offered", "1/s", 0),
                Column.text("phase"),
                new Column("rate", "1/s", 1),
                new Column("p50", "ms", 2),
                new Column("p99", "ms", 2));
        for (Object[] row : rows) {
            table.add(row);
        }
        Map<String, String> machine = Map.of("processor", "a <processor>", "cores", "2");
        return Files.writeString(
                folder.resolve("load.json"), Results.of(table).json("load", List.of("load", "--json"), machine));
    }

    private Results draw(Path file) throws Exception {
        return plots.measure(plots.table().parse("--out=" + folder, file.toString()), line -> {});
    }

    @Test
    void drawsLatencyAgainstTheOfferedRate() throws Exception {
        draw(document(
                new Object[] {64, 200, "warm", 199.0, 110.0, 180.0},
                new Object[] {64, 100, "warm", 99.0, 104.0, 120.0}));

        String svg = Files.readString(folder.resolve("latency.svg"));
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve("latency.svg").toFile())
                        .getElementsByTagName("circle")
                        .getLength())
                .isEqualTo(4);
        // 100 of 200 is the middle of the axis, 104 and 110 of 200 are near the middle of the other one.
        assertThat(svg).contains("<polyline points=\"385.0,206.4 700.0,197.3\"").contains("a &lt;processor>, 2 cores");
        assertThat(folder.resolve("throughput.svg")).doesNotExist();
    }

    @Test
    void drawsThroughputOfWarmRowsAgainstWorkers() throws Exception {
        draw(document(
                new Object[] {1, null, "first 100", 3.0, 100.0, 100.0},
                new Object[] {1, null, "warm", 10.0, 100.0, 100.0},
                new Object[] {64, null, "warm", 600.0, 100.0, 100.0}));

        assertThat(Files.readString(folder.resolve("throughput.svg")))
                .containsOnlyOnce("<polyline")
                .contains(">--workers<");
        assertThat(folder.resolve("latency.svg")).doesNotExist();
    }

    @Test
    void refusesADocumentWithNothingToDraw() throws Exception {
        Path file = document(new Object[] {null, null, "warm", 10.0, 100.0, 100.0});

        assertThatThrownBy(() -> draw(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither with an offered rate nor with workers");
    }
}
