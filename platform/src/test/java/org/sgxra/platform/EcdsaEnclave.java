package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.message.AttestationKeyId;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EcdsaQuoteCall;
import org.sgxra.common.message.EcdsaQuoteCall.QeReportInfo;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.TargetInfo;

/** What stands around the platform: an enclave that makes reports, and the calls that get it ECDSA quotes. */
final class EcdsaEnclave {
    static final byte[] KEY_ID = AttestationKeyId.ECDSA_P256.encode();
    static final ByteString REPORT_DATA = ByteString.concat(ByteString.of(new byte[] {1, 2, 3}), ByteString.zeros(61));

    private static final ByteString MR_ENCLAVE = ByteString.of(filled(32, 0xee));

    final SoftPlatform platform;

    EcdsaEnclave(SoftPlatform platform) {
        this.platform = platform;
    }

    private static byte[] filled(int size, int value) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** The answer of an operation that must succeed. */
    ByteString call(int operation, byte[] request) {
        PlatformAnswer answer = platform.call(operation, request);
        assertThat(answer.failure()).as("failure of operation %d", operation).isEmpty();
        assertThat(answer.status().code()).isZero();
        return answer.response();
    }

    /** Target info 512, id of the attestation key 32. */
    ByteString init() {
        return call(SoftPlatform.INIT_QUOTE_EX, KEY_ID);
    }

    int quoteSize() {
        ByteString size = call(SoftPlatform.GET_QUOTE_SIZE_EX, KEY_ID);
        assertThat(size.size()).isEqualTo(4);
        return size.at(0) | size.at(1) << 8 | size.at(2) << 16 | size.at(3) << 24;
    }

    ReportBody body() {
        return new ReportBody(
                cpuSvn(),
                0,
                ByteString.zeros(16),
                new Attributes(Attributes.INIT | Attributes.MODE64, 3),
                MR_ENCLAVE,
                ByteString.of(filled(32, 0x51)),
                ByteString.zeros(64),
                7,
                1,
                0,
                ByteString.zeros(16),
                REPORT_DATA);
    }

    TargetInfo target() {
        return TargetInfo.of(body());
    }

    private ByteString cpuSvn() {
        return call(SoftPlatform.LOAD, new byte[0]).slice(32, 48);
    }

    /** A report for a target, MACed as the loader of SOFT enclaves can. */
    Report report(TargetInfo target) {
        ByteString body = ByteString.of(body().encode());
        ByteString keyId = ByteString.zeros(32);
        return new Report(body, keyId, mac(body, target, keyId));
    }

    /** Whether a report was made for this enclave on its platform. */
    boolean verifies(Report report) {
        return mac(report.body(), target(), report.keyId()).equals(report.mac());
    }

    private ByteString mac(ByteString body, TargetInfo target, ByteString keyId) {
        ByteString root = call(SoftPlatform.LOAD, new byte[0]).slice(0, 16);
        try (SecretBytes rootKey = SecretBytes.wrap(root.toArray());
                SecretBytes key = SecretBytes.wrap(AesCmac.mac(rootKey, target.reportKeyRequest(cpuSvn(), keyId))
                        .toArray())) {
            return AesCmac.mac(key, body);
        }
    }

    EcdsaQuoteCall quoteCall(Optional<QeReportInfo> info) throws Exception {
        TargetInfo quotingEnclave =
                TargetInfo.parse(init().slice(0, TargetInfo.SIZE).toArray());
        return new EcdsaQuoteCall(AttestationKeyId.ECDSA_P256, quoteSize(), report(quotingEnclave), info);
    }

    /** The quoting enclave's report 432 and the quote. */
    ByteString answer(Optional<QeReportInfo> info) throws Exception {
        return call(SoftPlatform.GET_QUOTE_EX, quoteCall(info).encode());
    }

    /** The bytes of a quote. */
    ByteString quoteBytes() throws Exception {
        ByteString answer = answer(Optional.empty());
        return answer.slice(Report.SIZE, answer.size());
    }

    EcdsaQuote quote() throws Exception {
        return EcdsaQuote.parse(quoteBytes().toArray());
    }
}
