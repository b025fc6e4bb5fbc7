package org.sgxra.verifier.dcap;

import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.KnownCertificates;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.message.EcdsaAuthentication;

/** What a quote says of the PCK that vouches for its quoting enclave (docs/spec/dcap.md section 1, certification data). */
final class CertificationData {
    private static final int PPID = 1;
    private static final int PPID_RSA_2048 = 2;
    private static final int PPID_RSA_3072 = 3;
    private static final int SVN_SIZE = 18;

    private final int type;
    private final ByteString data;

    CertificationData(EcdsaAuthentication authentication) {
        this.type = authentication.certificationType();
        this.data = authentication.certificationData();
    }

    boolean isPckChain() {
        return type == EcdsaAuthentication.PCK_CHAIN;
    }

    /** True if it names the platform, plainly or encrypted, without its certificate. */
    boolean isPpid() {
        return type >= PPID && type <= PPID_RSA_3072;
    }

    List<SgxCertificate> pckChain(KnownCertificates known) throws DcapFormatException {
        return PemChain.parse(data, known);
    }

    String describe() {
        return "type " + type + ", " + ByteCount.of(data.size());
    }

    /** What to do about a quote without a chain. */
    String advice() {
        return isPpid()
                ? "type " + type
                        + " names the platform without its PCK certificate: install libsgx-dcap-default-qpl on the "
                        + "attested machine, or give the PCK certificate chain"
                : "type " + type + " is not supported; needed is 5, a PCK certificate chain";
    }

    /** What of the PPID data contradicts a PCK certificate. An encrypted PPID cannot be compared, the versions after it can. */
    Optional<String> faultOfPpidData(PckExtension pck) {
        int ppidSize =
                switch (type) {
                    case PPID_RSA_2048 -> 256;
                    case PPID_RSA_3072 -> 384;
                    default -> 16;
                };
        int versionsEnd = ppidSize + SVN_SIZE;
        if (data.size() != versionsEnd + 2 && !(type == PPID && data.size() == versionsEnd)) {
            return Optional.of(ByteCount.of(data.size()) + "; type " + type + " has " + (versionsEnd + 2));
        }
        if (type == PPID && !data.slice(0, ppidSize).equals(pck.ppid())) {
            return Optional.of("another PPID than that of the PCK certificate");
        }
        if (!data.slice(ppidSize, ppidSize + 16).equals(pck.cpuSvn())) {
            return Optional.of("CPUSVN " + data.slice(ppidSize, ppidSize + 16) + ", PCK certificate " + pck.cpuSvn());
        }
        int pceSvn = data.at(versionsEnd - 2) | data.at(versionsEnd - 1) << 8;
        if (pceSvn != pck.pceSvn()) {
            return Optional.of("PCE SVN " + pceSvn + ", PCK certificate " + pck.pceSvn());
        }
        ByteString pceId = data.slice(versionsEnd, data.size());
        if (!pceId.isEmpty() && !pceId.equals(pck.pceId())) {
            return Optional.of("PCE ID " + pceId + ", PCK certificate " + pck.pceId());
        }
        return Optional.empty();
    }
}
