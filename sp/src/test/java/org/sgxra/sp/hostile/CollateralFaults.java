package org.sgxra.sp.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.fakes.FakeCertificate;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.fakes.FakeKeys;
import org.sgxra.sp.http.HttpAnswer;
import org.sgxra.sp.mock.MockPcs;

/** What a service that publishes collateral can get wrong. */
final class CollateralFaults {
    static final String TCB_CHAIN = "TCB-Info-Issuer-Chain";
    static final String QE_CHAIN = "SGX-Enclave-Identity-Issuer-Chain";
    static final String CRL_CHAIN = "SGX-PCK-CRL-Issuer-Chain";

    private final List<AnswerFault<String>> all = new ArrayList<>();

    private CollateralFaults() {}

    /** All of them; what they are about is the target of the request. */
    static List<AnswerFault<String>> all() {
        CollateralFaults faults = new CollateralFaults();
        faults.headers();
        faults.chains();
        faults.signatures();
        faults.contents();
        return faults.all;
    }

    /** A good answer. */
    static HttpAnswer answer(String target, Collateral collateral) {
        if (target.contains("/tcb?")) {
            return answer(TCB_CHAIN, collateral.tcbInfoChain(), collateral.tcbInfo());
        }
        if (target.endsWith("/qe/identity")) {
            return answer(QE_CHAIN, collateral.qeIdentityChain(), collateral.qeIdentity());
        }
        if (target.contains("/pckcrl?")) {
            return answer(CRL_CHAIN, collateral.pckCrlIssuerChain().orElseThrow(), collateral.pckCrl());
        }
        return new HttpAnswer(200, List.of(), collateral.rootCrl().hex().getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpAnswer answer(String header, ByteString chain, ByteString body) {
        return new HttpAnswer(200, List.of(Map.entry(header, MockPcs.encode(chain))), body.toArray());
    }

    private void changing(String kind, String says, UnaryOperator<HttpAnswer> change) {
        all.add(new AnswerFault<>(kind, says, target -> change.apply(answer(target, GoodQuotes.COLLATERAL))));
    }

    private void evidence(String kind, String says, Consumer<FakeEvidence> change) {
        all.add(new AnswerFault<>(kind, says, target -> {
            FakeEvidence evidence = new FakeEvidence();
            change.accept(evidence);
            return answer(target, evidence.collateral());
        }));
    }

    private void header(String kind, String says, String name, UnaryOperator<String> change) {
        changing(kind, says, good -> AnswerFault.withHeader(good, name, change));
    }

    private void headers() {
        for (String name : List.of(TCB_CHAIN, QE_CHAIN, CRL_CHAIN)) {
            header("collateral chain missing", "header " + name + ": is missing", name, value -> null);
            header("collateral chain empty", "certificate chain: ", name, value -> "");
            header(
                    "collateral chain form-encoded",
                    "certificate chain: .*no begin and end line",
                    name,
                    value -> value.replace("%20", "+"));
            header(
                    "collateral chain with half an escape",
                    "no two hexadecimal digits after %",
                    name,
                    value -> value + "%4");
            header(
                    "collateral chain cut short",
                    "certificate chain: |header " + name,
                    name,
                    value -> value.substring(0, value.length() / 2));
            header(
                    "collateral chain folded",
                    "folded|header " + name + "|a header line is none",
                    name,
                    AnswerFault::folded);
            changing(
                    "collateral chain twice",
                    "header " + name + ": came twice, with different values",
                    good -> good.header(name).isEmpty() ? good : AnswerFault.withAnother(good, name, "x", false));
            changing("collateral chain under the name of version 3", "", good -> underAnotherName(good, TCB_CHAIN));
        }
        changing("collateral headers in small letters", "", AnswerFault::inSmallLetters);
    }

    private static HttpAnswer underAnotherName(HttpAnswer good, String name) {
        return new HttpAnswer(
                200,
                good.headers().stream()
                        .map(header ->
                                header.getKey().equals(name) ? Map.entry("SGX-" + name, header.getValue()) : header)
                        .toList(),
                good.body());
    }

    private void chains() {
        evidence(
                "collateral chain in the wrong order",
                "",
                evidence -> evidence.tcbInfoChain = FakeCertificate.pem(evidence.root.sign(), evidence.signer.sign()));
        evidence(
                "collateral chain of the root alone",
                "TCB info signer: .*needed are",
                evidence -> evidence.tcbInfoChain = FakeCertificate.pem(evidence.root.sign()));
        evidence(
                "collateral signer expired",
                "TCB info signer valid .*, not at",
                evidence -> evidence.signer.notAfter = evidence.now.minusSeconds(60));
        evidence(
                "collateral signer not valid yet",
                "TCB info signer valid .*, not at",
                evidence -> evidence.signer.notBefore = evidence.now.plusSeconds(3600));
        evidence(
                "collateral signer of another root",
                "is not signed by the trusted root",
                evidence -> evidence.signer.signer = FakeKeys.of("stranger"));
        evidence("collateral root another one", "is not signed by the trusted root", evidence -> {
            evidence.root.signer = FakeKeys.of("stranger");
            evidence.signer.signer = FakeKeys.of("stranger");
        });
    }

    private void signatures() {
        for (String part : List.of("tcbInfo", "enclaveIdentity")) {
            changing(
                    "collateral document with its signature changed",
                    "signature: it is not signed by",
                    good -> AnswerFault.withBody(good, body -> {
                        String text = new String(body, StandardCharsets.UTF_8);
                        return text.startsWith("{\"" + part)
                                ? text.replaceFirst("\"signature\":\"[0-9a-f]{2}", "\"signature\":\"00")
                                        .getBytes(StandardCharsets.UTF_8)
                                : body;
                    }));
        }
        evidence(
                "TCB info signed by another",
                "TCB info signature: it is not signed by",
                evidence -> evidence.tcbInfo.signer = FakeKeys.of("stranger"));
        evidence(
                "QE identity signed by another",
                "QE identity signature: it is not signed by",
                evidence -> evidence.qeIdentity.signer = FakeKeys.of("stranger"));
        evidence(
                "PCK CRL signed by another",
                "PCK CRL signature: it is not signed by",
                evidence -> evidence.pckCrl.signer = FakeKeys.of("stranger"));
        evidence(
                "root CRL signed by another",
                "root CRL signature: it is not signed by",
                evidence -> evidence.rootCrl.signer = FakeKeys.of("stranger"));
    }

    private void contents() {
        evidence(
                "TCB info stale",
                "TCB info valid .*, not at",
                evidence -> evidence.tcbInfo.nextUpdate = evidence.now.minusSeconds(60));
        evidence(
                "TCB info of the future",
                "TCB info valid .*, not at",
                evidence -> evidence.tcbInfo.issueDate = evidence.now.plusSeconds(3600));
        evidence(
                "QE identity stale",
                "QE identity valid .*, not at",
                evidence -> evidence.qeIdentity.nextUpdate = evidence.now.minusSeconds(60));
        evidence(
                "PCK CRL stale",
                "PCK CRL valid .*, not at",
                evidence -> evidence.pckCrl.nextUpdate = evidence.now.minusSeconds(60));
        evidence(
                "root CRL of the future",
                "root CRL valid .*, not at",
                evidence -> evidence.rootCrl.thisUpdate = evidence.now.plusSeconds(3600));
        evidence(
                "TCB info of an old version",
                "version: is 1; known are 2 and 3",
                evidence -> evidence.tcbInfo.version = 1);
        evidence(
                "TCB info about another platform",
                "is about SGX, FMSPC 00906ed50000; asked was SGX, FMSPC 00534f465400",
                evidence -> evidence.tcbInfo.middle = evidence.tcbInfo.middle.replace("00534F465400", "00906ED50000"));
        evidence(
                "QE identity of another enclave",
                "id: is QVE; asked was QE",
                evidence -> evidence.qeIdentity.id = "QVE");
        evidence(
                "PCK CRL of the root", "PCK CRL issuer: ", evidence -> evidence.signedPckCrl = evidence.rootCrl.sign());
        evidence(
                "root CRL of the CA", "root CRL issuer: ", evidence -> evidence.signedRootCrl = evidence.pckCrl.sign());
        evidence(
                "TCB info with a member twice",
                "malformed TCB info: ",
                evidence -> evidence.tcbInfo.middle += "\"fmspc\":\"00534F465400\",");
        evidence(
                "TCB info with deep JSON",
                "malformed TCB info: ",
                evidence -> evidence.tcbInfo.middle += "\"deep\":" + "[".repeat(2_000) + "]".repeat(2_000) + ",");
        evidence(
                "TCB info with bytes behind it",
                "malformed TCB info: ",
                evidence -> evidence.signedTcbInfo =
                        ByteString.concat(evidence.tcbInfo.sign(), ByteString.of((byte) '{', (byte) '}')));
    }
}
