package org.sgxra.verifier;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sgxra.common.report.InvalidReportException;
import org.sgxra.common.report.SignedReport;
import org.sgxra.testdata.TestData;

/** The recorded reports: testdata/ias. */
final class RecordedReports {
    private RecordedReports() {}

    static List<Path> genuine() {
        return TestData.list("ias/reports", "");
    }

    static List<Path> invalid() {
        return TestData.list("ias/invalid", "");
    }

    static String text(String name) {
        return text(TestData.path("ias/" + name));
    }

    static String text(Path file) {
        return new String(TestData.bytes(file), StandardCharsets.UTF_8);
    }

    static byte[] body(Path folder) {
        return TestData.bytes(folder.resolve("body.json"));
    }

    /** With the chain beside it, or the chain that all genuine reports share. */
    static SignedReport signed(Path folder, byte[] body) throws InvalidReportException {
        Path own = folder.resolve("chain.pem");
        return SignedReport.fromArchive(
                body, text(folder.resolve("signature.b64")), Files.exists(own) ? text(own) : text("chain.pem"));
    }
}
