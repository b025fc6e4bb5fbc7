package org.sgxra.common.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.crypto.EcdsaP256Signature;

/** Encodings of ECDSA signatures that Project Wycheproof lists: DER is read, everything else that a lenient reader would take is not. */
class DerSignatureTest {
    private static final String R = "3f5cff5e07b1d0b1f2be2a3b9f9e2a0ad5ee1fa2fbd6e9d2a1f0b5b7cc0bde11";
    private static final String S = "9d1c4b5a6f7e8d9cabbac1d2e3f405162738495a6b7c8d9eafb0c1d2e3f40516";
    private static final String GOOD = "3045" + "0220" + R + "022100" + S;

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static Optional<EcdsaP256Signature> read(String digits) {
        return Der.readSignature(hex(digits));
    }

    private static EcdsaP256Signature signature(String r, String s) {
        return new EcdsaP256Signature(new BigInteger(r, 16), new BigInteger(s, 16));
    }

    @Test
    void readsDer() {
        assertThat(read(GOOD)).contains(signature(R, S));
        assertThat(read("3006" + "020101" + "020101")).contains(signature("1", "1"));
        // In the range of numbers that a verification looks at, and refuses.
        assertThat(read("3006" + "020100" + "020100")).contains(signature("0", "0"));
        String ones = "ff".repeat(32);
        assertThat(read("3046" + "022100" + ones + "022100" + ones)).contains(signature(ones, ones));
    }

    @ParameterizedTest
    @CsvSource({
        "empty, ''",
        "null, 0500",
        "empty sequence, 3000",
        "one number, 3003020101",
        "three numbers, 3009020101020101020101",
        "long form of a short length, 308106020101020101",
        "length with leading zeros, 30820006020101020101",
        "indefinite length, 30800201010201010000",
        "length too large by one, 3007020101020101",
        "length too small by one, 3005020101020101",
        "length of 2^31, 308480000000020101020101",
        "length of 2^32 - 1, 3084ffffffff020101020101",
        "length of 2^40, 30850100000006020101020101",
        "trailing zero after it, 300602010102010100",
        "trailing bytes after it, 30060201010201010500",
        "trailing zero in it, 300702010102010100",
        "null in it, 30080201010201010500",
        "zero before r, 30070202000102010100",
        "r padded, 300702020001020101",
        "s padded, 300702010102020001",
        "r negative, 30060201ff020101",
        "s negative, 30060201010201ff",
        "r without a byte, 30050200020101",
        "s without a byte, 30050201010200",
        "r of 2^256, 302702210100000000000000000000000000000000000000000000000000000000000000020101",
        "a set, 3106020101020101",
        "an octet string, 0406020101020101",
        "r a bit string, 3006030101020101",
        "r an octet string, 3006040101020101",
        "r a boolean, 30060101ff020101",
        "r an enumeration, 30060a0101020101",
        "r tagged, 3008a003020101020101",
        "r constructed, 3008220302010102010100",
        "r a sequence, 30083003020101020101",
        "r missing, 30050500020101",
        "application tag, 6006020101020101",
        "high tag number, 3f1006020101020101",
        "sequence in a sequence, 30083006020101020101",
        "sequence primitive, 1006020101020101",
        "length of r in long form, 300702810101020101",
        "infinity, 3006090101020101"
    })
    void refusesWhatIsNotDerOrNoSignature(String what, String digits) {
        assertThat(read(digits)).as(what).isEmpty();
    }

    @Test
    void refusesEveryPartOfOne() {
        byte[] good = hex(GOOD);
        for (int size = 0; size < good.length; size++) {
            assertThat(Der.readSignature(Arrays.copyOf(good, size)))
                    .as("%d bytes", size)
                    .isEmpty();
        }
    }

    /** A changed length or tag is never read as the same signature: what is read encodes to what was read. */
    @Test
    void readsNothingElseAsTheSameSignature() {
        byte[] good = hex(GOOD);
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] changed = good.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Der.readSignature(changed)).as("bit %d", bit).isNotEqualTo(Optional.of(signature(R, S)));
        }
    }
}
