package org.sgxra.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.client.bridge.Platform;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.SgxStatus;

/** A platform with nothing but ECDSA quoting: genuine reports of its quoting enclave, quotes that only begin like quotes. */
final class EcdsaPlatformDouble implements Platform {
    static final int SELECT = 6;
    static final int INIT = 7;
    static final int SIZE = 8;
    static final int QUOTE = 9;
    static final int QUOTE_SIZE = 1600;

    private static final byte[] REPORT_ROOT = "a report secret!".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] CPU_SVN = new byte[16];
    private static final int LOAD = 1;

    /** Operations in the order in which they were asked for. */
    final List<Integer> operations = new ArrayList<>();

    private final Map<Integer, Deque<SgxStatus>> failures = new HashMap<>();
    private int algorithm = 2;
    private byte version = 1;
    private boolean cheating;
    private int announced = QUOTE_SIZE;

    /** The next questions of this kind fail so. */
    void fail(int operation, SgxStatus... statuses) {
        failures.put(operation, new ArrayDeque<>(List.of(statuses)));
    }

    /** Chooses a key of another algorithm than it is asked for. */
    void choose(int otherAlgorithm) {
        algorithm = otherAlgorithm;
    }

    /** Vouches for another quote than it makes. */
    void cheat() {
        cheating = true;
    }

    /** Announces quotes of another size than it makes. */
    void announce(int size) {
        announced = size;
    }

    /** Another quoting enclave takes over. */
    void update() {
        version++;
    }

    @Override
    public byte[] call(int operation, byte[] request) {
        if (operation != LOAD) {
            operations.add(operation);
        }
        Deque<SgxStatus> failing = failures.getOrDefault(operation, new ArrayDeque<>());
        if (!failing.isEmpty()) {
            return answer(failing.remove(), new byte[0]);
        }
        return answer(
                SgxStatus.SGX_SUCCESS,
                switch (operation) {
                    case LOAD -> concat(REPORT_ROOT, new byte[16], CPU_SVN);
                    case SELECT -> chosen(Arrays.copyOfRange(request, 8, 8 + 256));
                    case INIT -> concat(target(), new byte[32]);
                    case SIZE -> number(announced);
                    case QUOTE -> quote(request);
                    default -> throw new IllegalArgumentException("operation " + operation);
                });
    }

    private byte[] chosen(byte[] keyId) {
        keyId[154] = (byte) algorithm;
        return keyId;
    }

    private byte[] target() {
        byte[] target = new byte[512];
        Arrays.fill(target, 0, 32, version);
        target[32] = 0x15;
        return target;
    }

    private byte[] quote(byte[] request) {
        byte[] report = Arrays.copyOfRange(request, 260, 260 + 432);
        byte[] nonce = Arrays.copyOfRange(request, 696, 712);
        if (!Arrays.equals(mac(target(), report), Arrays.copyOfRange(report, 416, 432))) {
            throw new IllegalStateException("the report is for another quoting enclave");
        }
        byte[] quote = new byte[QUOTE_SIZE];
        quote[0] = 3;
        quote[2] = 2;
        System.arraycopy(report, 0, quote, 48, 384);
        System.arraycopy(number(QUOTE_SIZE - 436), 0, quote, 432, 4);
        byte[] qeReport = new byte[432];
        System.arraycopy(target(), 32, qeReport, 48, 16);
        System.arraycopy(target(), 0, qeReport, 64, 32);
        System.arraycopy(Sha256.of(ByteString.of(nonce), ByteString.of(quote)).toArray(), 0, qeReport, 320, 32);
        System.arraycopy(mac(Arrays.copyOfRange(request, 712, 712 + 512), qeReport), 0, qeReport, 416, 16);
        quote[QUOTE_SIZE - 1] = (byte) (cheating ? 1 : 0);
        return concat(qeReport, quote);
    }

    /** As the report's target would make it; see enclave/soft/untrusted/soft_platform.h. */
    private static byte[] mac(byte[] target, byte[] report) {
        byte[] request = concat(
                Arrays.copyOfRange(target, 0, 48),
                Arrays.copyOfRange(target, 52, 56),
                CPU_SVN,
                Arrays.copyOfRange(report, 384, 416));
        try (SecretBytes root = SecretBytes.wrap(REPORT_ROOT.clone());
                SecretBytes key = AesCmac.derive(root, request)) {
            return AesCmac.mac(key, ByteString.of(report, 0, 384)).toArray();
        }
    }

    private static byte[] answer(SgxStatus status, byte[] response) {
        return concat(number(status.code()), response);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] concat(byte[]... parts) {
        return ByteString.concat(Arrays.stream(parts).map(ByteString::of).toArray(ByteString[]::new))
                .toArray();
    }
}
