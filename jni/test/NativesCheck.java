import static org.sgxra.common.message.SgxStatus.SGX_ERROR_INVALID_PARAMETER;
import static org.sgxra.common.message.SgxStatus.SGX_ERROR_SERVICE_UNAVAILABLE;
import static org.sgxra.common.message.SgxStatus.SGX_ERROR_UNEXPECTED;
import static org.sgxra.common.message.SgxStatus.SGX_ERROR_UPDATE_NEEDED;
import static org.sgxra.common.message.SgxStatus.SGX_SUCCESS;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sgxra.client.bridge.EnclaveNatives;
import org.sgxra.common.message.SgxStatus;

/** Calls every native of the SOFT library against a platform that answers with constants; for java -Xcheck:jni. */
public final class NativesCheck {
    private static final int QUOTE = 1116;
    private static final int ECDSA_QUOTE = 1600;
    private static int checks;

    private NativesCheck() {
    }

    public static void main(String[] args) throws Exception {
        EnclaveNatives.load(Path.of(args[0]));
        long[] eid = new long[1];
        check("mode", EnclaveNatives.MODE_SOFT, EnclaveNatives.mode());
        expect("no platform", SGX_ERROR_SERVICE_UNAVAILABLE, EnclaveNatives.createEnclave(args[1], 1, eid));
        EnclaveNatives.platform((operation, request) -> {
            throw new IllegalStateException("broken platform");
        });
        expect("throwing platform", SGX_ERROR_UNEXPECTED, EnclaveNatives.createEnclave(args[1], 1, eid));
        EnclaveNatives.platform((operation, request) -> null);
        expect("null answer", SGX_ERROR_UNEXPECTED, EnclaveNatives.createEnclave(args[1], 1, eid));
        answerOfTheWrongLength(args[1], 2, eid);
        answerOfTheWrongLength(args[1], 4 + 47, eid);
        answerOfTheWrongLength(args[1], 4 + 49, eid);
        EnclaveNatives.platform(NativesCheck::answer);

        expect("create", SGX_SUCCESS, EnclaveNatives.createEnclave(args[1], EnclaveNatives.debugFlag(), eid));
        keyExchange(eid[0]);
        quoting(eid[0]);
        ownKeyExchange(eid[0]);
        ecdsaQuoting(eid[0]);
        secrets(eid[0]);
        wrongLengths(eid[0]);
        fromManyThreads(eid[0]);
        expect("destroy", SGX_SUCCESS, EnclaveNatives.destroyEnclave(eid[0]));
        expect("destroy again", SgxStatus.SGX_ERROR_INVALID_ENCLAVE_ID, EnclaveNatives.destroyEnclave(eid[0]));
        System.out.println("NativesCheck: " + checks + " checks passed");
    }

    /** The keys of the platform would be in it: it is cleared although it is of no use. */
    private static void answerOfTheWrongLength(String enclave, int length, long[] eid) {
        byte[] answer = new byte[length];
        Arrays.fill(answer, 4 < length ? 4 : 0, length, (byte) 0x5a);
        EnclaveNatives.platform((operation, request) -> answer);
        expect(length + " bytes", SGX_ERROR_UNEXPECTED, EnclaveNatives.createEnclave(enclave, 1, eid));
        check(length + " bytes are cleared", true, Arrays.equals(answer, new byte[length]));
    }

    private static byte[] answer(int operation, byte[] request) {
        switch (operation) {
            case 1: return new byte[4 + 48];
            case 2: return new byte[4 + 516];
            case 3: return new byte[] {0, 0, 0, 0, 7, 0, 0, 0};
            case 4:
                byte[] quote = new byte[4 + 432 + QUOTE];
                quote[4 + 432 + 432] = (byte) 0xa8;
                quote[4 + 432 + 433] = 2;
                return quote;
            case 5: return new byte[] {6, 0x40, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0};
            case 6: return status0(Arrays.copyOfRange(request, 8, 8 + 256));
            case 7: return new byte[4 + 512 + 32];
            case 8: return new byte[] {0, 0, 0, 0, (byte) ECDSA_QUOTE, ECDSA_QUOTE >> 8, 0, 0};
            case 9:
                byte[] ecdsa = new byte[4 + 432 + ECDSA_QUOTE];
                ecdsa[4 + 432] = 3;
                ecdsa[4] = request[692];
                System.arraycopy(request, 712, ecdsa, 4 + 432 + 436, 512);
                return ecdsa;
            default: throw new IllegalArgumentException("operation " + operation);
        }
    }

