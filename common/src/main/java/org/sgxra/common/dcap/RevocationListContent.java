package org.sgxra.common.dcap;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256PrivateKey;

/**
 * What stands in a revocation list of a CA under an SGX root, before it is signed (docs/spec/dcap.md sections 3.4 and 9). Its number
 * is 1, as in all of Intel's.
 *
 * @param issuer common name of the CA
 * @param issuerKeyId subject key identifier of the CA, 20 bytes
 * @param thisUpdate when it was issued; the time of each revocation, too
 * @param nextUpdate until when it may be used
 * @param entries revoked certificates of that CA
 */
public record RevocationListContent(
        String issuer, ByteString issuerKeyId, Instant thisUpdate, Instant nextUpdate, List<Entry> entries) {
    public RevocationListContent {
        entries = List.copyOf(entries);
    }

    /**
     * A revoked certificate.
     *
     * @param serialNumber of the certificate
     * @param reason CRLReason of RFC 5280 section 5.3.1
     */
    public record Entry(BigInteger serialNumber, int reason) {}

    /** The list in DER, signed with the key of the CA. */
    public ByteString sign(P256PrivateKey issuerKey) {
        V2TBSCertListGenerator generator = new V2TBSCertListGenerator();
        generator.setIssuer(SignedDer.name(issuer));
        generator.setSignature(SignedDer.ALGORITHM);
        generator.setThisUpdate(SignedDer.time(thisUpdate));
        generator.setNextUpdate(SignedDer.time(nextUpdate));
        for (Entry entry : entries) {
            generator.addCRLEntry(
                    new ASN1Integer(entry.serialNumber),
                    SignedDer.time(thisUpdate),
                    new Extensions(SignedDer.extension(Extension.reasonCode, false, CRLReason.lookup(entry.reason))));
        }
        generator.setExtensions(new Extensions(new Extension[] {
            SignedDer.extension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE)),
            SignedDer.extension(
                    Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKeyId.toArray()))
        }));
        return ByteString.of(SignedDer.sign(generator.generateTBSCertList(), issuerKey));
    }
}
