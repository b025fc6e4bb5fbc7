package org.sgxra.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestDataTest {
    @Test
    void findsEveryKindOfRecordedData() {
        assertThat(TestData.list("hex", ".json")).hasSize(11);
        assertThat(TestData.list("ias/reports", "")).hasSize(88);
        assertThat(TestData.list("ias/invalid", "")).hasSize(14);
        assertThat(TestData.list("quotes", ".hex")).hasSize(11);
        assertThat(TestData.list("epid", ".json")).hasSize(8);
        assertThat(TestData.list("tls-protobuf", ".json"))
                .extracting(Path::getFileName)
                .containsExactly(Path.of("fixed_vectors.json"));
    }

    @Test
    void readsJsonAndText() {
        assertThat(TestData.json("hex/real_hardware_2018.json").path("kdk").textValue())
                .hasSize(32);
        assertThat(TestData.text("ias/chain.pem")).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void namesAMissingFile() {
        assertThatThrownBy(() -> TestData.bytes("hex/none.json"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
    }
}
