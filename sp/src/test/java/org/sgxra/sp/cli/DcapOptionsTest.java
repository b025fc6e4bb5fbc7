package org.sgxra.sp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.sp.pcs.PcsAddress;
import org.sgxra.verifier.dcap.DcapRoot;

class DcapOptionsTest {
    private static final String SPID = "--spid=" + "ab".repeat(16);

    @TempDir
    private Path folder;

    private static VerifierConfiguration parse(String... more) throws UsageException {
        List<String> args = new ArrayList<>(List.of("-N", "cd".repeat(32), "-R", "0", "-V", "1"));
        args.addAll(List.of(more));
        return SpCommandLine.configuration(SpCommandLine.TABLE.parse(args.toArray(new String[0])))
                .verifier();
    }

    @Test
    void takesEpidUnlessAskedForMore() throws Exception {
        assertThat(parse(SPID).dcap()).isEmpty();
        assertThat(parse(SPID, "--attestation=epid", "--dcap-root=/nowhere", "--collateral=/nowhere")
                        .dcap())
                .isEmpty();
        assertThat(parse(SPID, "--attestation=both").epid()).isPresent();
        assertThat(parse(SPID, "--attestation=both").dcap()).isPresent();
    }

    @Test
    void dcapAloneNeedsNeitherSpidNorKeysNorFilesOfEpid() throws Exception {
        VerifierConfiguration configuration = parse("--attestation=dcap", "-A", "/nowhere");

        assertThat(configuration.epid()).isEmpty();
        DcapConfiguration dcap = configuration.dcap().orElseThrow();
        assertThat(dcap.root()).isEqualTo(DcapRoot.intel());
        assertThat(dcap.grace()).isEqualTo(Duration.ZERO);
        assertThat(dcap.address()).isEqualTo(PcsAddress.INTEL);
        assertThat(dcap.folder()).isEmpty();
        assertThatThrownBy(() -> parse("--attestation=both"))
                .hasMessage("missing option -s (--spid) or -S (--spid-file)");
    }

    @Test
    void readsRootGraceAndNumber() throws Exception {
        FakeEvidence evidence = new FakeEvidence();
        Path pem = folder.resolve("root.pem");
        Files.write(pem, FakeCertificate.pem(evidence.root.sign()).toArray());
        Path der = folder.resolve("root.der");
        Files.write(der, evidence.root.sign());

        for (Path root : List.of(pem, der)) {
            assertThat(parse("--attestation=dcap", "--dcap-root=" + root)
                            .dcap()
                            .orElseThrow()
                            .root()
                            .key())
                    .isEqualTo(evidence.trustedKey());
        }
        VerifierConfiguration configuration =
                parse("--attestation=dcap", "--dcap-grace=90", "--dcap-min-tcb-number=17");
        assertThat(configuration.dcap().orElseThrow().grace()).isEqualTo(Duration.ofDays(90));
        assertThat(configuration.session().platformPolicy().minimumTcbEvaluationDataNumber())
                .isEqualTo(17);
    }

    @Test
    void theLastOfServiceAndFolderCounts() throws Exception {
        DcapConfiguration service = parse(
                        "--attestation=dcap",
                        "--collateral=" + folder,
                        "--pccs-url=https://localhost:8081/sgx/certification/v3/")
                .dcap()
                .orElseThrow();
        assertThat(service.folder()).isEmpty();
        assertThat(service.address())
                .isEqualTo(PcsAddress.parse(PcsAddress.Kind.PCCS, "https://localhost:8081/sgx/certification/v3"));
        DcapConfiguration offline = parse(
                        "--attestation=dcap",
                        "--pccs-url=https://localhost",
                        "--pcs-url=https://h",
                        "--collateral=" + folder)
                .dcap()
                .orElseThrow();
        assertThat(offline.folder()).contains(folder);
    }

    @Test
    void aStatusThatOnlyDcapHasIsAcceptedWithDcapOnly() throws Exception {
        String option = "--accept-status=OUT_OF_DATE_CONFIGURATION_NEEDED";
        assertThat(parse("--attestation=dcap", option)
                        .session()
                        .platformPolicy()
                        .acceptedStatuses())
                .containsExactly("OUT_OF_DATE_CONFIGURATION_NEEDED");
        assertThatThrownBy(() -> parse(SPID, option))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'OUT_OF_DATE_CONFIGURATION_NEEDED' may only be GROUP_OUT_OF_DATE, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --attestation=ecdsa      | option --attestation: 'ecdsa' must be epid, dcap or both
            --dcap-root=/nowhere     | option --dcap-root: '/nowhere' does not exist
            --dcap-root=/dev/null    | option --dcap-root: '/dev/null' cannot serve as DCAP root: malformed certificate
            --dcap-root=pom.xml      | option --dcap-root: 'pom.xml' cannot serve as DCAP root: malformed certificate: encoding: is neither PEM nor DER
            --dcap-grace=91          | option --dcap-grace: '91' is not a number from 0 to 90
            --dcap-min-tcb-number=x  | option --dcap-min-tcb-number: 'x' is not a number from 0 to 2147483647
            --pccs-url=http://h      | option --pccs-url: 'http://h' must be https://host[:port], with /sgx/certification/v3
            --pcs-url=https://h/x    | option --pcs-url: 'https://h/x' must be https://host[:port], with /sgx/certification/v3
            --collateral=/nowhere    | option --collateral: '/nowhere' is no folder
            --accept-status=OK       | option --accept-status: 'OK' may only be GROUP_OUT_OF_DATE, CONFIGURATION_NEEDED, SW_HARDENING_NEEDED or CONFIGURATION_AND_SW_HARDENING_NEEDED, or OUT_OF_DATE_CONFIGURATION_NEEDED
            """)
    void saysWhatIsWrong(String option, String message) {
        assertThatThrownBy(() -> parse("--attestation=dcap", option))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }
}
