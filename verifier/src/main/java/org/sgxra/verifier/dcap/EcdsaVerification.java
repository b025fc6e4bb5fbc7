package org.sgxra.verifier.dcap;

import java.math.BigInteger;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PublicKey;

/** Verifies ECDSA signatures over P-256 with SHA-256. */
@FunctionalInterface
interface EcdsaVerification {
    /** Order of the group (FIPS 186-4 D.1.2.3). */
    BigInteger ORDER = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    /** True if {@code signature} is one over {@code message} by the owner of {@code key}. */
    boolean verify(P256PublicKey key, ByteString message, EcdsaP256Signature signature);

    /** Verification by the library of choice. Numbers out of range are refused here: not every library does (CVE-2022-21449). */
    static boolean byLibrary(P256PublicKey key, ByteString message, EcdsaP256Signature signature) {
        return isInRange(signature.r())
                && isInRange(signature.s())
                && P256.instance().verify(key, message, signature);
    }

    /** True if the number may be r or s: from 1 to the order less 1. */
    static boolean isInRange(BigInteger number) {
        return number.signum() > 0 && number.compareTo(ORDER) < 0;
    }
}
