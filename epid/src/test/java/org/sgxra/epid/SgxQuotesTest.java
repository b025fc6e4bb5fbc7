package org.sgxra.epid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Complete SGX quotes (docs/spec/sgx-quote.md): unwrapped with the test key, the EPID signature inside is verified. */
class SgxQuotesTest {
    private static final JsonNode FILE = Vectors.file("sgx_quotes.json");

    static Stream<JsonNode> cases() {
        return Vectors.entries("sgx_quotes.json", "cases");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void verifiesTheSignatureInsideTheQuote(JsonNode entry) throws Exception {
        byte[] quote = Vectors.hex(entry, "quote");
        byte[] signature = unwrap(quote);
        assertThat(signature).isEqualTo(Vectors.hex(entry, "plainSignature"));

        GroupPublicKey group = GroupPublicKey.parse(Vectors.hex(FILE, "groupPublicKey"));
        EpidVerdict verdict = new EpidVerifier(group, HashAlgorithm.SHA_256)
                .verify(signature, Arrays.copyOf(quote, 432), Arrays.copyOfRange(quote, 16, 48), lists(entry));
        assertThat(verdict).isEqualTo(Vectors.verdict(entry));
    }

    private static byte[] unwrap(byte[] quote) throws GeneralSecurityException {
        PrivateKey rsa = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Vectors.hex(FILE.get("qsdk"), "pkcs8")));
        Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
        oaep.init(
                Cipher.DECRYPT_MODE,
                rsa,
                new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        byte[] key = oaep.doFinal(quote, 436, 256);
        assertThat(MessageDigest.getInstance("SHA-256").digest(key)).isEqualTo(Arrays.copyOfRange(quote, 692, 724));
        int length = ByteBuffer.wrap(quote).order(ByteOrder.LITTLE_ENDIAN).getInt(736);
        assertThat(quote).hasSize(436 + 304 + length + 16);
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, quote, 724, 12));
        return gcm.doFinal(quote, 740, length + 16);
    }

    /** The SigRL has a header of 4 bytes before and a signature of 64 bytes after it. */
    private static RevocationLists lists(JsonNode entry) throws EpidException {
        byte[] sigRl = Vectors.hex(entry, "sigRl");
        byte[] privRl = Vectors.hex(entry, "privRl");
        return new RevocationLists(
                null,
                privRl == null ? null : PrivRl.parse(privRl, 4),
                sigRl == null ? null : SigRl.parse(Arrays.copyOfRange(sigRl, 4, sigRl.length - 64), 4),
                null);
    }

    @Test
    void leavesNoRecordedQuoteOut() {
        assertThat(cases()).hasSize(9);
    }
}
