package org.sgxra.sp.pcs;

import java.util.List;
import org.sgxra.common.dcap.RevocationList;

/** What collateral consists of. */
enum CollateralPart {
    TCB_INFO("TCB info", 256 * 1024, "TCB-Info-Issuer-Chain"),
    QE_IDENTITY("QE identity", 256 * 1024, "SGX-Enclave-Identity-Issuer-Chain"),
    PCK_CRL("PCK CRL", RevocationList.MAX_SIZE, "SGX-PCK-CRL-Issuer-Chain"),
    /** Signed by the root itself, so that no header of its answer has a chain. */
    ROOT_CRL("root CRL", RevocationList.MAX_SIZE, "");

    private final String label;
    private final int limit;
    private final String chainHeader;

    CollateralPart(String label, int limit, String chainHeader) {
        this.label = label;
        this.limit = limit;
        this.chainHeader = chainHeader;
    }

    /** Bytes that it has at most. */
    int limit() {
        return limit;
    }

    /** The header that holds the chain of its signer. */
    String chainHeader() {
        return chainHeader;
    }

    /** The same with what version 3 of the API calls it. */
    List<String> chainHeaders() {
        return List.of(chainHeader, "SGX-" + chainHeader);
    }

    @Override
    public String toString() {
        return label;
    }
}
