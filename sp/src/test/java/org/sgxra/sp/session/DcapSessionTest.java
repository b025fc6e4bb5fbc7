package org.sgxra.sp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.SampleServiceKey;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.message.Attributes;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.Msg4Extension;
import org.sgxra.common.message.RefusedException;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.fakes.FakeDocument;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.runtime.event.CheckEvent;
import org.sgxra.runtime.event.OutcomeEvent.EnclaveIdentified;
import org.sgxra.runtime.event.OutcomeEvent.VerdictReached;
import org.sgxra.runtime.event.ServiceEvent.QuoteVerified;
import org.sgxra.runtime.event.SessionEvent;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.runtime.transcript.Level;
import org.sgxra.runtime.transcript.Transcript;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.pcs.CollateralSource;
import org.sgxra.sp.pcs.DcapService;
import org.sgxra.sp.pcs.PlatformKind;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.DisbelievedException;
import org.sgxra.sp.service.ServiceByKind;
import org.sgxra.sp.service.UnreachableException;
import org.sgxra.verifier.EnclavePolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

/** Sessions with quotes of a platform whose evidence is signed under a root of the test's own. */
class DcapSessionTest {
    private static final PlatformPolicy LENIENT = new PlatformPolicy(false, Set.of(), Set.of());

    private final FakeEvidence evidence = new FakeEvidence();
    private final TestClient client = new TestClient();
    private final List<SessionEvent> events = new ArrayList<>();
    private final ByteArrayOutputStream account = new ByteArrayOutputStream();
    private final Transcript transcript =
            new Transcript(new PrintStream(account, true, StandardCharsets.UTF_8), Level.VERBOSE, Clock.systemUTC());
    private EnclavePolicy enclaves = new EnclavePolicy(TestClient.MRSIGNER, 7, 3, true, Set.of());
    private DcapVerifier trusted = DcapVerifier.of(new DcapRoot(evidence.trustedKey()));
    private int fetched;
    private CollateralSource source = (platform, listener, end) -> {
        fetched++;
        return evidence.collateral();
    };

    DcapSessionTest() {
        client.dcap = evidence;
    }

    private AttestationService service() {
        DcapService dcap = new DcapService(source, trusted);
        return new ServiceByKind(Optional.empty(), Optional.of(dcap));
    }

    private AttestationSession session(PlatformPolicy policy) {
        return new AttestationSession(
                service(),
                new SessionSettings(Duration.ofSeconds(300), enclaves, policy),
                new ServiceKeySource(SampleServiceKey.keyPair().privateKey()),
                Clock.fixed(evidence.now, ZoneOffset.UTC),
                SessionListener.all(events::add, new SessionTranscript(transcript)),
                Expiry.NEVER);
    }

    private Msg4 run(AttestationSession session) throws Exception {
        client.accept(session.answer(client.msg0Msg1()));
        return session.answer(client.msg3());
    }

    private TrustStatus attest(PlatformPolicy policy) throws Exception {
        try (AttestationSession session = session(policy)) {
            Msg4 msg4 = run(session);
            assertThat(msg4.encode()).hasSize(105);
            assertThat(msg4.platformInfo().isZero()).isTrue();
            return msg4.status();
        }
    }