    /** A successful answer. */
    private static byte[] status0(byte[] response) {
        byte[] answer = new byte[4 + response.length];
        System.arraycopy(response, 0, answer, 4, response.length);
        return answer;
    }

    private static void keyExchange(long eid) {
        int[] context = new int[1];
        byte[] msg1 = new byte[68];
        byte[][] msg3 = new byte[1][];
        expect("init with a bad key", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.raInit(eid, new byte[64], context));
        expect("init", SGX_SUCCESS, EnclaveNatives.raInit(eid, null, context));
        expect("msg1", SGX_SUCCESS, EnclaveNatives.raGetMsg1(context[0], eid, msg1));
        check("g_a is there", false, Arrays.equals(msg1, new byte[68]));
        expect("msg1 again", SgxStatus.SGX_ERROR_INVALID_STATE, EnclaveNatives.raGetMsg1(context[0], eid, msg1));
        expect("msg2 without a point", SGX_ERROR_UNEXPECTED,
                EnclaveNatives.raProcMsg2(context[0], eid, new byte[168], msg3));
        expect("short msg2", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.raProcMsg2(context[0], eid, new byte[167], msg3));
        expect("no keys yet", SgxStatus.SGX_ERROR_INVALID_STATE,
                EnclaveNatives.raGetKeyHash(eid, context[0], 1, new byte[32]));
        expect("close", SGX_SUCCESS, EnclaveNatives.raClose(eid, context[0]));
        expect("close again", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.raClose(eid, context[0]));
    }

    private static void ownKeyExchange(long eid) {
        int[] context = new int[1];
        byte[] ga = new byte[64];
        expect("open with a bad key", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.sigmaOpen(eid, new byte[64], context));
        expect("open with half a key", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.sigmaOpen(eid, new byte[32], context));
        expect("open", SGX_SUCCESS, EnclaveNatives.sigmaOpen(eid, null, context));
        expect("short g_a", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.sigmaGa(eid, context[0], new byte[63]));
        expect("g_a", SGX_SUCCESS, EnclaveNatives.sigmaGa(eid, context[0], ga));
        check("g_a is there", false, Arrays.equals(ga, new byte[64]));
        expect("g_a again", SgxStatus.SGX_ERROR_INVALID_STATE, EnclaveNatives.sigmaGa(eid, context[0], ga));
        expect("no msg2", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.sigmaMsg2(eid, context[0], null));
        for (int length : new int[] {0, 167, 169, 172}) {
            expect(length + " bytes of msg2", SGX_ERROR_INVALID_PARAMETER,
                    EnclaveNatives.sigmaMsg2(eid, context[0], new byte[length]));
        }
        expect("msg2 without a point", SGX_ERROR_UNEXPECTED, EnclaveNatives.sigmaMsg2(eid, context[0], new byte[168]));
        byte[] withList = new byte[168];
        withList[164] = 4;
        expect("list announced", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.sigmaMsg2(eid, context[0], withList));
        expect("report too early", SgxStatus.SGX_ERROR_INVALID_STATE,
                EnclaveNatives.sigmaReport(eid, context[0], new byte[512], new byte[432], new byte[16]));
        expect("short target", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sigmaReport(eid, context[0], new byte[511], new byte[432], new byte[16]));
        expect("short report", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sigmaReport(eid, context[0], new byte[512], new byte[384], new byte[16]));
        expect("no nonce", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sigmaReport(eid, context[0], new byte[512], new byte[432], null));
        expect("msg3 too early", SgxStatus.SGX_ERROR_INVALID_STATE,
                EnclaveNatives.sigmaMsg3(eid, context[0], new byte[432], new byte[9], new byte[336]));
        expect("no quote", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sigmaMsg3(eid, context[0], new byte[432], new byte[0], new byte[336]));
        expect("null quote", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sigmaMsg3(eid, context[0], new byte[432], null, new byte[336]));
        expect("QE report", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sigmaMsg3(eid, context[0], new byte[431], new byte[9], new byte[336]));
        expect("msg3", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sigmaMsg3(eid, context[0], new byte[432], new byte[9], new byte[9 + 336]));
        expect("no keys yet", SgxStatus.SGX_ERROR_INVALID_STATE,
                EnclaveNatives.raGetKeyHash(eid, context[0], 1, new byte[32]));
        expect("close", SGX_SUCCESS, EnclaveNatives.raClose(eid, context[0]));
        expect("close again", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.raClose(eid, context[0]));
    }

