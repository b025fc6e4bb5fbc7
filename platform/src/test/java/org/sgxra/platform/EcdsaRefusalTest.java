package org.sgxra.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.AttestationKeyId;
import org.sgxra.common.message.EcdsaQuoteCall;
import org.sgxra.common.message.Report;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeKeys;

/** What the platform cannot do for ECDSA, and how it says so: the status and a remedy. */
class EcdsaRefusalTest {
    private static final String JOIN = "POST /sgx/provisioning/v1/dcap";
    private static final String CERTIFY = "GET /sgx/certification/v4/pckcert";
    private static final byte[] ID = AttestationKeyId.ECDSA_P256.encode();
    private static final byte[] EPID = new AttestationKeyId(
                    0,
                    0,
                    hex("ec15b10787d2f84667ceb0b598ffc44a1f1cb80f670aae5df9e8fa9f6376e1f8"),
                    1,
                    ByteString.zeros(16),
                    ByteString.zeros(64),
                    ByteString.zeros(16),
                    0,
                    ByteString.zeros(16),
                    1)
            .encode();

    @TempDir
    Path directory;

    private FakePckService service;

    private static ByteString hex(String digits) {
        return ByteString.of(java.util.HexFormat.of().parseHex(digits));
    }

    @BeforeEach
    void start() throws Exception {
        service = new FakePckService(directory);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private SoftPlatform platform() throws Exception {
        return service.platform(directory.resolve("platform"));
    }

    private static PlatformAnswer init(SoftPlatform platform) {
        return platform.call(SoftPlatform.INIT_QUOTE_EX, ID);
    }

    private static void failed(PlatformAnswer answer, int status, String... reasons) {
        assertThat(answer.status().code()).isEqualTo(status);
        assertThat(answer.response().isEmpty()).isTrue();
        assertThat(answer.failure())
                .hasValueSatisfying(line -> assertThat(line).contains(reasons).doesNotContain("\n"));
    }

    private static byte[] list(byte[]... ids) {
        ByteString list = hex("00000000" + String.format("%02x000000", ids.length));
        for (byte[] id : ids) {
            list = ByteString.concat(list, ByteString.of(id));
        }
        return list.toArray();
    }

    @Test
    void theKeyIsChosenFromAListOrWithoutOne() throws Exception {
        byte[] own = ID.clone();
        own[158] = 0x5d;

        for (byte[] request : new byte[][] {new byte[0], list(ID), list(EPID, ID), list(ID, own), list(EPID, own)}) {
            PlatformAnswer answer = platform().call(SoftPlatform.SELECT_ATT_KEY, request);
            assertThat(answer.failure()).isEmpty();
            boolean onlyOwn =
                    request.length == list(EPID, own).length && request[8 + 256 + 158] == 0x5d && request[8 + 154] == 0;
            assertThat(answer.response().toArray()).isEqualTo(onlyOwn ? own : ID);
        }
    }

    @Test
    void aListWithoutTheKeyOrMalformedIsRefused() throws Exception {
        SoftPlatform platform = platform();

        failed(
                platform.call(SoftPlatform.SELECT_ATT_KEY, list(EPID, EPID)),
                0x8001,
                "algorithm 0 of ec15b107",
                "it has algorithm 2 (ECDSA P-256) of 8c4f5775");
        failed(platform.call(SoftPlatform.SELECT_ATT_KEY, list()), 0x8001, "none of the attestation keys");
        failed(platform.call(SoftPlatform.SELECT_ATT_KEY, new byte[7]), 0x0002, "malformed attestation key id list");
        failed(platform.call(SoftPlatform.SELECT_ATT_KEY, new byte[9]), 0x0002, "malformed attestation key id list");
    }

    @Test
    void noOtherKeyIsServed() throws Exception {
        SoftPlatform platform = platform();
        EcdsaQuoteCall call = new EcdsaEnclave(platform).quoteCall(Optional.empty());
        EcdsaQuoteCall other =
                new EcdsaQuoteCall(AttestationKeyId.parse(EPID), call.quoteCapacity(), call.report(), Optional.empty());

        failed(platform.call(SoftPlatform.INIT_QUOTE_EX, EPID), 0x8001, "algorithm 0 of ec15b107");
        failed(platform.call(SoftPlatform.GET_QUOTE_SIZE_EX, EPID), 0x8001, "algorithm 0 of ec15b107");
        failed(platform.call(SoftPlatform.GET_QUOTE_EX, other.encode()), 0x8001, "algorithm 0 of ec15b107");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 255, 257, 1223, 1225})
    void requestsOfTheWrongLengthAreRefused(int size) throws Exception {
        SoftPlatform platform = platform();

        failed(platform.call(SoftPlatform.INIT_QUOTE_EX, new byte[size]), 0x0002, "malformed attestation key id");
        failed(platform.call(SoftPlatform.GET_QUOTE_SIZE_EX, new byte[size]), 0x0002, "malformed attestation key id");
        failed(platform.call(SoftPlatform.GET_QUOTE_EX, new byte[size]), 0x0002, "malformed ECDSA quote call");
    }

