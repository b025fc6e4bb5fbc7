package org.sgxra.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.TcbStatus;
import org.sgxra.common.message.TrustStatus;
import org.sgxra.fakes.FakeDocument;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.fakes.FakeQuote;
import org.sgxra.verifier.check.Check;
import org.sgxra.verifier.check.Check.Outcome;
import org.sgxra.verifier.check.CheckName;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;
import org.sgxra.verifier.dcap.PreparedCollateral;

/** DCAP quotes through the one verifier: docs/spec/dcap.md section 10, and section 13, rows 23, 56, 59, 63, 68 to 70, 78 and 80. */
class QuotePolicyTest {
    private static final PlatformPolicy LENIENT = new PlatformPolicy(false, Set.of(), Set.of());

    private final FakeEvidence evidence = new FakeEvidence();

    private static Verifier verifier(FakeEvidence evidence, PlatformPolicy platform) {
        return new Verifier(dcap(evidence), new AppraisalPolicy(EnclavePolicy.NO_DEBUG, platform));
    }

    private static DcapVerifier dcap(FakeEvidence evidence) {
        return DcapVerifier.of(new DcapRoot(evidence.rootKey.publicKey())).withClockSkew(Duration.ZERO);
    }

    private static Verdict verdict(FakeEvidence evidence, PlatformPolicy platform) {
        return verifier(evidence, platform)
                .verify(evidence.quote(), evidence.collateral(), Expectation.at(evidence.now));
    }

    private static PlatformPolicy accepting(String... statuses) {
        return new PlatformPolicy(true, Set.of(statuses), Set.of());
    }

    private static PlatformPolicy mitigating(String... advisories) {
        return new PlatformPolicy(true, Set.of("SW_HARDENING_NEEDED"), Set.of(advisories));
    }

    private FakeEvidence withLevel(String status, String... advisories) {
        evidence.tcbInfo.levels.clear();
        evidence.tcbInfo.levels.add(FakeDocument.level("0", 0, status, advisories));
        return evidence;
    }

    private static List<CheckName> failed(Verdict verdict) {
        return verdict.checks().stream().filter(Check::failed).map(Check::name).toList();
    }