    private static void ecdsaQuoting(long eid) {
        int[] number = new int[1];
        byte[] key = new byte[256];
        byte[] report = new byte[432];
        byte[] quote = new byte[ECDSA_QUOTE];
        byte[] qeReport = new byte[432];
        expect("select", SGX_SUCCESS, EnclaveNatives.selectEcdsaKey(key));
        check("algorithm", 2, (int) key[154]);
        check("signer", 0x8c, key[6] & 0xff);
        expect("short key", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.selectEcdsaKey(new byte[158]));
        expect("init", SGX_SUCCESS, EnclaveNatives.initQuoteEx(key, new byte[512]));
        expect("short target", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.initQuoteEx(key, new byte[511]));
        expect("no key", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.initQuoteEx(null, new byte[512]));
        expect("size", SGX_SUCCESS, EnclaveNatives.getQuoteSizeEx(key, number));
        check("size", ECDSA_QUOTE, number[0]);
        expect("nowhere", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.getQuoteSizeEx(key, new int[2]));
        expect("report", SGX_SUCCESS, EnclaveNatives.getReport(eid, new byte[512], report));
        expect("quote", SGX_SUCCESS, EnclaveNatives.getQuoteEx(report, key, new byte[16], qeReport, quote));
        check("version", 3, (int) quote[0]);
        check("report asked for", 1, (int) qeReport[0]);
        check("target is the enclave", Arrays.toString(Arrays.copyOfRange(report, 64, 96)),
                Arrays.toString(Arrays.copyOfRange(quote, 436, 436 + 32)));
        expect("quote alone", SGX_SUCCESS, EnclaveNatives.getQuoteEx(report, key, null, null, quote));
        check("no target", 0, (int) quote[436]);
        expect("nonce alone", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.getQuoteEx(report, key, new byte[16], null, quote));
        expect("QE report alone", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.getQuoteEx(report, key, null, qeReport, quote));
        expect("short nonce", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.getQuoteEx(report, key, new byte[15], qeReport, quote));
        expect("no room", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.getQuoteEx(report, key, null, null, new byte[0]));
        expect("other size", SGX_ERROR_UNEXPECTED,
                EnclaveNatives.getQuoteEx(report, key, null, null, new byte[ECDSA_QUOTE - 1]));
        expect("no quote", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.getQuoteEx(report, key, null, null, null));
    }

    private static void quoting(long eid) {
        int[] number = new int[1];
        int[] update = new int[3];
        byte[] target = new byte[512];
        byte[] report = new byte[432];
        byte[] quote = new byte[QUOTE];
        expect("xeid", SGX_SUCCESS, EnclaveNatives.getExtendedEpidGroupId(number));
        check("xeid", 7, number[0]);
        expect("init quote", SGX_SUCCESS, EnclaveNatives.initQuote(target, new byte[4]));
        expect("report", SGX_SUCCESS, EnclaveNatives.getReport(eid, target, report));
        expect("quote size", SGX_SUCCESS, EnclaveNatives.calcQuoteSize(null, number));
        check("quote size", QUOTE, number[0]);
        expect("empty list", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.calcQuoteSize(new byte[0], number));
        expect("quote", SGX_SUCCESS,
                EnclaveNatives.getQuote(report, 0, new byte[16], new byte[16], null, new byte[432], quote));
        check("quote", 0xa8, quote[432] & 0xff);
        expect("nonce alone", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.getQuote(report, 0, new byte[16], new byte[16], null, null, quote));
        expect("no room", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.getQuote(report, 0, new byte[16], null, null, null, new byte[0]));
        expect("status", SGX_ERROR_UPDATE_NEEDED, EnclaveNatives.reportAttestationStatus(new byte[101], 1, update));
        check("update", "[1, 0, 1]", Arrays.toString(update));
    }

