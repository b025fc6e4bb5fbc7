package org.sgxra.platform;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.ReportBody;

/**
 * Alters ECDSA quotes while they are made (docs/spec/dcap.md section 13): everything that the misbehaviour does not concern stays right,
 * signatures included. Of {@link Misbehaviour#NONE} nothing is altered.
 */
final class EcdsaForgery {
    private static final int VENDOR_AT = 12;
    private static final int REPORT_DATA_AT = EcdsaQuote.HEADER_SIZE + 320;
    private static final int UPPER_HALF = 32;
    private static final int EXTRA_BYTES = 39;
    private static final int ENCRYPTED_PPID = 3;
    private static final int ENCRYPTED_PPID_SIZE = 384;
    private static final int PCE_ID_SIZE = 2;
    /** Type u16 and length u32, which versions from 4 on have before what the PCK certifies. */
    private static final int NESTED_HEADER = 6;

    private static final int SIGNATURE_END = 63;

    private final Misbehaviour how;
    private final SecureRandom random;

    EcdsaForgery(Misbehaviour how, SecureRandom random) {
        this.how = how;
        this.random = random;
    }

    /** Before the PCK signs it. */
    ReportBody qeReport(ReportBody honest) {
        return switch (how) {
            case QE_DEBUG ->
                with(
                        honest,
                        new Attributes(
                                honest.attributes().flags() | Attributes.DEBUG,
                                honest.attributes().xfrm()),
                        honest.mrSigner(),
                        honest.reportData());
            case QE_ENCLAVE ->
                with(
                        honest,
                        honest.attributes(),
                        Sha256.of(ByteString.of("SOFT another signer".getBytes(StandardCharsets.US_ASCII))),
                        honest.reportData());
            case QE_REPORT_DATA ->
                with(honest, honest.attributes(), honest.mrSigner(), flipped(honest.reportData(), UPPER_HALF));
            default -> honest;
        };
    }

    private static ReportBody with(ReportBody body, Attributes attributes, ByteString mrSigner, ByteString reportData) {
        return new ReportBody(
                body.cpuSvn(),
                body.miscSelect(),
                body.isvExtProdId(),
                attributes,
                body.mrEnclave(),
                mrSigner,
                body.configId(),
                body.isvProdId(),
                body.isvSvn(),
                body.configSvn(),
                body.isvFamilyId(),
                reportData);
    }

    /** Before the attestation key signs it. */
    ByteString signedPart(ByteString honest) {
        return switch (how) {
            case VENDOR_ID -> flipped(honest, VENDOR_AT);
            case REPORT_DATA -> flipped(honest, REPORT_DATA_AT);
            case REPORT_DATA_UPPER_HALF -> flipped(honest, REPORT_DATA_AT + UPPER_HALF);
            case VERSION_4 ->
                ByteString.concat(
                        EcdsaQuote.header(
                                4, 0, 0, EcdsaQuote.INTEL_VENDOR_ID, honest.slice(28, EcdsaQuote.HEADER_SIZE)),
                        honest.slice(EcdsaQuote.HEADER_SIZE, honest.size()));
            default -> honest;
        };
    }

    /** The size of a quote that has {@code fixed} bytes beside its certification data. */
    int size(int fixed, int certificationData) {
        return switch (how) {
            case SIMULATION -> EcdsaQuote.FIXED_SIZE;
            case VERSION_4 -> fixed + certificationData + NESTED_HEADER;
            case PADDING, TRAILING_BYTES -> fixed + certificationData + EXTRA_BYTES;
            case CERTIFICATION_TYPE -> fixed + ENCRYPTED_PPID_SIZE + PlatformTcb.SIZE + PCE_ID_SIZE;
            default -> fixed + certificationData;
        };
    }

    /** The bytes of the quote, when all of it is signed. */
    ByteString encode(EcdsaQuote honest, PlatformTcb level) {
        EcdsaAuthentication authentication = authentication(honest, level);
        int padding = how == Misbehaviour.PADDING ? EXTRA_BYTES : 0;
        ByteString quote = ByteString.of(new EcdsaQuote(honest.signedPart(), authentication, padding).encode());
        return switch (how) {
            case SIMULATION -> ByteString.concat(honest.signedPart(), ByteString.zeros(4));
            case TRAILING_BYTES -> ByteString.concat(quote, flipped(ByteString.zeros(EXTRA_BYTES), 0));
            default -> quote;
        };
    }

    private EcdsaAuthentication authentication(EcdsaQuote quote, PlatformTcb level) {
        EcdsaAuthentication honest = quote.authentication();
        return switch (how) {
            case QUOTE_SIGNATURE ->
                withKey(honest, flipped(honest.signature(), SIGNATURE_END), honest.attestationKey());
            case ATTESTATION_KEY -> {
                try (P256KeyPair own = P256.instance().generateKeyPair()) {
                    yield withKey(
                            honest,
                            P256.instance()
                                    .sign(own.privateKey(), quote.signedPart())
                                    .bigEndian(),
                            own.publicKey().bigEndian());
                }
            }
            case QE_SIGNATURE -> {
                try (P256KeyPair own = P256.instance().generateKeyPair()) {
                    yield withQe(
                            honest,
                            P256.instance()
                                    .sign(own.privateKey(), honest.qeReport())
                                    .bigEndian(),
                            honest.qeAuthData());
                }
            }
            case QE_AUTH_DATA -> withQe(honest, honest.qeReportSignature(), flipped(honest.qeAuthData(), 0));
            case CERTIFICATION_TYPE -> withCertification(honest, ENCRYPTED_PPID, encryptedPpid(level));
            default -> honest;
        };
    }

    private ByteString encryptedPpid(PlatformTcb level) {
        byte[] encrypted = new byte[ENCRYPTED_PPID_SIZE];
        random.nextBytes(encrypted);
        return ByteString.concat(ByteString.of(encrypted), level.encoded(), ByteString.zeros(PCE_ID_SIZE));
    }

    private static EcdsaAuthentication withKey(EcdsaAuthentication other, ByteString signature, ByteString key) {
        return new EcdsaAuthentication(
                signature,
                key,
                other.qeReport(),
                other.qeReportSignature(),
                other.qeAuthData(),
                other.certificationType(),
                other.certificationData());
    }

    private static EcdsaAuthentication withQe(EcdsaAuthentication other, ByteString signature, ByteString authData) {
        return new EcdsaAuthentication(
                other.signature(),
                other.attestationKey(),
                other.qeReport(),
                signature,
                authData,
                other.certificationType(),
                other.certificationData());
    }

    /** The same with other certification data. */
    static EcdsaAuthentication withCertification(EcdsaAuthentication other, int type, ByteString data) {
        return new EcdsaAuthentication(
                other.signature(),
                other.attestationKey(),
                other.qeReport(),
                other.qeReportSignature(),
                other.qeAuthData(),
                type,
                data);
    }

    private static ByteString flipped(ByteString bytes, int at) {
        byte[] copy = bytes.toArray();
        copy[at] ^= 1;
        return ByteString.of(copy);
    }
}
