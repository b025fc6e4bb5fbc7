package org.sgxra.tool.decode;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;
import org.sgxra.common.dcap.DcapFormatException;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.RevocationList;
import org.sgxra.common.dcap.SgxCertificate;

/** Certificates and revocation lists; of a PCK certificate what it says of its platform (docs/spec/dcap.md sections 2 and 3.4). */
final class CertificateStructures {
    private static final String SGX_EXTENSION = "1.2.840.113741.1.13.1";

    private CertificateStructures() {}

    /** Every block, one after the other. */
    static List<Structure> ofPem(ByteString pem) throws NotDecodableException {
        List<Structure> structures = new ArrayList<>();
        try {
            for (Pem block : Pem.blocks(new String(pem.toArray(), StandardCharsets.ISO_8859_1))) {
                ByteString der = ByteString.of(block.der());
                structures.add(
                        switch (block.label()) {
                            case Pem.CERTIFICATE -> certificate(der);
                            case Pem.X509_CRL -> revocationList(der);
                            default -> throw new NotDecodableException("PEM of an unknown kind, " + block.label());
                        });
            }
        } catch (PemFormatException e) {
            throw new NotDecodableException("PEM block " + (structures.size() + 1) + " " + e.getMessage(), e);
        }
        if (structures.isEmpty()) {
            throw new NotDecodableException("no PEM block");
        }
        return structures;
    }

    static Structure certificate(ByteString der) throws NotDecodableException {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray()));
            if (!ByteString.of(certificate.getEncoded()).equals(der)) {
                throw new NotDecodableException("no certificate in DER and nothing else");
            }
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("subject", certificate.getSubjectX500Principal());
            members.put("issuer", certificate.getIssuerX500Principal());
            members.put("serialNumber", certificate.getSerialNumber().toString(16));
            members.put("notBefore", certificate.getNotBefore().toInstant());
            members.put("notAfter", certificate.getNotAfter().toInstant());
            members.put("publicKey", ByteString.of(certificate.getPublicKey().getEncoded()));
            members.put("signatureAlgorithm", certificate.getSigAlgName());
            if (certificate.getExtensionValue(SGX_EXTENSION) != null) {
                add(members, SgxCertificate.parse(certificate.getEncoded()).pckExtension());
            }
            return Structure.of("certificate", members);
        } catch (CertificateException | DcapFormatException e) {
            throw new NotDecodableException("no certificate: " + e.getMessage(), e);
        }
    }

    private static void add(Map<String, Object> members, PckExtension pck) {
        members.put("sgx.ppid", pck.ppid());
        members.put("sgx.tcb.components", pck.components());
        members.put("sgx.tcb.pcesvn", pck.pceSvn());
        members.put("sgx.tcb.cpusvn", pck.cpuSvn());
        members.put("sgx.pceid", pck.pceId());
        members.put("sgx.fmspc", pck.fmspc());
        members.put(
                "sgx.type",
                pck.sgxType()
                        + List.of(" (standard)", " (scalable)", " (scalable with integrity)")
                                .get(pck.sgxType()));
        pck.platform().ifPresent(platform -> {
            members.put("sgx.platformInstanceId", platform.instanceId());
            members.put("sgx.dynamicPlatform", platform.dynamic());
            members.put("sgx.cachedKeys", platform.cachedKeys());
            members.put("sgx.smtEnabled", platform.smtEnabled());
        });
    }

    /** A list in DER, in PEM, or in hexadecimal digits. */
    static Structure revocationList(ByteString bytes) throws NotDecodableException {
        try {
            ByteString der = RevocationList.der(bytes);
            X509CRL list = (X509CRL)
                    CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der.toArray()));
            if (!ByteString.of(list.getEncoded()).equals(der)) {
                throw new NotDecodableException("no revocation list in DER and nothing else");
            }
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("issuer", list.getIssuerX500Principal());
            members.put("thisUpdate", list.getThisUpdate().toInstant());
            if (list.getNextUpdate() != null) {
                members.put("nextUpdate", list.getNextUpdate().toInstant());
            }
            members.put("signatureAlgorithm", list.getSigAlgName());
            members.put("revoked", revoked(list));
            return Structure.of("revocation list", members);
        } catch (CRLException | CertificateException | DcapFormatException e) {
            throw new NotDecodableException("no revocation list: " + e.getMessage(), e);
        }
    }

    private static List<String> revoked(X509CRL list) {
        return list.getRevokedCertificates() == null
                ? List.of()
                : list.getRevokedCertificates().stream()
                        .map(X509CRLEntry::getSerialNumber)
                        .sorted()
                        .map(number -> number.toString(16))
                        .toList();
    }
}