    @Test
    void acceptsWhatIsUpToDate() {
        assertThat(verdict(evidence, PlatformPolicy.STRICT).isAcceptable()).isTrue();
        assertThat(verdict(evidence, mitigating("INTEL-SA-1")).isAcceptable()).isTrue();
        assertThat(verdict(evidence, PlatformPolicy.STRICT).trust()).isEqualTo(TrustStatus.TRUSTED);
        assertThat(verdict(evidence, PlatformPolicy.STRICT).warnings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = TcbStatus.class,
            names = {"UP_TO_DATE", "REVOKED", "TD_RELAUNCH_ADVISED", "TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED"},
            mode = EnumSource.Mode.EXCLUDE)
    void acceptsOtherStatusesOnlyOnPurpose(TcbStatus status) {
        Verdict verdict = verdict(withLevel(status.toString()), PlatformPolicy.STRICT);

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(failed(verdict)).containsExactly(CheckName.PLATFORM_STATUS);
        assertThat(verdict(evidence, accepting(verdict.status())).isAcceptable())
                .isTrue();
    }

    // dcap.md section 13, row 59
    @ParameterizedTest
    @CsvSource({
        "UpToDate,                          OK,                                    3, 3",
        "SWHardeningNeeded,                 SW_HARDENING_NEEDED,                   2, 1",
        "ConfigurationNeeded,               CONFIGURATION_NEEDED,                  2, 1",
        "ConfigurationAndSWHardeningNeeded, CONFIGURATION_AND_SW_HARDENING_NEEDED, 2, 1",
        "OutOfDate,                         GROUP_OUT_OF_DATE,                     1, 1",
        "OutOfDateConfigurationNeeded,      OUT_OF_DATE_CONFIGURATION_NEEDED,      1, 1",
        "Revoked,                           REVOKED,                               0, 0"
    })
    void answersEachStatusAsTheTableSays(String word, String status, int trust, int strictTrust) {
        withLevel(word);

        Verdict lenient = verdict(evidence, LENIENT);
        assertThat(lenient.status()).isEqualTo(status);
        assertThat(lenient.trust().value()).isEqualTo(trust);
        assertThat(lenient.isConclusive()).isTrue();
        assertThat(lenient.dcap().orElseThrow().status().orElseThrow()).hasToString(word);
        assertThat(verdict(evidence, PlatformPolicy.STRICT).trust().value()).isEqualTo(strictTrust);
    }

    @Test
    void acceptingOutOfDateDoesNotAcceptAConfigurationToo() {
        withLevel("OutOfDateConfigurationNeeded");

        assertThat(verdict(evidence, accepting("GROUP_OUT_OF_DATE")).trust())
                .isEqualTo(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED);
        assertThat(verdict(evidence, accepting("OUT_OF_DATE_CONFIGURATION_NEEDED"))
                        .trust())
                .isEqualTo(TrustStatus.TRUSTED_ITS_COMPLICATED);
    }

    // dcap.md section 13, rows 23, 56
    @Test
    void callsWhatIsBelowEveryLevelNotSupported() {
        evidence.tcbInfo.levels.clear();
        evidence.tcbInfo.levels.add(FakeDocument.level("11", 0, "UpToDate"));
        Verdict platform = verdict(evidence, LENIENT);
        FakeEvidence other = new FakeEvidence();
        other.qeIdentity.levels.clear();
        other.qeIdentity.levels.add(FakeDocument.level(99, "UpToDate"));

        for (Verdict verdict : List.of(platform, verdict(other, LENIENT))) {
            assertThat(verdict.status()).isEqualTo("NOT_SUPPORTED");
            assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED);
            assertThat(verdict.isConclusive()).isTrue();
        }
    }

    @Test
    void neverAcceptsWhatIsNotVerified() {
        String[] all = Arrays.stream(TcbStatus.values()).map(TcbStatus::name).toArray(String[]::new);
        assertThat(verdict(withLevel("Revoked"), accepting(all)).isAcceptable()).isFalse();
        FakeEvidence expired = new FakeEvidence();
        expired.tcbInfo.nextUpdate = expired.now.minusSeconds(1);
        Verdict verdict = verdict(expired, PlatformPolicy.STRICT);
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(failed(verdict)).containsExactly(CheckName.TCB_INFO_DATE);
        assertThat(verdict.dcap().orElseThrow().status()).contains(TcbStatus.UP_TO_DATE);
        FakeEvidence forged = new FakeEvidence();
        forged.signedTcbInfo = ByteString.EMPTY;
        assertThat(verdict(forged, PlatformPolicy.STRICT).isAcceptable()).isFalse();
        assertThat(verdict(forged, PlatformPolicy.STRICT).platform()).isEmpty();
    }

    @Test
    void blamesTheCollateralForItsFaultsAndTheEvidenceForItsOwn() {
        FakeEvidence expired = new FakeEvidence();
        expired.tcbInfo.nextUpdate = expired.now.minusSeconds(1);
        assertThat(verdict(expired, LENIENT).isConclusive()).isFalse();
        assertThat(verdict(expired, LENIENT).status()).isEqualTo("TCB_INFO_EXPIRED");
        assertThat(verdict(expired, LENIENT).refusal().orElseThrow().reason())
                .startsWith("TCB info valid ")
                .endsWith(", not at 2026-01-15T12:00:00Z");

        FakeEvidence foreign = new FakeEvidence();
        foreign.tcbInfo.middle = foreign.tcbInfo.middle.replace("00534F465400", "112233445566");
        assertThat(verdict(foreign, LENIENT).isConclusive()).isFalse();
        assertThat(verdict(foreign, LENIENT).refusal().orElseThrow().name()).isEqualTo(CheckName.FMSPC);

        FakeEvidence oldPck = new FakeEvidence();
        oldPck.pck.notAfter = oldPck.now.minusSeconds(1);
        assertThat(verdict(oldPck, LENIENT).isConclusive()).isTrue();
        assertThat(verdict(oldPck, LENIENT).trust()).isEqualTo(TrustStatus.NOT_TRUSTED);

        FakeEvidence oldSigner = new FakeEvidence();
        oldSigner.signer.notAfter = oldSigner.now.minusSeconds(1);
        assertThat(verdict(oldSigner, LENIENT).isConclusive()).isFalse();
    }