    @Test
    void thereIsNoQuoteBeforeTheKey() throws Exception {
        SoftPlatform first = platform();
        byte[] call = new EcdsaEnclave(first).quoteCall(Optional.empty()).encode();
        SoftPlatform platform = platform();

        failed(platform.call(SoftPlatform.GET_QUOTE_SIZE_EX, ID), 0x8003, "call sgx_init_quote_ex first");
        failed(platform.call(SoftPlatform.GET_QUOTE_EX, call), 0x8003, "call sgx_init_quote_ex first");
        assertThat(service.count(CERTIFY)).isEqualTo(1);
    }

    @Test
    void aQuoteNeedsRoomAndAReportOfThisPlatform() throws Exception {
        SoftPlatform platform = platform();
        EcdsaQuoteCall call = new EcdsaEnclave(platform).quoteCall(Optional.empty());
        EcdsaQuoteCall small = new EcdsaQuoteCall(
                AttestationKeyId.ECDSA_P256, call.quoteCapacity() - 1, call.report(), Optional.empty());

        failed(
                platform.call(SoftPlatform.GET_QUOTE_EX, small.encode()),
                0x0002,
                "needs " + call.quoteCapacity() + " bytes, the buffer has " + (call.quoteCapacity() - 1));
        for (int at : new int[] {260, 260 + 383, 260 + 384, 260 + 431}) {
            byte[] altered = call.encode();
            altered[at] ^= 1;
            failed(platform.call(SoftPlatform.GET_QUOTE_EX, altered), 0x3001, "was not made on this platform");
        }
        Report forEpid = new EcdsaEnclave(platform).report(QuotingEnclave.TARGET);
        EcdsaQuoteCall wrongTarget =
                new EcdsaQuoteCall(AttestationKeyId.ECDSA_P256, call.quoteCapacity(), forEpid, Optional.empty());
        failed(platform.call(SoftPlatform.GET_QUOTE_EX, wrongTarget.encode()), 0x3001, "for the quoting enclave");
    }

    @Test
    void nobodyAnswers() throws Exception {
        SoftPlatform platform = new SoftPlatform(new PlatformConfig(
                directory.resolve("platform"), URI.create("https://localhost:1"), service.caFile, line -> {}));

        failed(
                init(platform),
                0x4007,
                "provisioning at https://localhost:1 failed: connection refused; is the emulator running (run-ias)?");
    }

