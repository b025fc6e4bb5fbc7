package org.sgxra.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sgxra.common.report.SignedReport;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.Expectation;
import org.sgxra.verifier.Verdict;
import org.sgxra.verifier.Verifier;

/** A report that Intel's service made some day: is it genuine, and was all well? Arguments: body, signature, chain. */
public final class StoredReport {
    private StoredReport() {}

    /** Writes each check and the result. */
    public static void main(String[] args) throws Exception {
        byte[] body = Files.readAllBytes(Path.of(args[0]));
        String signature = Files.readString(Path.of(args[1]));
        String chain = Files.readString(Path.of(args[2]));
        SignedReport report = SignedReport.fromArchive(body, signature, chain);
        Verdict verdict = new Verifier(AppraisalPolicy.STATUS_OK).verify(report, Expectation.archived());
        verdict.checks().forEach(System.out::println);
        System.out.println("genuine: " + verdict.isGenuine() + ", acceptable: " + verdict.isAcceptable());
    }
}