    @Test
    void blamesTheEvidenceIfItIsForgedWhateverHasExpired() {
        evidence.tcbInfo.nextUpdate = evidence.now.minusSeconds(1);
        byte[] quote = evidence.quote().toArray();
        quote[70] ^= 1;

        Verdict verdict = verifier(evidence, LENIENT)
                .verify(ByteString.of(quote), evidence.collateral(), Expectation.at(evidence.now));

        assertThat(verdict.refusal().orElseThrow().name()).isEqualTo(CheckName.QUOTE_SIGNATURE);
        assertThat(verdict.isConclusive()).isTrue();
        assertThat(verdict.status()).isEqualTo("QUOTE_SIGNATURE");
        assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED);
    }

    @Test
    void convictsNobodyByDocumentsThatHaveExpired() {
        withLevel("Revoked").tcbInfo.nextUpdate = evidence.now.minusSeconds(1);
        inconclusive(verdict(evidence, LENIENT), CheckName.TCB_INFO_DATE);

        FakeEvidence unsupported = new FakeEvidence();
        unsupported.tcbInfo.levels.clear();
        unsupported.tcbInfo.levels.add(FakeDocument.level("11", 0, "UpToDate"));
        unsupported.qeIdentity.nextUpdate = unsupported.now.minusSeconds(1);
        inconclusive(verdict(unsupported, LENIENT), CheckName.QE_IDENTITY_DATE);

        FakeEvidence oldEnclave = new FakeEvidence();
        oldEnclave.qeIdentity.levels.clear();
        oldEnclave.qeIdentity.levels.add(FakeDocument.level(99, "UpToDate"));
        oldEnclave.signer.notAfter = oldEnclave.now.minusSeconds(1);
        inconclusive(verdict(oldEnclave, LENIENT), CheckName.TCB_INFO_SIGNER_DATE);

        oldEnclave.pck.notAfter = oldEnclave.now.minusSeconds(1);
        Verdict oldPck = verdict(oldEnclave, LENIENT);
        assertThat(oldPck.refusal().orElseThrow().name()).isEqualTo(CheckName.PCK_DATE);
        assertThat(oldPck.isConclusive()).as("its own certificate has expired").isTrue();
    }

    private static void inconclusive(Verdict verdict, CheckName reason) {
        assertThat(verdict.isGenuine()).isFalse();
        assertThat(verdict.isConclusive()).isFalse();
        assertThat(verdict.refusal().orElseThrow().name()).isEqualTo(reason);
    }

    @Test
    void convictsNobodyByDocumentsBelowTheMinimumNumber() {
        PlatformPolicy policy = LENIENT.withMinimumTcbEvaluationDataNumber(17);
        withLevel("Revoked");
        assertThat(verdict(evidence, policy).isConclusive()).isTrue();
        evidence.qeIdentity.evaluationNumber = 16;
        Verdict old = verdict(evidence, policy);
        inconclusive(old, CheckName.TCB_EVALUATION_DATA_NUMBER);
        assertThat(old.refusal().orElseThrow().reason())
                .isEqualTo("the collateral's TCB evaluation data number 16 is below the required 17");
        assertThat(old.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_DCAP_QUOTE);

        byte[] quote = evidence.quote().toArray();
        quote[70] ^= 1;
        Verdict forged = verifier(evidence, policy)
                .verify(ByteString.of(quote), evidence.collateral(), Expectation.at(evidence.now));
        assertThat(forged.refusal().orElseThrow().name()).isEqualTo(CheckName.QUOTE_SIGNATURE);
        assertThat(forged.isConclusive()).isTrue();

        Verdict unasked = verifier(evidence, PlatformPolicy.STRICT)
                .verify(ByteString.of(quote), evidence.collateral(), Expectation.at(evidence.now));
        assertThat(evaluationNumber(unasked)).isEqualTo(Outcome.NOT_REACHED);
        evidence.qeIdentity.signer = FakeKeys.of("foreign");
        Verdict unsigned = verdict(evidence, policy);
        assertThat(unsigned.refusal().orElseThrow().name()).isEqualTo(CheckName.QE_IDENTITY_SIGNATURE);
        assertThat(evaluationNumber(unsigned)).as("a number that nobody signed").isEqualTo(Outcome.NOT_REACHED);
        evidence.signedTcbInfo = ByteString.EMPTY;
        assertThat(evaluationNumber(verdict(evidence, policy))).isEqualTo(Outcome.NOT_REACHED);
    }

    private static Outcome evaluationNumber(Verdict verdict) {
        return verdict.check(CheckName.TCB_EVALUATION_DATA_NUMBER).orElseThrow().outcome();
    }

    // dcap.md section 13, row 63
    @Test
    void wantsAMinimumNumberOfBothDocuments() {
        PlatformPolicy policy = PlatformPolicy.STRICT.withMinimumTcbEvaluationDataNumber(17);
        assertThat(verdict(evidence, policy).isAcceptable()).isTrue();
        evidence.tcbInfo.evaluationNumber = 16;
        Verdict old = verdict(evidence, policy);
        assertThat(old.isAcceptable()).isFalse();
        assertThat(failed(old)).containsExactly(CheckName.TCB_EVALUATION_DATA_NUMBER);
        assertThat(old.isGenuine()).isTrue();
        assertThat(old.isConclusive()).as("the collateral is at fault").isFalse();
        assertThat(old.trust()).isEqualTo(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED);
        assertThat(old.check(CheckName.TCB_EVALUATION_DATA_NUMBER).orElseThrow().reason())
                .isEqualTo("the collateral's TCB evaluation data number 16 is below the required 17");
        evidence.tcbInfo.evaluationNumber = 18;
        evidence.qeIdentity.evaluationNumber = 16;
        assertThat(verdict(evidence, policy).isAcceptable()).isFalse();
        evidence.qeIdentity.evaluationNumber = 17;
        assertThat(verdict(evidence, policy).isAcceptable()).isTrue();
        assertThat(verdict(evidence, policy).warnings())
                .containsExactly(
                        "TCB info and QE identity are of different sets: TCB evaluation data numbers 18 and 17");
    }

    // dcap.md section 13, row 68
    @Test
    void refusesDebugEnclavesUnlessAllowed() {
        evidence.quote.body[48] |= 2;
        Verdict verdict = verdict(evidence, PlatformPolicy.STRICT);

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.isAcceptable()).isFalse();
        assertThat(failed(verdict)).containsExactly(CheckName.DEBUG);
        assertThat(verdict.violations()).containsExactly("the enclave is in debug mode, which is not allowed");
        assertThat(allowingDebug(evidence).isAcceptable()).isTrue();
    }

    private static Verdict allowingDebug(FakeEvidence evidence) {
        EnclavePolicy enclaves = EnclavePolicy.NO_DEBUG;
        return new Verifier(
                        dcap(evidence),
                        new AppraisalPolicy(
                                new EnclavePolicy(
                                        enclaves.mrSigner(),
                                        enclaves.productId(),
                                        enclaves.minSvn(),
                                        true,
                                        enclaves.mrEnclaves()),
                                PlatformPolicy.STRICT))
                .verify(evidence.quote(), evidence.collateral(), Expectation.at(evidence.now));
    }

    // dcap.md section 13, row 80
    @Test
    void refusesDebugTrustDomainsUnlessAllowed() {
        FakeEvidence domain = FakeEvidence.ofTrustDomain(4, 2, 584);
        assertThat(verdict(domain, PlatformPolicy.STRICT).isAcceptable()).isTrue();
        domain.quote.body[120] = 1;
        assertThat(verdict(domain, PlatformPolicy.STRICT).isAcceptable()).isFalse();
        assertThat(failed(verdict(domain, PlatformPolicy.STRICT))).containsExactly(CheckName.DEBUG);
        assertThat(verdict(domain, PlatformPolicy.STRICT).violations())
                .containsExactly("the trust domain is in debug mode, which is not allowed");
        assertThat(allowingDebug(domain).isAcceptable()).isTrue();
    }

    @Test
    void anEnclavePolicyAcceptsNoTrustDomain() {
        FakeEvidence domain = FakeEvidence.ofTrustDomain(4, 2, 584);
        EnclavePolicy enclaves = new EnclavePolicy(ByteString.zeros(32), 0, 0, true, Set.of(ByteString.zeros(32)));
        Verdict verdict = new Verifier(dcap(domain), new AppraisalPolicy(enclaves, LENIENT))
                .verify(domain.quote(), domain.collateral(), Expectation.at(domain.now));

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED);
        assertThat(verdict.violations())
                .containsExactly(
                        "a trust domain has no MRSIGNER",
                        "a trust domain has no MRENCLAVE",
                        "a trust domain has no product id",
                        "a trust domain has no ISV SVN");
    }

    // dcap.md section 13, row 69
    @ParameterizedTest
    @CsvSource({
        "51, 7, 3, ''",
        "52, 7, 3, MRSIGNER",
        "51, 8, 3, PRODUCT_ID",
        "51, 6, 3, PRODUCT_ID",
        "51, 7, 4, ISV_SVN",
        "51, 7, 2, ''"
    })
    void refusesAnotherSignerAnotherProductAndALowerSvn(String signer, int product, int svn, String refusedBy) {
        Arrays.fill(evidence.quote.body, 128, 160, (byte) 0x51);
        FakeQuote.putU16(evidence.quote.body, 256, 7);
        FakeQuote.putU16(evidence.quote.body, 258, 3);
        byte[] mrSigner = new byte[32];
        Arrays.fill(mrSigner, (byte) Integer.parseInt(signer, 16));
        EnclavePolicy enclaves = new EnclavePolicy(ByteString.of(mrSigner), product, svn, false, Set.of());
        Verdict verdict = new Verifier(dcap(evidence), new AppraisalPolicy(enclaves, PlatformPolicy.STRICT))
                .verify(evidence.quote(), evidence.collateral(), Expectation.at(evidence.now));

        assertThat(verdict.isGenuine()).isTrue();
        assertThat(failed(verdict)).isEqualTo(refusedBy.isEmpty() ? List.of() : List.of(CheckName.valueOf(refusedBy)));
        assertThat(verdict.trust()).isEqualTo(refusedBy.isEmpty() ? TrustStatus.TRUSTED : TrustStatus.NOT_TRUSTED);
    }

    // dcap.md section 13, row 70
    @Test
    void comparesReportData() {
        ByteString found = ByteString.of(evidence.quote.body).slice(320, 384);
        Expectation at = Expectation.at(evidence.now);
        Verifier verifier = verifier(evidence, PlatformPolicy.STRICT);
        PreparedCollateral collateral = verifier.dcap().prepare(evidence.collateral());
        assertThat(verifier.verify(evidence.quote(), collateral, at.withReportData(found))
                        .isAcceptable())
                .isTrue();

        byte[] lower = found.toArray();
        lower[0] ^= 1;
        assertThat(failed(verifier.verify(evidence.quote(), collateral, at.withReportData(ByteString.of(lower)))))
                .containsExactly(CheckName.REPORT_DATA);
        byte[] other = found.toArray();
        other[63] ^= 1;
        Verdict verdict = verifier.verify(evidence.quote(), collateral, at.withReportData(ByteString.of(other)));
        assertThat(verdict.isGenuine()).isFalse();
        assertThat(verdict.refusal().orElseThrow())
                .isEqualTo(new Check(
                        CheckName.REPORT_DATA,
                        Outcome.FAILED,
                        ByteString.of(other),
                        found,
                        "the enclave's report data is not the expected one"));
        assertThat(verdict.isConclusive()).isTrue();
        assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED);

        FakeEvidence domain = FakeEvidence.ofTrustDomain(4, 2, 584);
        domain.quote.body[520] = 7;
        byte[] ofDomain = new byte[64];
        ofDomain[0] = 7;
        assertThat(verifier(domain, PlatformPolicy.STRICT)
                        .verify(
                                domain.quote(),
                                domain.collateral(),
                                Expectation.at(domain.now).withReportData(ByteString.of(ofDomain)))
                        .isAcceptable())
                .isTrue();
    }

    @Test
    void listsEveryCheckOfAQuoteWhateverItsEnd() {
        Verdict good = verdict(evidence, PlatformPolicy.STRICT);
        assertThat(good.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_DCAP_QUOTE);
        assertThat(good.checks().stream().filter(check -> check.outcome() == Outcome.NOT_ASKED))
                .extracting(Check::name)
                .containsExactly(
                        CheckName.PPID_DATA,
                        CheckName.TDX_MODULE,
                        CheckName.TDX_MODULE_SIGNER,
                        CheckName.TDX_MODULE_ATTRIBUTES,
                        CheckName.TCB_LEVEL_NOW,
                        CheckName.REPORT_DATA,
                        CheckName.MRSIGNER,
                        CheckName.MRENCLAVE,
                        CheckName.PRODUCT_ID,
                        CheckName.ISV_SVN,
                        CheckName.ADVISORIES,
                        CheckName.TCB_EVALUATION_DATA_NUMBER);
        assertThat(good.checks()).noneMatch(check -> check.outcome() == Outcome.NOT_REACHED || check.failed());

        FakeEvidence revoked = new FakeEvidence();
        revoked.signedPckCrl = ByteString.EMPTY;
        Verdict bad = verdict(revoked, PlatformPolicy.STRICT);
        assertThat(bad.checks()).extracting(Check::name).containsExactlyElementsOf(CheckName.OF_DCAP_QUOTE);
        for (Check check : bad.checks()) {
            int order = check.name().compareTo(CheckName.PCK_CRL_FORMAT);
            assertThat(check.outcome())
                    .isEqualTo(order < 0 ? Outcome.PASSED : order == 0 ? Outcome.FAILED : Outcome.NOT_REACHED);
        }
        Verdict none = verifier(evidence, LENIENT)
                .verify(ByteString.EMPTY, evidence.collateral(), Expectation.at(evidence.now));
        assertThat(none.checks()).hasSameSizeAs(good.checks());
        assertThat(none.refusal().orElseThrow().name()).isEqualTo(CheckName.QUOTE_FORMAT);
    }

    @Test
    void asksATrustDomainForItsModule() {
        FakeEvidence domain = FakeEvidence.ofTrustDomain(5, 3, 648);
        System.arraycopy(domain.quote.body, 0, domain.quote.body, 584, 16);
        Verdict verdict = verdict(domain, PlatformPolicy.STRICT);

        assertThat(verdict.isAcceptable()).isTrue();
        assertThat(verdict.checks().stream()
                        .filter(check -> check.name().decidesGenuine() && !check.passed())
                        .map(Check::name)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of(CheckName.PPID_DATA, CheckName.REPORT_DATA));
    }

    @Test
    void needsATime() {
        Verifier verifier = verifier(evidence, LENIENT);
        assertThatThrownBy(() -> verifier.verify(evidence.quote(), evidence.collateral(), Expectation.archived()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a DCAP quote is judged at a time: Expectation.at");
    }

    @Test
    void saysOfDaysOfGraceThatTheyWereUsed() {
        evidence.pckCrl.nextUpdate = evidence.now.minus(Duration.ofDays(3));
        evidence.pckCrl.thisUpdate = evidence.now.minus(Duration.ofDays(30));
        AppraisalPolicy policy = new AppraisalPolicy(Optional.empty(), PlatformPolicy.STRICT);
        Verdict verdict = new Verifier(dcap(evidence).withGrace(Duration.ofDays(3)), policy)
                .verify(evidence.quote(), evidence.collateral(), Expectation.at(evidence.now));

        assertThat(verdict.isAcceptable()).isTrue();
        assertThat(verdict.warnings())
                .containsExactly("date of the PCK CRL: valid 2025-12-16T12:00:00Z to 2026-01-12T12:00:00Z, used at "
                        + "2026-01-15T12:00:00Z, expired but within the days of grace");
    }

    @Test
    void acceptsPlatformsWhoseAdvisoriesAreMitigated() {
        withLevel("SWHardeningNeeded", "INTEL-SA-00334", "INTEL-SA-00615");

        assertThat(verdict(evidence, mitigating("INTEL-SA-00334", "INTEL-SA-00615", "X"))
                        .isAcceptable())
                .isTrue();
        assertThat(verdict(evidence, mitigating("INTEL-SA-00334")).isAcceptable())
                .isFalse();
        assertThat(verdict(withLevel("SWHardeningNeeded"), mitigating("X")).isAcceptable())
                .as("none are named")
                .isFalse();
        assertThat(verdict(withLevel("ConfigurationNeeded", "INTEL-SA-00615"), mitigating("INTEL-SA-00615"))
                        .isAcceptable())
                .as("the list alone")
                .isFalse();
    }

    @Test
    void wantsTheAdvisoriesOfTheQuotingEnclaveMitigatedToo() {
        evidence.qeIdentity.levels.clear();
        evidence.qeIdentity.levels.add(FakeDocument.level(0, "UpToDate", "INTEL-SA-00477"));
        withLevel("SWHardeningNeeded", "INTEL-SA-00615");

        assertThat(verdict(evidence, mitigating("INTEL-SA-00615")).isAcceptable())
                .isFalse();
        assertThat(verdict(evidence, mitigating("INTEL-SA-00477", "INTEL-SA-00615"))
                        .isAcceptable())
                .isTrue();
    }

    // dcap.md section 13, row 78
    @Test
    void takesUnknownAdvisoriesForUnmitigated() {
        evidence.tcbInfo.version = 2;
        evidence.tcbInfo.levels.clear();
        evidence.tcbInfo.levels.add(FakeDocument.level2("10 2 2", 13, "SWHardeningNeeded"));

        assertThat(verdict(evidence, accepting("SW_HARDENING_NEEDED")).isAcceptable())
                .isTrue();
        Verdict verdict = verdict(evidence, mitigating("INTEL-SA-00615"));
        assertThat(verdict.trust()).isEqualTo(TrustStatus.NOT_TRUSTED_ITS_COMPLICATED);
        assertThat(verdict.check(CheckName.ADVISORIES).orElseThrow().actual()).isEqualTo("unknown");
        evidence.qeIdentity.levels.clear();
        evidence.qeIdentity.levels.add(FakeDocument.level(0, "UpToDate", "INTEL-SA-00615"));
        assertThat(verdict(evidence, mitigating("INTEL-SA-00615")).isAcceptable())
                .as("the quoting enclave's list alone does not make them known")
                .isFalse();
    }
}
