package org.sgxra.common.dcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sgxra.testdata.TestData;

/** What TCB info and QE identity must be, one change of a genuine one at a time. */
class DocumentFormatTest {
    private static final String CASE = "dcap/swhardening-v3-00606a000000-202508-c81a90/";
    private static final String TDX = "dcap/tdx-uptodate-v4-b0c06f000000-202506/collateral.json";
    private static final long SEED = 20261127;

    private static String tcbInfo() {
        return TestData.text(CASE + "tcbInfo.json");
    }

    private static String tdxTcbInfo() {
        return "{\"tcbInfo\":" + TestData.json(TDX).path("tcb_info").textValue() + ",\"signature\":\"00\"}";
    }

    private static String qeIdentity() {
        return TestData.text(CASE + "qeIdentity.json");
    }

    private static DcapFormatException faultOfTcbInfo(String text) {
        return catchThrowableOfType(
                DcapFormatException.class, () -> TcbInfo.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static DcapFormatException faultOfQeIdentity(String text) {
        return catchThrowableOfType(
                DcapFormatException.class, () -> QeIdentity.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String replaced(String text, String from, String to) {
        assertThat(text).contains(from);
        return text.substring(0, text.indexOf(from)) + to + text.substring(text.indexOf(from) + from.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":3|\"version\":1|tcbInfo.version: is 1; known are 2 and 3",
                "\"version\":3|\"version\":4|tcbInfo.version: is 4; known are 2 and 3",
                "\"id\":\"SGX\",|''|tcbInfo.id: is missing",
                "\"id\":\"SGX\"|\"id\":\"sgx\"|tcbInfo.id: is \"sgx\"; version 3 has SGX or TDX",
                "\"id\":\"SGX\"|\"id\":1|tcbInfo.id: is not a string",
                "\"id\":\"SGX\"|\"id\":null|tcbInfo.id: is not a string",
                "\"id\":\"SGX\",|\"id\":\"SGX\",\"tdxModule\":{},|tcbInfo.tdxModule: does not belong into a TCB info for SGX",
                "\"id\":\"SGX\",\"version\":3|\"id\":\"TDX\",\"version\":2|tcbInfo.id: is \"TDX\"; version 2 has SGX",
                "\"tcbType\":0|\"tcbType\":1|tcbInfo.tcbType: is not 0",
                "2025-08-15T05:08:18Z|2025-02-30T05:08:18Z|tcbInfo.issueDate: \"2025-02-30T05:08:18Z\" does not exist",
                "2025-08-15T05:08:18Z|2025-08-15T24:00:00Z|tcbInfo.issueDate: \"2025-08-15T24:00:00Z\" does not exist",
                "2025-08-15T05:08:18Z|2025-08-15T05:08:18+00:00|tcbInfo.issueDate: is not of the form YYYY-MM-DDThh:mm:ssZ",
                "2025-08-15T05:08:18Z|2025-08-15T05:08:18.5Z|tcbInfo.issueDate: is not of the form YYYY-MM-DDThh:mm:ssZ",
                "2025-09-14T05:08:18Z|2025-08-15T05:08:17Z|tcbInfo.nextUpdate: is before issueDate",
                "\"00606a000000\"|\"00606a0000\"|tcbInfo.fmspc: has 10 digits instead of 12",
                "\"00606a000000\"|\"00606a00000x\"|tcbInfo.fmspc: character 12 is not a hexadecimal digit",
                "\"pceId\":\"0000\",|''|tcbInfo.pceId: is missing",
                "\"tcbEvaluationDataNumber\":17,|''|tcbInfo.tcbEvaluationDataNumber: is missing",
                "{\"svn\":14,|{\"svn\":256,|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents[0].svn: is 256; at most 255 is possible",
                "{\"svn\":14,|{\"svn\":-1,|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents[0].svn: is no integer from 0 to 4294967295",
                "{\"svn\":14,|{\"svn\":-0,|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents[0].svn: is no integer from 0 to 4294967295",
                "{\"svn\":14,|{\"svn\":1e1,|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents[0].svn: is no integer from 0 to 4294967295",
                "{\"svn\":14,|{\"svn\":14.0,|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents[0].svn: is no integer from 0 to 4294967295",
                "{\"svn\":14,|{\"svn\":4294967296,|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents[0].svn: is no integer from 0 to 4294967295",
                "{\"svn\":14,|{\"svn\":99999999999999999999,|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents[0].svn: is no integer from 0 to 4294967295",
                "{\"svn\":0},|''|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents: has 15 components instead of 16",
                "{\"svn\":0},|{\"svn\":0},{\"svn\":0},|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents: has 17 components instead of 16",
                "{\"svn\":0},|0,|tcbInfo.tcbLevels[0].tcb.sgxtcbcomponents[7]: is not an object",
                "\"pcesvn\":13|\"pcesvn\":65536|tcbInfo.tcbLevels[0].tcb.pcesvn: is 65536; at most 65535 is possible",
                "\"tcbStatus\":\"Revoked\"|\"tcbStatus\":\"Fine\"|''",
                "\"SWHardeningNeeded\"|\"swHardeningNeeded\"|tcbInfo.tcbLevels[0].tcbStatus: \"swHardeningNeeded\" is unknown",
                "\"SWHardeningNeeded\"|\"TDRelaunchAdvised\"|tcbInfo.tcbLevels[0].tcbStatus: \"TDRelaunchAdvised\" is unknown",
                "[\"INTEL-SA-00615\"]|\"INTEL-SA-00615\"|tcbInfo.tcbLevels[0].advisoryIDs: is not an array",
                "[\"INTEL-SA-00615\"]|[615]|tcbInfo.tcbLevels[0].advisoryIDs[0]: is not a string",
                "\"tcbInfo\":{|\"tcbinfo\":{|''",
                "\"signature\":|\"Signature\":|''",
                "\"signature\":|\"signature\":1,\"x\":|''",
            })
    void refusesTcbInfoWith(String from, String to, String message) {
        String text = tcbInfo().contains(from) ? tcbInfo() : tcbInfo().replace("OutOfDate\"", "Revoked\"");
        DcapFormatException fault = faultOfTcbInfo(replaced(text, from, to));

        assertThat(fault).isNotNull().hasMessageStartingWith("malformed TCB info: " + message);
    }

    @Test
    void refusesEqualLevels() {
        String text = tcbInfo();
        int start = text.indexOf("{\"tcb\":");
        int end = text.indexOf(",{\"tcb\":");
        String level = text.substring(start, end);

        assertThat(faultOfTcbInfo(replaced(text, level, level + "," + level)))
                .hasMessage("malformed TCB info: tcbInfo.tcbLevels: two levels have the same TCB");
        assertThat(faultOfTcbInfo(text.substring(0, start) + "]},\"signature\":\"00\"}"))
                .hasMessage("malformed TCB info: tcbInfo.tcbLevels: is empty");
    }

    @Test
    void ordersLevelsHighestFirst() throws DcapFormatException {
        String text = tcbInfo();
        int start = text.indexOf("{\"tcb\":");
        int next = text.indexOf(",{\"tcb\":", start);
        String first = text.substring(start, next);
        int end = text.lastIndexOf("]},\"signature\"");
        String moved = text.substring(0, start) + text.substring(next + 1, end) + "," + first + text.substring(end);

        assertThat(TcbInfo.parse(moved.getBytes(StandardCharsets.UTF_8)).levels())
                .isEqualTo(TcbInfo.parse(text.getBytes(StandardCharsets.UTF_8)).levels());
    }

    @Test
    void refusesDuplicateMembers() {
        String text = tcbInfo();

        assertThat(faultOfTcbInfo(replaced(text, "{\"tcbInfo\":", "{\"tcbInfo\":{},\"tcbInfo\":")))
                .hasMessageContaining("Duplicate field 'tcbInfo'");
        assertThat(faultOfTcbInfo(replaced(text, "\"tcbLevels\":", "\"tcbLevels\":[],\"tcbLevels\":")))
                .hasMessageContaining("Duplicate field 'tcbLevels'");
        assertThat(faultOfTcbInfo(replaced(text, "\"tcbLevels\":", "\"tcbLevel\\u0073\":[],\"tcbLevels\":")))
                .hasMessageContaining("Duplicate field 'tcbLevels'");
        assertThat(faultOfTcbInfo(replaced(text, "\"svn\":14,", "\"svn\":14,\"svn\":14,")))
                .hasMessageContaining("Duplicate field 'svn'");
    }

    @Test
    void refusesTextAroundTheDocument() {
        String text = tcbInfo().strip();

        assertThat(faultOfTcbInfo(text + "{}"))
                .hasMessage("malformed TCB info: text: something follows the outer object");
        assertThat(faultOfTcbInfo(text + "x")).hasMessageContaining("no JSON");
        assertThat(faultOfTcbInfo("\ufeff" + text)).isNotNull();
        assertThat(faultOfTcbInfo("[" + text + "]")).hasMessage("malformed TCB info: text: is no JSON object");
        assertThat(faultOfTcbInfo("")).hasMessage("malformed TCB info: text: is no JSON object");
        assertThat(catchThrowableOfType(
                        DcapFormatException.class, () -> TcbInfo.parse(text.getBytes(StandardCharsets.UTF_16))))
                .isNotNull();
        assertThat(catchThrowableOfType(DcapFormatException.class, () -> TcbInfo.parse(new byte[] {(byte) 0xc0, 0})))
                .hasMessage("malformed TCB info: text: is not UTF-8");
    }

    @Test
    void takesWhiteSpaceOutsideOfTheSignedObject() throws DcapFormatException {
        String text = tcbInfo().strip();
        String spaced = " {\r\n\t\"tcbInfo\" :  "
                + text.substring(text.indexOf(':') + 1).replace("},\"sig", "} , \"sig") + " \n";

        assertThat(TcbInfo.parse(spaced.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(TcbInfo.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void cutsTheSignedObjectOutOfALongDocument() throws DcapFormatException {
        String padding = "\"x\":\"" + "\u00e4\\\"}".repeat(20_000) + "\",";
        String text = replaced(tcbInfo(), "\"id\":", padding + "\"id\":");
        TcbInfo info = TcbInfo.parse(text.getBytes(StandardCharsets.UTF_8));
        String signed = new String(info.signedBytes().toArray(), StandardCharsets.UTF_8);

        assertThat(signed).startsWith("{\"x\":").endsWith("}]}");
        assertThat(text).isEqualTo("{\"tcbInfo\":" + signed + text.substring(text.indexOf(",\"signature\"")));
    }

    @Test
    void refusesDeepAndLongDocuments() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(faultOfTcbInfo(replaced(tcbInfo(), "\"id\":", "\"x\":" + deep + ",\"id\":")))
                .isNotNull();
        String levels = "[".repeat(31) + "]".repeat(31);
        assertThat(faultOfTcbInfo(replaced(tcbInfo(), "\"id\":", "\"x\":" + levels + ",\"id\":")))
                .hasMessageContaining("nesting depth");
        assertThat(faultOfTcbInfo(replaced(tcbInfo(), "\"id\":", "\"x\":\"" + "y".repeat(300 * 1024) + "\",\"id\":")))
                .hasMessageContaining("at most 262144 are possible");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "zz"})
    void hasNoSignatureOfAnotherLength(String end) throws DcapFormatException {
        String text = tcbInfo();
        int quote = text.lastIndexOf('"');
        String other = text.substring(0, quote - 2) + end + text.substring(quote);
        boolean isWhole = end.length() == 2 && !end.equals("zz");

        assertThat(TcbInfo.parse(other.getBytes(StandardCharsets.UTF_8))
                        .signature()
                        .isPresent())
                .isEqualTo(isWhole);
    }

    @Test
    void readsASignatureInUpperCase() throws DcapFormatException {
        String text = tcbInfo();
        int start = text.lastIndexOf(':') + 2;
        String upper = text.substring(0, start) + text.substring(start).toUpperCase(java.util.Locale.ROOT);

        assertThat(TcbInfo.parse(upper.getBytes(StandardCharsets.UTF_8)).signature())
                .isEqualTo(TcbInfo.parse(text.getBytes(StandardCharsets.UTF_8)).signature());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":2|\"version\":1|enclaveIdentity.version: is 1; known is 2",
                "\"id\":\"QE\",|''|enclaveIdentity.id: is missing",
                "\"miscselect\":\"00000000\"|\"miscselect\":\"000000\"|enclaveIdentity.miscselect: has 6 digits instead of 8",
                "\"isvprodid\":1|\"isvprodid\":65536|enclaveIdentity.isvprodid: is 65536; at most 65535 is possible",
                "{\"isvsvn\":8}|{\"isvsvn\":6}|enclaveIdentity.tcbLevels[1].tcb.isvsvn: another level has 6 too",
                "\"UpToDate\"|\"SWHardeningNeeded\"|enclaveIdentity.tcbLevels[0].tcbStatus: \"SWHardeningNeeded\" is unknown",
                "\"UpToDate\"|\"OutOfDateConfigurationNeeded\"|enclaveIdentity.tcbLevels[0].tcbStatus: \"OutOfDateConfigurationNeeded\" is unknown",
                "2025-09-14T04:36:46Z|2025-08-15T04:36:45Z|enclaveIdentity.nextUpdate: is before issueDate",
            })
    void refusesQeIdentityWith(String from, String to, String message) {
        assertThat(faultOfQeIdentity(replaced(qeIdentity(), from, to)))
                .isNotNull()
                .hasMessage("malformed QE identity: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tdxModule\":|\"tdxmodule\":|tcbInfo.tdxModule: is missing",
                "\"TDX_03\"|\"TDX_01\"|tcbInfo.tdxModuleIdentities[1].id: another identity has \"TDX_01\" too",
                "\"tdxtcbcomponents\":|\"tdxcomponents\":|tcbInfo.tcbLevels[0].tcb.tdxtcbcomponents: is missing",
                "\"attributes\":\"0000000000000000\"|\"attributes\":\"00\"|tcbInfo.tdxModule.attributes: has 2 digits instead of 16",
            })
    void refusesTdxTcbInfoWith(String from, String to, String message) {
        assertThat(faultOfTcbInfo(replaced(tdxTcbInfo(), from, to)))
                .isNotNull()
                .hasMessage("malformed TCB info: " + message);
    }

    @Test
    void isTotal() {
        isTotal(300);
    }

    @Test
    @Tag("long")
    void isTotalForManyChanges() {
        isTotal(3000);
    }

    private static void isTotal(int rounds) {
        Random random = new Random(SEED);
        int accepted = 0;
        byte[] whole = tcbInfo().getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = whole.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) " \"{}[]:,0x\\\u0000\u00ff".charAt(random.nextInt(13));
            }
            if (catchThrowableOfType(DcapFormatException.class, () -> TcbInfo.parse(bytes)) == null) {
                accepted++;
            }
        }
        assertThat(accepted).isBetween(1, rounds - 1);
    }

    @Test
    void refusesTruncations() {
        refusesTruncations(31);
    }

    @Test
    @Tag("long")
    void refusesEveryTruncation() {
        refusesTruncations(1);
    }

    private static void refusesTruncations(int step) {
        String text = tcbInfo().strip();
        for (int length = text.length() - 1; length >= 0; length -= step) {
            assertThat(faultOfTcbInfo(text.substring(0, length)))
                    .as("%d characters", length)
                    .isNotNull();
        }
    }
}
