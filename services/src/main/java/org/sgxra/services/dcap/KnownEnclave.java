package org.sgxra.services.dcap;

import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.AttestationKeyId;

/** Enclaves of Intel's that have a published identity; the names are those of the field {@code id} (docs/spec/dcap.md section 3.2). */
public enum KnownEnclave {
    /** Quoting enclave for enclaves. */
    QE("11", AttestationKeyId.QE3_SIGNER.hex(), 1),
    /** Quote verification enclave. */
    QVE("01", AttestationKeyId.QE3_SIGNER.hex(), 2),
    /** Quote appraisal enclave. */
    QAE("01", AttestationKeyId.QE3_SIGNER.hex(), 3),
    /** Quoting enclave for trust domains. */
    TD_QE("11", "dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5", 2);

    private final String firstFlags;
    private final String mrSigner;
    private final int isvProdId;

    KnownEnclave(String firstFlags, String mrSigner, int isvProdId) {
        this.firstFlags = firstFlags;
        this.mrSigner = mrSigner;
        this.isvProdId = isvProdId;
    }

    /** 16 bytes in the order of a report. */
    ByteString attributes() {
        return ByteString.concat(bytes(firstFlags), ByteString.zeros(15));
    }

    /** 32 bytes. */
    ByteString mrSigner() {
        return bytes(mrSigner);
    }

    private static ByteString bytes(String digits) {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    int isvProdId() {
        return isvProdId;
    }

    /** Highest first: those of the two quoting enclaves stand in the file of levels, the others have one that is up to date. */
    List<EnclaveTcbLevel> levels(TcbSet set) {
        return switch (this) {
            case QE -> set.qeLevels();
            case TD_QE -> set.tdQeLevels();
            case QVE, QAE -> List.of(new EnclaveTcbLevel(3, set.tcbDate(), TcbStatus.UP_TO_DATE, List.of()));
        };
    }
}