    private VerdictReached verdict() {
        return (VerdictReached) events.stream()
                .filter(VerdictReached.class::isInstance)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void asksForNothingInMsg2() throws Exception {
        try (AttestationSession session = session(LENIENT)) {
            Msg2 msg2 = session.answer(client.msg0Msg1());
            client.accept(msg2);

            assertThat(msg2.encode()).hasSize(168);
            assertThat(msg2.spid()).isEqualTo(ByteString.zeros(16));
            assertThat(msg2.quoteType()).isZero();
            assertThat(msg2.kdfId()).isEqualTo(1);
            assertThat(msg2.sigRl()).isEqualTo(ByteString.EMPTY);
            assertThat(fetched).isZero();
        }
    }

    @Test
    void aPlatformThatIsUpToDateIsTrustedAndHasTheSameKeys() throws Exception {
        try (AttestationSession session = session(PlatformPolicy.STRICT)) {
            Msg4 msg4 = run(session);
            session.showKeys();

            assertThat(msg4.encode()).hasSize(105);
            assertThat(ByteString.of(msg4.encode()).hex())
                    .startsWith("03000000")
                    .endsWith("00".repeat(101));
        }
        assertThat(verdict().platformStatus()).isEqualTo("OK");
        assertThat(verdict().advice()).isEmpty();
        assertThat(events)
                .filteredOn(QuoteVerified.class::isInstance)
                .singleElement()
                .satisfies(event ->
                        assertThat(((QuoteVerified) event).tcb().status()).hasToString("UpToDate"));
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains(client.keyHashes())
                .contains("Enclave TRUSTED", "Platform status: OK", "check quote-signature: passed")
                .doesNotContain("IAS");
    }

    @Test
    void saysOfEveryCheckOfTheQuoteWhatItCompared() throws Exception {
        attest(LENIENT);

        List<String> made = events.stream()
                .filter(CheckEvent.class::isInstance)
                .map(event -> ((CheckEvent) event).name())
                .toList();
        assertThat(made)
                .startsWith("extended-group-id", "g_a-on-curve", "g_a", "msg3-mac", "quote-kind", "quote-format")
                .containsAll(CheckName.OF_DCAP_QUOTE.stream()
                        .filter(CheckName::decidesGenuine)
                        .filter(name -> !name.name().startsWith("TDX")
                                && name != CheckName.TCB_LEVEL_NOW
                                && name != CheckName.PPID_DATA)
                        .map(CheckName::label)
                        .toList())
                .endsWith("report-data", "mrsigner", "product-id", "isv-svn", "debug", "platform-status")
                .doesNotHaveDuplicates();
    }

    /** Components of the platform, its PCE SVN and the QE's SVN; what comes of them without and with strict trust mode. */
    @ParameterizedTest
    @CsvSource({
        "10, 2, 2, 13, 8, OK, 3, 3",
        "10, 1, 2, 13, 8, SW_HARDENING_NEEDED, 2, 1",
        "10, 2, 1, 13, 8, CONFIGURATION_NEEDED, 2, 1",
        "10, 1, 1, 13, 8, CONFIGURATION_AND_SW_HARDENING_NEEDED, 2, 1",
        "10, 2, 2, 12, 8, GROUP_OUT_OF_DATE, 1, 1",
        "9, 2, 2, 13, 8, GROUP_OUT_OF_DATE, 1, 1",
        "9, 2, 1, 13, 8, OUT_OF_DATE_CONFIGURATION_NEEDED, 1, 1",
        "10, 2, 2, 13, 7, GROUP_OUT_OF_DATE, 1, 1",
        "10, 2, 1, 13, 7, OUT_OF_DATE_CONFIGURATION_NEEDED, 1, 1",
        "2, 0, 0, 13, 8, REVOKED, 0, 0",
        "10, 2, 2, 13, 1, REVOKED, 0, 0",
        "0, 2, 2, 13, 8, NOT_SUPPORTED, 0, 0",
        "10, 2, 2, 13, 0, NOT_SUPPORTED, 0, 0"
    })
    void everyStatusHasItsVerdict(
            int first, int second, int third, int pceSvn, int qeSvn, String status, int lenient, int strict)
            throws Exception {
        evidence.extension.components[0] = first;
        evidence.extension.components[1] = second;
        evidence.extension.components[2] = third;
        evidence.extension.pceSvn = pceSvn;
        evidence.quote.putQe("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", 1, qeSvn);

        assertThat(attest(LENIENT).value()).isEqualTo(lenient);
        assertThat(verdict().platformStatus()).isEqualTo(status);
        assertThat(attest(PlatformPolicy.STRICT).value()).isEqualTo(strict);
        Set<String> named = Set.of(status);
        assertThat(attest(new PlatformPolicy(true, named, Set.of())).value())
                .isEqualTo(lenient == 0 ? 0 : Math.max(lenient, 2));
        if (status.equals("OUT_OF_DATE_CONFIGURATION_NEEDED")) {
            assertThat(attest(new PlatformPolicy(true, Set.of("GROUP_OUT_OF_DATE"), Set.of()))
                            .value())
                    .isEqualTo(1);
        }
    }

    @Test
    void advisesInWordsWhatIsMissing() throws Exception {
        evidence.extension.components[0] = 9;
        evidence.extension.components[2] = 1;
        evidence.extension.pceSvn = 13;
        evidence.quote.putQe("8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff", 1, 6);

        attest(LENIENT);

        assertThat(verdict().advice())
                .containsExactly(
                        "Intel says OutOfDateConfigurationNeeded: genuine, but updates are missing, and a BIOS setting "
                                + "weakens it",
                        "TCB level met: that of 2025-05-14, OutOfDateConfigurationNeeded",
                        "For the level of 2025-05-14, UpToDate:",
                        "  component 1 (BIOS: Early Microcode Update): is 9, needs 10",
                        "  component 3: is 1, needs 2",
                        "Quoting enclave (libsgx-ae-qe3): SVN 6 is OutOfDate, UpToDate needs 8",
                        "Advisories: INTEL-SA-00219, INTEL-SA-00477, INTEL-SA-00837 "
                                + "(https://www.intel.com/content/www/us/en/security-center/default.html)",
                        "INTEL-SA-00219: switch the processor's graphics off in the BIOS, or mitigate in the enclave");
        assertThat(account.toString(StandardCharsets.UTF_8)).contains("Platform Update Required");
    }

    @Test
    void advisesPlatformsThatAreBelowEveryLevelOrRevoked() throws Exception {
        evidence.extension.components[0] = 0;
        attest(LENIENT);
        assertThat(verdict().advice())
                .contains(
                        "The platform is below every TCB level that Intel knows: update its BIOS, microcode and SGX software",
                        "  component 1 (BIOS: Early Microcode Update): is 0, needs 10");

        evidence.pck.extensions.clear();
        FakeEvidence fresh = new FakeEvidence();
        evidence.pck.extensions.putAll(fresh.pck.extensions);
        evidence.extension.components[0] = 10;
        evidence.pckCrl.revoked.add(evidence.pck.serialNumber);
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict().platformStatus()).isEqualTo("PCK_REVOKED");
        assertThat(verdict().advice())
                .containsExactly(
                        "Intel has revoked the certificate of this machine (PCK): its key counts as stolen, no update "
                                + "helps");
    }

