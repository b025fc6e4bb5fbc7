package org.sgxra.common.report;

import java.time.Instant;
import org.sgxra.common.report.InvalidReportException.Step;

/**
 * The body of a report of whose signer nothing is known yet. Its time stamp tells at which time the signing chain is to be
 * validated; nothing else of it may be looked at before its signature is verified.
 */
public final class UnverifiedBody {
    private final ReportFields fields;
    private final Instant timestamp;

    private UnverifiedBody(ReportFields fields, Instant timestamp) {
        this.fields = fields;
        this.timestamp = timestamp;
    }

    /**
     * Reads the body as far as its time stamp needs it.
     *
     * @throws InvalidReportException at the step {@link Step#TIMESTAMP}: it is no JSON object, or has no time
     */
    public static UnverifiedBody read(byte[] body) throws InvalidReportException {
        ReportFields fields = ReportFields.read(Step.TIMESTAMP, body);
        return new UnverifiedBody(fields, AttestationReport.timestamp(fields));
    }

    /** When the service is said to have made the report. */
    public Instant timestamp() {
        return timestamp;
    }

    /**
     * The whole content, for whoever has verified the signature.
     *
     * @throws InvalidReportException at the step {@link Step#CONTENT}: a field is missing, or not of its form
     */
    public AttestationReport content() throws InvalidReportException {
        return AttestationReport.from(fields.at(Step.CONTENT), timestamp);
    }
}