    private static void secrets(long eid) {
        int[] context = new int[1];
        byte[] iv = new byte[12];
        byte[] tag = new byte[16];
        byte[] hash = new byte[32];
        byte[] nothing = new byte[0];
        expect("init", SGX_SUCCESS, EnclaveNatives.raInit(eid, null, context));
        expect("MAC too early", SgxStatus.SGX_ERROR_INVALID_STATE,
                EnclaveNatives.verifyResultMac(eid, context[0], new byte[9], tag));
        expect("secret too early", SgxStatus.SGX_ERROR_INVALID_STATE,
                EnclaveNatives.putSecret(eid, context[0], iv, nothing, new byte[1], tag, hash));
        expect("sealing too early", SgxStatus.SGX_ERROR_INVALID_STATE,
                EnclaveNatives.sealSecret(eid, context[0], iv, new byte[3], new byte[1], tag, new byte[561]));
        expect("example too early", SgxStatus.SGX_ERROR_INVALID_STATE,
                EnclaveNatives.verifySecretData(eid, context[0], new byte[2], tag));
        expect("not sealed", SgxStatus.SGX_ERROR_MAC_MISMATCH, EnclaveNatives.unsealSecret(eid, new byte[600], hash));
        expect("no message", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.verifyResultMac(eid, context[0], nothing, tag));
        expect("MAC", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.verifyResultMac(eid, 0, new byte[9], new byte[15]));
        expect("IV", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.putSecret(eid, 0, new byte[13], nothing, new byte[1], tag, hash));
        expect("no AAD", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.putSecret(eid, 0, iv, null, new byte[1], tag, hash));
        expect("hash", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.putSecret(eid, 0, iv, nothing, new byte[1], tag, new byte[31]));
        expect("nowhere", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sealSecret(eid, 0, iv, nothing, new byte[1], tag, null));
        expect("sealed size", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.sealSecret(eid, context[0], iv, nothing, new byte[1], tag, new byte[560]));
        expect("nothing sealed", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.unsealSecret(eid, null, hash));
        expect("tag", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.verifySecretData(eid, 0, new byte[2], new byte[17]));
        expect("close", SGX_SUCCESS, EnclaveNatives.raClose(eid, context[0]));
    }

    private static void wrongLengths(long eid) {
        int[] one = new int[1];
        expect("path", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.createEnclave("a\0b", 1, new long[1]));
        expect("eid", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.createEnclave("x", 1, new long[2]));
        expect("xeid", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.getExtendedEpidGroupId(null));
        expect("target", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.initQuote(new byte[511], new byte[4]));
        expect("report", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.getReport(eid, new byte[512], new byte[433]));
        expect("key", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.raInit(eid, new byte[63], one));
        expect("msg1", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.raGetMsg1(0, eid, new byte[72]));
        expect("msg3", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.raProcMsg2(0, eid, new byte[168], null));
        expect("hash", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.raGetKeyHash(eid, 0, 1, new byte[16]));
        expect("size", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.calcQuoteSize(null, new int[0]));
        expect("spid", SGX_ERROR_INVALID_PARAMETER,
                EnclaveNatives.getQuote(new byte[432], 0, new byte[15], null, null, null, new byte[QUOTE]));
        expect("pib", SGX_ERROR_INVALID_PARAMETER, EnclaveNatives.reportAttestationStatus(new byte[97], 0, new int[3]));
    }

    private static void fromManyThreads(long eid) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            results.add(threads.submit(() -> {
                int failures = 0;
                for (int round = 0; round < 20; round++) {
                    int[] context = new int[1];
                    failures |= EnclaveNatives.raInit(eid, null, context);
                    failures |= EnclaveNatives.raGetMsg1(context[0], eid, new byte[68]);
                    failures |= EnclaveNatives.raClose(eid, context[0]);
                }
                return failures;
            }));
        }
        for (Future<Integer> result : results) {
            expect("many threads", SGX_SUCCESS, result.get());
        }
        threads.shutdown();
    }

    private static void expect(String what, SgxStatus status, int actual) {
        check(what, SgxStatus.describe(status.code()), SgxStatus.describe(actual));
    }

    private static void check(String what, Object wanted, Object actual) {
        checks++;
        if (!wanted.equals(actual)) {
            throw new AssertionError(what + ": " + actual + " instead of " + wanted);
        }
    }
}