    @ParameterizedTest
    @CsvSource({
        "404, 8005, has no PCK certificate for this platform with CPUSVN 0a0202, raise cpu_svn and pce_svn in",
        "462, 0001, has no PCK certificate for this platform with CPUSVN 0a0202, raise cpu_svn and pce_svn in",
        "400, 4007, does not understand this platform's request, and the platform joins again",
        "461, 0001, does not know this platform, and the platform joins again",
        "500, 4007, no PCK certificate, out of order",
        "429, 4007, no PCK certificate, out of order"
    })
    void theServiceHasNoCertificate(int answer, String status, String reason, String remedy) throws Exception {
        service.refusal = Map.entry(answer, "out of order");

        failed(init(platform()), Integer.parseInt(status, 16), reason, remedy, "HTTP " + answer + ": out of order");
    }

    /** Below every level there is no certificate: it is not for want of joining. */
    @Test
    void aPlatformBelowEveryLevelHasNoCertificate() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("platform"));
        Files.writeString(
                folder.resolve(PlatformSettings.FILE),
                "cpu_svn = " + "0".repeat(32) + "\nqe_svn = 16\npce_svn = 15\nmisbehave = no\n");

        failed(init(platform()), 0x8005, "CPUSVN 00000000000000000000000000000000 and PCE SVN 15");
        assertThat(service.requests).containsExactly(JOIN, CERTIFY);
    }

    @Test
    void anotherPlatformHasJoinedWithThisPpid() throws Exception {
        service.joinStatus = 409;

        failed(
                init(platform()),
                0x4012,
                "HTTP 409: known with other keys; remove " + directory.resolve("platform/device_secret"));
    }

    static List<Object[]> strangeAnswers() {
        Consumer<FakePckService> noChain = service -> service.sendsChain = false;
        Consumer<FakePckService> otherLevel = service -> service.tcbm = "0a0201" + "00".repeat(13) + "0d00";
        Consumer<FakePckService> otherKey =
                service -> service.change = evidence -> evidence.pck.key = FakeCertificate.spki(FakeKeys.of("other"));
        Consumer<FakePckService> higher = service -> {
            service.change = evidence -> evidence.extension.pceSvn = 16;
            service.tcbm = "0a0202" + "00".repeat(13) + "1000";
        };
        Consumer<FakePckService> noPck = service -> service.change = evidence -> evidence.pck.commonName = "nobody";
        Consumer<FakePckService> noExtension =
                service -> service.change = evidence -> evidence.signedPck = evidence.pck.sign();
        return List.of(
                new Object[] {noChain, 0x4007, "has no header SGX-PCK-Certificate-Issuer-Chain"},
                new Object[] {otherLevel, 0x4007, "the header SGX-TCBm is not the TCB level of the PCK certificate"},
                new Object[] {otherKey, 0x8002, "is for another key than this platform's; does another emulator answer"
                },
                new Object[] {higher, 0x8002, "is for a TCB level above what the platform is"},
                new Object[] {noPck, 0x4007, "is not \"Intel SGX PCK Certificate\""},
                new Object[] {noExtension, 0x4007, "SGX extension"});
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("strangeAnswers")
    void theServiceAnswersWithWhatIsNoCertificateOfThePlatform(Consumer<FakePckService> how, int status, String reason)
            throws Exception {
        how.accept(service);

        failed(init(platform()), status, reason);
        assertThat(directory.resolve("platform/" + PckRegistration.CERTIFICATE)).doesNotExist();
        service.change = evidence -> {};
        service.sendsChain = true;
        service.tcbm = null;
        assertThat(init(platform()).failure()).isEmpty();
    }

    @Test
    void anEmulatorThatHasForgottenThePlatformLearnsOfItAgain() throws Exception {
        SoftPlatform platform = platform();
        assertThat(init(platform).failure()).isEmpty();
        Files.delete(directory.resolve("platform/" + PckRegistration.CERTIFICATE));
        service.forget();

        assertThat(init(platform).failure()).isEmpty();
        assertThat(service.requests).containsExactly(JOIN, CERTIFY, CERTIFY, JOIN, CERTIFY);
    }

    @Test
    void anotherEmulatorIsJoinedAnew() throws Exception {
        List<String> notices = new ArrayList<>();
        PlatformConfig config =
                new PlatformConfig(directory.resolve("platform"), service.uri(), service.caFile, notices::add);
        assertThat(init(new SoftPlatform(config)).failure()).isEmpty();
        Files.writeString(service.caFile, Files.readString(service.caFile) + "\n");

        assertThat(init(new SoftPlatform(config)).failure()).isEmpty();
        assertThat(service.requests).containsExactly(JOIN, CERTIFY, JOIN, CERTIFY);
        String got =
                "platform: got a PCK certificate for TCB level 0a020200000000000000000000000000, PCE SVN 13 from the"
                        + " emulator at " + service.uri();
        String joined = "platform: joined the emulator at " + service.uri() + " for DCAP";
        assertThat(notices).containsExactly(joined, got, joined, got);
    }

    @Test
    void anExpiredOrDamagedCertificateIsFetchedAgain() throws Exception {
        service.change = evidence -> evidence.pck.notAfter = Instant.parse("2026-01-15T12:00:01Z");
        SoftPlatform platform = platform();
        assertThat(init(platform).failure()).isEmpty();
        service.change = evidence -> {};
        assertThat(init(platform).failure()).isEmpty();
        assertThat(service.count(CERTIFY)).isEqualTo(2);

        Path file = directory.resolve("platform/" + PckRegistration.CERTIFICATE);
        String good = Files.readString(file);
        int count = 2;
        for (String damaged : new String[] {
            "",
            good.replace("cpu_svn = 0a", "cpu_svn = 0b"),
            good.replace("cpu_svn", "cpu"),
            good.replace("pce_svn = 15", "pce_svn = x"),
            good.substring(0, good.length() / 2)
        }) {
            Files.writeString(file, damaged);
            assertThat(init(platform()).failure()).isEmpty();
            count++;
            assertThat(service.count(CERTIFY)).isEqualTo(count);
        }
        assertThat(init(platform()).failure()).isEmpty();
        assertThat(service.count(CERTIFY)).as("the last one is good").isEqualTo(count);
        assertThat(service.count(JOIN)).isEqualTo(1);
    }

    @Test
    void withAnotherSecretItIsAnotherPlatform() throws Exception {
        ByteString keyId = init(platform()).response();
        Files.delete(directory.resolve("platform/" + DeviceSecret.FILE));

        PlatformAnswer again = init(platform());
        assertThat(again.failure()).isEmpty();
        assertThat(again.response()).isNotEqualTo(keyId);
        assertThat(service.requests).containsExactly(JOIN, CERTIFY, CERTIFY, JOIN, CERTIFY);
    }

    /** Whoever reads what the platform says must not be able to make its keys, nor to recognise it. */
    @Test
    void neitherSecretNorPpidIsTold() throws Exception {
        List<String> told = new ArrayList<>();
        PlatformConfig config =
                new PlatformConfig(directory.resolve("platform"), service.uri(), service.caFile, told::add);
        SoftPlatform platform = new SoftPlatform(config);
        service.refusal = Map.entry(404, "none");
        told.add(init(platform).failure().orElseThrow());
        service.refusal = null;
        told.add(init(platform).toString());
        told.add(new String(
                Files.readAllBytes(directory.resolve("platform/" + PckRegistration.PPID_KEY)),
                StandardCharsets.ISO_8859_1));
        byte[] secret = Files.readAllBytes(directory.resolve("platform/" + DeviceSecret.FILE));
        DeviceSecret device = new DeviceSecret(org.sgxra.common.bytes.SecretBytes.wrap(secret.clone()));

        for (String line : told) {
            assertThat(line)
                    .doesNotContain(ByteString.of(secret).hex())
                    .doesNotContain(device.ppid().reveal())
                    .doesNotContain(device.pckSeed().reveal());
        }
    }
}
