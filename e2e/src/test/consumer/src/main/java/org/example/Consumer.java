package org.example;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sgxra.common.report.SignedReport;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;

/** Verifies a report. Arguments: body, signature, chain. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        SignedReport report = SignedReport.fromArchive(
                Files.readAllBytes(Path.of(args[0])), Files.readString(Path.of(args[1])), Files.readString(Path.of(args[2])));
        Verdict verdict = new Verifier(AppraisalPolicy.STATUS_OK).verify(report, Expectation.archived());
        System.out.println("genuine: " + verdict.isGenuine() + ", acceptable: " + verdict.isAcceptable());
    }
}
