package org.sgxra.services.dcap;

import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;

/**
 * The emulator's own CA, with the names of Intel's: they cannot say that it is another one, its root key does.
 *
 * @param root self-signed
 * @param processor certifies platforms of one package
 * @param platform certifies platforms of several packages
 * @param tcbSigning signs TCB info and identities
 */
public record SgxCa(Authority root, Authority processor, Authority platform, Authority tcbSigning) {
    /** Bytes of a key identifier, and of the serial number that is the same. */
    static final int KEY_ID_SIZE = 20;

    /**
     * A certificate under the root, and its key.
     *
     * @param certificate its serial number is its key identifier
     * @param key the private half
     */
    public record Authority(SgxCertificate certificate, P256PrivateKey key) {
        /** Subject key identifier, 20 bytes. */
        ByteString keyId() {
            byte[] number = certificate.serialNumber().toByteArray();
            return number.length >= KEY_ID_SIZE
                    ? ByteString.of(number, number.length - KEY_ID_SIZE, number.length)
                    : ByteString.concat(ByteString.zeros(KEY_ID_SIZE - number.length), ByteString.of(number));
        }
    }

    /** A CA that certifies platforms. */
    Authority of(PckCa ca) {
        return ca == PckCa.PROCESSOR ? processor : platform;
    }

    /** A CA or the signer, and the root, in PEM: what answers carry in their headers. */
    String chainOf(Authority authority) {
        return PemChain.write(List.of(authority.certificate(), root.certificate()));
    }
}
