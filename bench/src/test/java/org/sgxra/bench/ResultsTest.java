package org.sgxra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sgxra.bench.Table.Column;

class ResultsTest {
    private final Table table = Table.of("Starts", Column.text("command"), new Column("median", "s", 3))
            .add("sp", 0.51234)
            .add("isv-app", null);

    @Test
    void alignsNumbersToTheRight() {
        assertThat(table.text()).isEqualTo("""
                Starts

                command  median [s]
                sp            0.512
                isv-app           -
                """);
    }

    @Test
    void writesTablesOfMarkdown() {
        assertThat(table.markdown()).isEqualTo("""
                Starts

                | command | median [s] |
                |---|---:|
                | sp | 0.512 |
                | isv-app | - |
                """);
    }

    @Test
    void writesOneJsonDocumentWithUnroundedFigures() {
        String json = Results.of(table).json("startup", List.of("startup", "--json"), Map.of("cores", "2"));

        assertThat(json.replaceAll("\\s+", ""))
                .isEqualTo(
                        "{\"benchmark\":\"startup\",\"arguments\":[\"startup\",\"--json\"],\"machine\":{\"cores\":\"2\"},"
                                + "\"goalsMet\":true,\"tables\":[{\"title\":\"Starts\",\"columns\":[{\"name\":\"command\",\"unit\":\"\"},"
                                + "{\"name\":\"median\",\"unit\":\"s\"}],\"rows\":[{\"command\":\"sp\",\"median\":0.51234},"
                                + "{\"command\":\"isv-app\",\"median\":null}]}]}");
    }

    @Test
    void refusesARowWithAnotherNumberOfCells() {
        assertThatThrownBy(() -> table.add("sp"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells for 2 columns");
    }

    @Test
    void takesTheMeanOfTheTwoMiddleFigures() {
        assertThat(Medians.of(List.of(4.0, 1.0, 3.0))).isEqualTo(3.0);
        assertThat(Medians.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    }
}
