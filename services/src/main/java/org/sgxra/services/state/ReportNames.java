package org.sgxra.services.state;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** How the certificates call themselves with which attestation reports are signed, and the files that they are in. */
public enum ReportNames {
    /** Names that say that this is the emulator. */
    OWN("report_signing.pem", "report_ca.pem") {
        @Override
        X500Name subject(String commonName) {
            return new X500Name("CN=" + commonName + Certificates.OWNER);
        }
    },
    /**
     * The names of Intel's certificates, to the byte (docs/spec/ias-api.md section 4), for clients that compare them. The keys are the
     * emulator's, so nobody who trusts Intel's root takes them for Intel's.
     */
    INTEL("NOT_INTEL_report_signing.pem", "NOT_INTEL_report_ca.pem") {
        @Override
        X500Name subject(String commonName) {
            return new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.C, "US")
                    .addRDN(BCStyle.ST, "CA")
                    .addRDN(BCStyle.L, "Santa Clara")
                    .addRDN(BCStyle.O, "Intel Corporation")
                    .addRDN(BCStyle.CN, "Intel SGX " + commonName)
                    .build();
        }
    };

    private static final String CA = "Attestation Report Signing CA";
    private static final String LEAF = "Attestation Report Signing";

    private final String file;
    private final String caFile;

    ReportNames(String file, String caFile) {
        this.file = file;
        this.caFile = caFile;
    }

    abstract X500Name subject(String commonName);

    X500Name ca() {
        return subject(CA);
    }

    X500Name leaf() {
        return subject(LEAF);
    }

    /** Private key and chain. */
    String file() {
        return file;
    }

    /** The CA's certificate, for those who are to trust it. */
    public String caFile() {
        return caFile;
    }
}
