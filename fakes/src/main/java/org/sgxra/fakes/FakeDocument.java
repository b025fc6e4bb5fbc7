package org.sgxra.fakes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256KeyPair;

/** TCB info and QE identity before they are signed; every part can be changed. */
public final class FakeDocument {
    /** {@code tcbInfo} or {@code enclaveIdentity}. */
    public final String member;

    public P256KeyPair signer;
    public String id;
    public int version;
    public Instant issueDate;
    public Instant nextUpdate;
    public int evaluationNumber = 17;
    /** Members between the dates and the levels, each ended by a comma. */
    public String middle;
    /** Elements of {@code tcbLevels}. */
    public final List<String> levels = new ArrayList<>();

    private FakeDocument(String member, String id, int version, P256KeyPair signer, Instant now) {
        this.member = member;
        this.id = id;
        this.version = version;
        this.signer = signer;
        this.issueDate = now.minusSeconds(86_400);
        this.nextUpdate = now.plusSeconds(29 * 86_400L);
    }

    static FakeDocument tcbInfo(P256KeyPair signer, Instant now) {
        FakeDocument document = new FakeDocument("tcbInfo", "SGX", 3, signer, now);
        document.middle = "\"fmspc\":\"00534F465400\",\"pceId\":\"0000\",\"tcbType\":0,";
        return document;
    }

    static FakeDocument qeIdentity(P256KeyPair signer, Instant now) {
        FakeDocument document = new FakeDocument("enclaveIdentity", "QE", 2, signer, now);
        document.middle = qeMembers("8C4F5775D796503E96137F77C68A829A0056AC8DED70140B081B094490C57BFF", 1);
        return document;
    }

    static String qeMembers(String mrSigner, int product) {
        return "\"miscselect\":\"00000000\",\"miscselectMask\":\"FFFFFFFF\","
                + "\"attributes\":\"11000000000000000000000000000000\","
                + "\"attributesMask\":\"FBFFFFFFFFFFFFFF0000000000000000\",\"mrsigner\":\"" + mrSigner
                + "\",\"isvprodid\":" + product + ",";
    }

    /** A level of a TCB info of version 3. */
    public static String level(String components, int pceSvn, String status, String... advisories) {
        return level("{\"sgxtcbcomponents\":" + svns(components) + ",\"pcesvn\":" + pceSvn + "}", status, advisories);
    }

    /** A level of a TCB info for TDX. */
    public static String level(String components, int pceSvn, String tdx, String status, String[] advisories) {
        return level(
                "{\"sgxtcbcomponents\":" + svns(components) + ",\"pcesvn\":" + pceSvn + ",\"tdxtcbcomponents\":"
                        + svns(tdx) + "}",
                status,
                advisories);
    }

    /** A level of a TCB info of version 2. */
    public static String level2(String components, int pceSvn, String status) {
        List<String> members = new ArrayList<>();
        String[] svns = padded(components);
        for (int i = 0; i < svns.length; i++) {
            members.add(String.format("\"sgxtcbcomp%02dsvn\":%s", i + 1, svns[i]));
        }
        return level("{" + String.join(",", members) + ",\"pcesvn\":" + pceSvn + "}", status, new String[0]);
    }

    /** A level of a QE identity or a TDX module. */
    public static String level(int isvSvn, String status, String... advisories) {
        return level("{\"isvsvn\":" + isvSvn + "}", status, advisories);
    }

    private static String level(String tcb, String status, String[] advisories) {
        String list = advisories.length == 0
                ? ""
                : ",\"advisoryIDs\":"
                        + List.of(advisories).stream()
                                .map(id -> "\"" + id + "\"")
                                .toList();
        return "{\"tcb\":" + tcb + ",\"tcbDate\":\"2025-05-14T00:00:00Z\",\"tcbStatus\":\"" + status + "\""
                + list.replace(", ", ",") + "}";
    }

    private static String svns(String components) {
        return List.of(padded(components)).stream()
                .map(svn -> "{\"svn\":" + svn + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String[] padded(String components) {
        String[] given = components.split(" ");
        String[] all = new String[16];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < given.length ? given[i] : "0";
        }
        return all;
    }

    /** The inner object. */
    public String body() {
        return "{" + (version == 2 && member.equals("tcbInfo") ? "" : "\"id\":\"" + id + "\",") + "\"version\":"
                + version
                + ",\"issueDate\":\"" + issueDate + "\",\"nextUpdate\":\"" + nextUpdate + "\","
                + (member.equals("tcbInfo") ? middle : "") + "\"tcbEvaluationDataNumber\":" + evaluationNumber + ","
                + (member.equals("tcbInfo") ? "" : middle) + "\"tcbLevels\":[" + String.join(",", levels) + "]}";
    }

    /** Signs the inner object. */
    public ByteString sign() {
        return sign(body());
    }

    /** Signs another inner object. */
    public ByteString sign(String body) {
        ByteString signature = FakeKeys.sign(signer, bytes(body));
        return bytes("{\"" + member + "\":" + body + ",\"signature\":\"" + signature.hex() + "\"}");
    }

    private static ByteString bytes(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
