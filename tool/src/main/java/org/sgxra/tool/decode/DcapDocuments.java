package org.sgxra.tool.decode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.ComponentNames;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.EnclaveTcbLevel;
import org.sgxra.common.dcap.QeIdentity;
import org.sgxra.common.dcap.TcbInfo;
import org.sgxra.common.dcap.TcbLevel;

/** TCB info, QE identity, and collateral in one document (docs/spec/dcap.md section 3). */
final class DcapDocuments {
    private DcapDocuments() {}

    /** The documents; empty if it is none of them by the names of its members. */
    static Optional<List<Structure>> split(ByteString document) throws NotDecodableException {
        Set<String> names = JsonMembers.names(document);
        try {
            if (names.contains("tcbInfo")) {
                return Optional.of(List.of(tcbInfo(document)));
            }
            if (names.contains("enclaveIdentity")) {
                return Optional.of(List.of(qeIdentity(document)));
            }
            return names.contains("tcb_info")
                    ? Optional.of(collateral(Collateral.ofJson(document.toArray())))
                    : Optional.empty();
        } catch (DcapFormatException e) {
            throw new NotDecodableException(e.getMessage(), e);
        }
    }

    private static List<Structure> collateral(Collateral collateral) throws DcapFormatException, NotDecodableException {
        List<Structure> structures = new ArrayList<>();
        structures.add(tcbInfo(collateral.tcbInfo()).from("tcb_info"));
        addChain(structures, "tcb_info_issuer_chain", collateral.tcbInfoChain());
        structures.add(qeIdentity(collateral.qeIdentity()).from("qe_identity"));
        addChain(structures, "qe_identity_issuer_chain", collateral.qeIdentityChain());
        structures.add(
                CertificateStructures.revocationList(collateral.rootCrl()).from("root_ca_crl"));
        structures.add(CertificateStructures.revocationList(collateral.pckCrl()).from("pck_crl"));
        addChain(
                structures,
                "pck_crl_issuer_chain",
                collateral.pckCrlIssuerChain().orElse(ByteString.EMPTY));
        addChain(structures, "pck_certificate_chain", collateral.pckChain().orElse(ByteString.EMPTY));
        return structures;
    }

    private static void addChain(List<Structure> structures, String member, ByteString pem)
            throws NotDecodableException {
        if (!pem.isEmpty()) {
            CertificateStructures.ofPem(pem).forEach(structure -> structures.add(structure.from(member)));
        }
    }

    private static Structure tcbInfo(ByteString document) throws DcapFormatException {
        TcbInfo info = TcbInfo.parse(document.toArray());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", info.tee());
        members.put("version", info.version());
        members.put("issueDate", info.issueDate());
        members.put("nextUpdate", info.nextUpdate());
        members.put("fmspc", info.fmspc());
        members.put("pceId", info.pceId());
        members.put("tcbEvaluationDataNumber", info.tcbEvaluationDataNumber());
        info.tdxModule().ifPresent(module -> members.put("tdxModule.mrsigner", module.mrSigner()));
        info.tdxModuleIdentities()
                .forEach(module -> members.put("tdxModuleIdentities[" + module.id() + "]", levels(module.levels())));
        List<String> names = ComponentNames.ofSgx(info);
        if (!String.join("", names).isEmpty()) {
            members.put("componentNames", names);
        }
        members.put(
                "tcbLevels", info.levels().stream().map(DcapDocuments::level).toList());
        members.put("signature", info.signature().isPresent() ? "64 bytes, not verified" : "malformed");
        return Structure.of("TCB info", members);
    }

    private static Map<String, Object> level(TcbLevel level) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("tcbStatus", level.status());
        members.put("tcbDate", level.tcbDate());
        members.put("components", level.components());
        level.tdxComponents().ifPresent(components -> members.put("tdxComponents", components));
        members.put("pcesvn", level.pceSvn());
        members.put("advisoryIDs", level.advisories());
        return members;
    }

    private static Structure qeIdentity(ByteString document) throws DcapFormatException {
        QeIdentity identity = QeIdentity.parse(document.toArray());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", identity.id());
        members.put("issueDate", identity.issueDate());
        members.put("nextUpdate", identity.nextUpdate());
        members.put("tcbEvaluationDataNumber", identity.tcbEvaluationDataNumber());
        members.put("miscselect", identity.miscSelect());
        members.put("miscselectMask", identity.miscSelectMask());
        members.put("attributes", identity.attributes());
        members.put("attributesMask", identity.attributesMask());
        members.put("mrsigner", identity.mrSigner());
        members.put("isvprodid", identity.isvProdId());
        members.put("tcbLevels", levels(identity.levels()));
        members.put("signature", identity.signature().isPresent() ? "64 bytes, not verified" : "malformed");
        return Structure.of("QE identity", members);
    }

    private static List<Map<String, Object>> levels(List<EnclaveTcbLevel> levels) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (EnclaveTcbLevel level : levels) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("tcbStatus", level.status());
            members.put("tcbDate", level.tcbDate());
            members.put("isvsvn", level.isvSvn());
            members.put("advisoryIDs", level.advisories());
            all.add(members);
        }
        return all;
    }
}
