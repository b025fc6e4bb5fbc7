package org.sgxra.common.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SgxStatusTest {
    /** The header that the software enclave is compiled with; its numbers are docs/spec/sdk-api.md section 3. */
    @Test
    void hasTheNamesAndNumbersOfTheHeader() throws Exception {
        Matcher entry = Pattern.compile("(SGX_\\w+)\\s*= SGX_MK_ERROR\\(0x([0-9a-f]{4})\\)")
                .matcher(Files.readString(Path.of("../enclave/soft/include/sgx_error.h")));
        Map<Integer, String> header = new TreeMap<>();
        while (entry.find()) {
            header.put(Integer.parseInt(entry.group(2), 16), entry.group(1));
        }
        Map<Integer, String> here = new TreeMap<>();
        for (SgxStatus status : SgxStatus.values()) {
            here.put(status.code(), status.name());
        }

        assertThat(here).hasSize(SgxStatus.values().length).isEqualTo(header);
    }

    @Test
    void everyStatusMeansSomethingToAUser() {
        assertThat(SgxStatus.values()).allSatisfy(status -> assertThat(status.meaning())
                .isNotBlank()
                .doesNotContain("\n", "SGX_ERROR")
                .doesNotEndWith("."));
        assertThat(SgxStatus.SGX_ERROR_NO_DEVICE.meaning())
                .isEqualTo("no SGX device: SGX is disabled in the BIOS or the driver is missing");
    }

    @Test
    void describesNumbersThatNoSdkHas() {
        assertThat(SgxStatus.SGX_ERROR_NO_DEVICE.describe()).isEqualTo("SGX_ERROR_NO_DEVICE (0x2006)");
        assertThat(SgxStatus.describe(0x4a2f)).isEqualTo("unknown SGX status (0x4a2f)");
        assertThat(SgxStatus.find(0x4a2f)).isEmpty();
        assertThat(SgxStatus.of(0x4a2f)).isEqualTo(SgxStatus.SGX_ERROR_UNEXPECTED);
    }
}
