package org.sgxra.bench;

import java.nio.charset.StandardCharsets;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;
import org.sgxra.common.crypto.SessionKeys;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SignType;

/**
 * The messages of an enclave, made with as little work as can be: its ephemeral private key is 1, so that the shared point is the
 * service provider's key itself, and the EPID signature, which only an attestation service looks at, is zero. What the service
 * provider has to do is the same. Safe for use by many threads.
 */
final class EnclaveSide {
    /** The service provider id that the quotes are made for, 32 hexadecimal digits. */
    static final String SPID = "5350494420554e4c494e4b41424c4521";

    private static final EpidGroupId GROUP = new EpidGroupId(0x1001);
    /** Digits of g_b, with which msg2 begins: x and y, little-endian. */
    private static final int GB_DIGITS = 128;

    private final ByteString ga;
    private final ByteString mrSigner;
    private final byte[] firstLine;

    /** @param mrSigner of the enclave, 64 hexadecimal digits */
    EnclaveSide(String mrSigner) {
        try (P256PrivateKey one = P256PrivateKey.of(java.math.BigInteger.ONE)) {
            this.ga = P256.publicKey(one).littleEndian();
            this.mrSigner = ByteString.fromHex(mrSigner);
        } catch (org.sgxra.common.crypto.InvalidPointException | HexFormatException e) {
            throw new IllegalArgumentException("MRSIGNER has 64 hexadecimal digits", e);
        }
        firstLine = line(new Msg0Msg1(0, ga, GROUP).encode());
    }

    /** msg0||msg1 as a line. */
    byte[] msg1() {
        return firstLine.clone();
    }

    /**
     * msg3 as a line.
     *
     * @param msg2 the line of hexadecimal digits that came
     */
    byte[] msg3(String msg2) throws HexFormatException {
        ByteString gb = ByteString.fromHex(msg2.substring(0, GB_DIGITS));
        try (SecretBytes sharedX = SecretBytes.wrap(gb.slice(0, 32).toArray());
                SessionKeys keys = SessionKeys.from(sharedX)) {
            ByteString quote = ByteString.of(quote(Sha256.reportData(ga, gb, keys.vk())));
            Msg3 unsigned = new Msg3(ByteString.zeros(16), ga, ByteString.zeros(256), quote);
            return line(
                    new Msg3(AesCmac.mac(keys.smk(), unsigned.macInput()), ga, unsigned.psSecProp(), quote).encode());
        }
    }

    private byte[] quote(ByteString reportData) {
        ReportBody report = new ReportBody(
                ByteString.zeros(16),
                0,
                ByteString.zeros(16),
                new Attributes(Attributes.INIT | Attributes.MODE64, 3),
                ByteString.zeros(32),
                mrSigner,
                ByteString.zeros(64),
                0,
                1,
                0,
                ByteString.zeros(16),
                reportData);
        ByteString basename = ByteString.concat(spid(), ByteString.zeros(16));
        return new EpidQuote(
                        new EpidQuoteBody(SignType.UNLINKABLE, GROUP, 2, 9, 0, basename, report),
                        ByteString.zeros(EpidQuoteSignature.sizeFor(0)))
                .encode();
    }

    private static ByteString spid() {
        try {
            return ByteString.fromHex(SPID);
        } catch (HexFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] line(byte[] message) {
        return (ByteString.of(message).hex() + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
