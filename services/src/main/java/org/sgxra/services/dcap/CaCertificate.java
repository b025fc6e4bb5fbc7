package org.sgxra.services.dcap;

import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;

/** Certificates that the root has issued, and the files that they are in with their keys. */
public enum CaCertificate {
    /** The CA of platforms of one package. */
    PROCESSOR("sgx_processor.pem"),
    /** The CA of platforms of several packages. */
    PLATFORM("sgx_platform.pem"),
    /** The signer of documents. */
    TCB_SIGNING("sgx_tcb_signing.pem");

    private final String file;

    CaCertificate(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    /** The certificate of an emulator that was started before: for commands. */
    public SgxCertificate read(StateDirectory state) throws StateException {
        return SgxCaFiles.readExisting(state, file).certificate();
    }
}