    // dcap.md section 13, row 78
    @Test
    void mitigatedAdvisoriesMustBeKnownAndAllNamed() throws Exception {
        evidence.extension.components[1] = 1;
        PlatformPolicy both = new PlatformPolicy(false, Set.of(), Set.of("INTEL-SA-00334", "INTEL-SA-00615"));
        assertThat(attest(both)).isEqualTo(TrustStatus.TRUSTED_ITS_COMPLICATED);
        assertThat(attest(new PlatformPolicy(false, Set.of(), Set.of("INTEL-SA-00334"))))
                .isEqualTo(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED);

        evidence.tcbInfo.version = 2;
        evidence.tcbInfo.levels.clear();
        evidence.tcbInfo.levels.add(FakeDocument.level2("10 1 2", 13, "SWHardeningNeeded"));
        assertThat(attest(both)).isEqualTo(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED);
        assertThat(verdict().advice()).contains("Advisories: unknown; TCB info of version 2 does not name them");
    }

    @Test
    void evidenceThatIsRefusedForItselfIsAnsweredWithNotTrusted() throws Exception {
        evidence.quote.attestationKey = FakeKeys.of("another");
        evidence.quote.statedKey = FakeKeys.of("attestation").publicKey().bigEndian();
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict().platformStatus()).isEqualTo("QUOTE_SIGNATURE");
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains(
                        "the quote is refused: QUOTE_SIGNATURE: ",
                        "Enclave NOT TRUSTED - Reason: QUOTE_SIGNATURE",
                        "check quote-signature: FAILED");
        assertThat(events).noneMatch(EnclaveIdentified.class::isInstance);
    }

    @Test
    void certificatesThatNameNoPlatformAreRefusedBeforeAnythingIsFetched() throws Exception {
        evidence.quote.certificationType = 3;
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict().platformStatus()).isEqualTo("CERTIFICATION_TYPE");
        assertThat(verdict().advice()).singleElement().asString().contains("libsgx-dcap-default-qpl");
        assertThat(fetched).isZero();
    }

    @Test
    void certificatesOfAnotherRootAreRefusedBeforeAnythingIsFetched() throws Exception {
        DcapRoot other = new DcapRoot(FakeKeys.of("other root").publicKey());
        trusted = DcapVerifier.of(other);
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict().platformStatus()).isEqualTo("ROOT_UNTRUSTED");
        assertThat(account.toString(StandardCharsets.UTF_8)).contains("check trusted-root: FAILED");

        trusted = DcapVerifier.of(new DcapRoot(evidence.trustedKey()));
        evidence.pck.signer = FakeKeys.of("stranger");
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict().platformStatus()).isEqualTo("CHAIN_SIGNATURE");
        assertThat(fetched).isZero();
    }

    // dcap.md section 13, rows 61, 63, 76
    @Test
    void certificatesOfAnotherRootAreRefusedByTheVerdictWhereCollateralIsAtHand() throws Exception {
        CollateralSource kept = source;
        source = new CollateralSource() {
            @Override
            public Collateral collateral(PlatformKind platform, SessionListener listener, Expiry end)
                    throws UnreachableException, DisbelievedException {
                return kept.collateral(platform, listener, end);
            }

            @Override
            public boolean isAtHand(PlatformKind platform) {
                return true;
            }
        };
        trusted = DcapVerifier.of(new DcapRoot(FakeKeys.of("other root").publicKey()));
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict().platformStatus()).isEqualTo("ROOT_UNTRUSTED");

        trusted = DcapVerifier.of(new DcapRoot(evidence.trustedKey()));
        evidence.pck.signer = FakeKeys.of("stranger");
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict().platformStatus()).isEqualTo("CHAIN_SIGNATURE");
    }

    @Test
    void collateralThatIsAtFaultIsOurTroubleAndNotTheClients() throws Exception {
        evidence.tcbInfo.nextUpdate = evidence.now.minusSeconds(1);
        try (AttestationSession session = session(LENIENT)) {
            assertThatThrownBy(() -> run(session))
                    .isInstanceOf(DisbelievedException.class)
                    .hasMessageStartingWith("collateral refused: ")
                    .hasMessageContaining("TCB info");
            assertThat(session.verdict()).isEmpty();
            assertThat(session.mk()).isEmpty();
        }
        evidence.tcbInfo.nextUpdate = evidence.now;
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.TRUSTED);
        try (AttestationSession session = session(LENIENT.withMinimumTcbEvaluationDataNumber(18))) {
            assertThatThrownBy(() -> run(session))
                    .isInstanceOf(DisbelievedException.class)
                    .hasMessage(
                            "collateral refused: the collateral's TCB evaluation data number 17 is below the required 18");
            assertThat(events).contains(new CheckEvent("tcb-evaluation-data-number", false, 18L, 17L));
        }
        source = (platform, listener, end) -> {
            throw new UnreachableException("TCB info: nobody there");
        };
        try (AttestationSession session = session(LENIENT)) {
            assertThatThrownBy(() -> run(session)).isInstanceOf(UnreachableException.class);
        }
    }

    // dcap.md section 13, row 64
    @Test
    void warnsOfDocumentsOfTwoSets() throws Exception {
        evidence.qeIdentity.evaluationNumber = 16;

        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.TRUSTED);
        assertThat(account.toString(StandardCharsets.UTF_8))
                .contains("warning: collateral: TCB info and QE identity are of different sets: ");
    }

    // dcap.md section 13, rows 73, 74
    @Test
    void theKindOfQuoteThatMsg1AnnouncedBinds() throws Exception {
        client.quote = bytes -> {
            try {
                return client.epidQuote(EcdsaQuote.parse(bytes).report());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        try (AttestationSession session = session(LENIENT)) {
            assertThatThrownBy(() -> run(session))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "msg3: the quote is an EPID quote, but group id 0 in msg1 announced a DCAP (ECDSA) quote; "
                                    + "simulation SDKs up to 2.27 make such, which nobody can verify");
            assertThat(session.verdict()).isEmpty();
        }
        client.quote = bytes -> bytes;
        evidence.quote.version = 4;
        try (AttestationSession session = session(LENIENT)) {
            assertThatThrownBy(() -> run(session))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("msg3: the quote is of version 4; enclaves' quotes in a session have version 3");
        }
        FakeEvidence domain = FakeEvidence.ofTrustDomain(4, 2, 584);
        client.quote = bytes -> domain.quote().toArray();
        try (AttestationSession session = session(LENIENT)) {
            assertThatThrownBy(() -> run(session))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("msg3: the quote is of version 4; enclaves' quotes in a session have version 3");
        }
        evidence.quote.version = 3;
        client.quote = bytes -> {
            byte[] unsigned = Arrays.copyOf(bytes, 436);
            Arrays.fill(unsigned, 432, 436, (byte) 0);
            return unsigned;
        };
        try (AttestationSession session = session(LENIENT)) {
            assertThatThrownBy(() -> run(session))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessage("malformed quote: signature_len at offset 432: is 0: a quote without signature, as "
                            + "simulation SDKs make it");
        }
        assertThat(fetched).isZero();
    }

    // dcap.md section 13, row 70
    @Test
    void aQuoteOfAnotherSessionIsRefused() throws Exception {
        client.quote = bytes -> {
            evidence.quote.body[320] ^= 1;
            return evidence.quote().toArray();
        };
        try (AttestationSession session = session(LENIENT)) {
            assertThatThrownBy(() -> run(session))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("msg3: the enclave's report data does not belong to this session");
        }
        client.quote = bytes -> {
            evidence.quote.body[383] ^= 1;
            return evidence.quote().toArray();
        };
        try (AttestationSession session = session(LENIENT)) {
            assertThatThrownBy(() -> run(session))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("msg3: the enclave's report data does not belong to this session");
            assertThat(session.verdict()).isEmpty();
        }
    }

    private void refusesThird(UnaryOperator<Msg3> change, String message) throws Exception {
        try (AttestationSession session = session(LENIENT)) {
            client.accept(session.answer(client.msg0Msg1()));
            Msg3 changed = change.apply(client.msg3());
            assertThatThrownBy(() -> session.answer(changed))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith(message);
            assertThat(session.verdict()).isEmpty();
        }
        assertThat(fetched).isZero();
    }

    private static ByteString altered(ByteString bytes, int at) {
        byte[] altered = bytes.toArray();
        altered[at] ^= 1;
        return ByteString.of(altered);
    }

    // dcap.md section 13, row 71
    @Test
    void aMacOrAQuoteThatWasChangedIsRefusedBeforeTheQuoteIsRead() throws Exception {
        String message = "msg3: the MAC does not match";
        for (int at : new int[] {0, 15}) {
            refusesThird(m -> new Msg3(altered(m.mac(), at), m.ga(), m.psSecProp(), m.quote()), message);
        }
        // Version, key type and signature length, which the parser would refuse; the last byte.
        for (int at : new int[] {1, 2, 435, -1}) {
            refusesThird(
                    m -> new Msg3(
                            m.mac(),
                            m.ga(),
                            m.psSecProp(),
                            altered(m.quote(), Math.floorMod(at, m.quote().size()))),
                    message);
        }
        refusesThird(m -> new Msg3(m.mac(), m.ga(), altered(m.psSecProp(), 255), m.quote()), message);
        refusesThird(m -> new Msg3(m.mac(), m.ga(), m.psSecProp(), ByteString.zeros(436)), message);
    }

    // dcap.md section 13, row 72
    @Test
    void aKeyThatIsNotThatOfMsg1IsRefusedEvenUnderTheMac() throws Exception {
        ByteString other = P256.instance().generateKeyPair().publicKey().littleEndian();
        refusesThird(m -> client.withMac(other, m.quote()), "msg3: g_a is not that of msg1");
        refusesThird(m -> client.withMac(altered(m.ga(), 63), m.quote()), "msg3: g_a is not that of msg1");
    }

    // dcap.md section 13, row 71
    @Test
    void theMacIsCheckedBeforeTheQuoteIsReadAndPaddingIsUnderIt() throws Exception {
        client.quote = bytes -> Arrays.copyOf(bytes, bytes.length + 7);
        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.TRUSTED);
        try (AttestationSession session = session(LENIENT)) {
            client.accept(session.answer(client.msg0Msg1()));
            Msg3 good = client.msg3();
            Msg3 changed = new Msg3(
                    good.mac(),
                    good.ga(),
                    good.psSecProp(),
                    good.quote().slice(0, good.quote().size() - 1));
            assertThatThrownBy(() -> session.answer(changed)).hasMessageStartingWith("msg3: the MAC does not match");
        }
    }

    @Test
    void theEnclavePolicyComesBeforeTheTrustInThePlatform() throws Exception {
        enclaves = new EnclavePolicy(TestClient.MRSIGNER, 8, 3, false, Set.of());
        client.flags |= Attributes.DEBUG;

        assertThat(attest(LENIENT)).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict().violations())
                .containsExactly(
                        "product id 7 is not the required 8", "the enclave is in debug mode, which is not allowed");
    }

    @Test
    void aTrustedEnclaveIsToldOfItsPlatformWithWhatItIsGiven() throws Exception {
        Provision provision = new Provision(Optional.empty(), OptionalLong.of(60), List.of());
        try (AttestationSession session = session(LENIENT)) {
            Msg4 msg4 = session.extend(run(session), provision);
            Msg4Extension extension = Msg4Extension.parse(msg4.extension());

            assertThat(new String(extension.tcbSummary().orElseThrow().toArray(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"status\":\"UpToDate\",\"qeStatus\":\"UpToDate\",\"advisoryIDs\":[],"
                            + "\"tcbDate\":\"2025-05-14T00:00:00Z\",\"tcbEvaluationDataNumber\":17,"
                            + "\"fmspc\":\"00534f465400\",\"earliestExpiration\":\"2026-02-13T12:00:00Z\"}");
            try (SecretBytes mk = client.mk()) {
                assertThat(AesCmac.mac(mk, Msg4Extension.macInput(msg4))).isEqualTo(extension.mac());
            }
            assertThat(session.extend(new Msg4(msg4.status(), msg4.platformInfo(), ByteString.EMPTY), Provision.NONE)
                            .encode())
                    .hasSize(105);
        }
    }
}
