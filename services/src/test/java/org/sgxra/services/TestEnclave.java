package org.sgxra.services;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.message.AttestationKeyId;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EcdsaQuoteCall;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.QuoteCall;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.common.message.SignType;
import org.sgxra.common.message.TargetInfo;
import org.sgxra.platform.PlatformAnswer;
import org.sgxra.platform.SoftPlatform;
import org.sgxra.services.state.Subscription;

/** What the C half of SOFT does around the platform: an enclave that makes reports, and the calls that get it quotes. */
final class TestEnclave {
    static final ByteString REPORT_DATA = ByteString.concat(ByteString.of(new byte[] {1, 2, 3}), ByteString.zeros(61));
    private final SoftPlatform platform;

    SoftPlatform platform() {
        return platform;
    }

    TestEnclave(SoftPlatform platform) {
        this.platform = platform;
    }

    /** The answer of an operation that must succeed. */
    byte[] call(int operation, byte[] request) {
        PlatformAnswer answer = platform.call(operation, request);
        if (answer.status() != SgxStatus.SGX_SUCCESS) {
            throw new AssertionError(answer.toString());
        }
        return answer.response().toArray();
    }

    static int status(PlatformAnswer answer) {
        return answer.status().code();
    }

    EpidGroupId gid() throws Exception {
        byte[] answer = call(SoftPlatform.INIT_QUOTE, new byte[0]);
        return EpidGroupId.fromLittleEndian(ByteString.of(answer, TargetInfo.SIZE, TargetInfo.SIZE + 4));
    }

    /** A report for the quoting enclave of EPID. */
    Report report() {
        return report(ByteString.of(call(SoftPlatform.INIT_QUOTE, new byte[0])));
    }

    /** A report for a target, MACed as the loader of SOFT enclaves can. */
    private Report report(ByteString target) {
        ByteString load = ByteString.of(call(SoftPlatform.LOAD, new byte[0]));
        ByteString cpuSvn = load.slice(32, 48);
        ReportBody body = new ReportBody(
                cpuSvn,
                0,
                ByteString.zeros(16),
                new Attributes(7, 3),
                ByteString.of(new byte[32]),
                ByteString.of(new byte[32]),
                ByteString.zeros(64),
                0,
                1,
                0,
                ByteString.zeros(16),
                REPORT_DATA);
        ByteString keyId = ByteString.zeros(32);
        ByteString request = ByteString.concat(target.slice(0, 48), target.slice(52, 56), cpuSvn, keyId);
        ByteString encoded = ByteString.of(body.encode());
        return new Report(
                encoded,
                keyId,
                AesCmac.mac(
                        SecretBytes.wrap(
                                AesCmac.mac(SecretBytes.wrap(load.slice(0, 16).toArray()), request)
                                        .toArray()),
                        encoded));
    }

    static QuoteCall call(Report report, Subscription subscription, ByteString sigRl) {
        return new QuoteCall(
                report, subscription.spid(), subscription.signType().value(), Optional.empty(), 1 << 20, sigRl);
    }

    EpidQuote quote(Subscription subscription) throws Exception {
        return quote(subscription, ByteString.EMPTY);
    }

    EpidQuote quote(Subscription subscription, ByteString sigRl) throws Exception {
        byte[] answer =
                call(SoftPlatform.GET_QUOTE, call(report(), subscription, sigRl).encode());
        return EpidQuote.parse(Arrays.copyOfRange(answer, Report.SIZE, answer.length));
    }

    /** The bytes of an ECDSA quote. */
    ByteString ecdsaQuote() {
        byte[] keyId = AttestationKeyId.ECDSA_P256.encode();
        ByteString target = ByteString.of(call(SoftPlatform.INIT_QUOTE_EX, keyId));
        byte[] size = call(SoftPlatform.GET_QUOTE_SIZE_EX, keyId);
        EcdsaQuoteCall call = new EcdsaQuoteCall(
                AttestationKeyId.ECDSA_P256,
                java.nio.ByteBuffer.wrap(size)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt(),
                report(target),
                Optional.empty());
        byte[] answer = call(SoftPlatform.GET_QUOTE_EX, call.encode());
        return ByteString.of(answer, Report.SIZE, answer.length);
    }

    static String evidence(EpidQuote quote) {
        return "{\"isvEnclaveQuote\":\"" + Base64.getEncoder().encodeToString(quote.encode()) + "\"}";
    }

    static String evidence(EpidQuote quote, String nonce) {
        return "{\"isvEnclaveQuote\":\"" + Base64.getEncoder().encodeToString(quote.encode()) + "\",\"nonce\":\""
                + nonce + "\"}";
    }

    static Subscription subscription(SignType type) {
        return type == SignType.LINKABLE ? Subscription.LINKABLE_DEMO : Subscription.UNLINKABLE_DEMO;
    }
}
