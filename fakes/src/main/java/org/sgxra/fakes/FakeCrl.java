package org.sgxra.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256KeyPair;

/** A revocation list before it is signed; every part can be changed. */
public final class FakeCrl {
    public String issuer;
    public P256KeyPair signer;
    public Instant thisUpdate;
    public Instant nextUpdate;
    public final List<BigInteger> revoked = new ArrayList<>();
    /** Extensions of the list by object identifier, in their order. */
    public final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();
    /** Whether the reason of each entry is critical, which it is not in lists of Intel's. */
    public boolean reasonIsCritical;
    /** One more extension of each entry, or null. */
    public Extension entryExtension;

    FakeCrl(String issuer, P256KeyPair signer, Instant now) {
        this.issuer = issuer;
        this.signer = signer;
        this.thisUpdate = now.minusSeconds(86_400);
        this.nextUpdate = now.plusSeconds(29 * 86_400L);
        put(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
        put(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(FakeCertificate.keyId(signer)));
    }

    /** Adds or replaces an extension. */
    public void put(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        extensions.put(oid, extension(oid, critical, value));
    }

    /** An extension. */
    public static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            return new Extension(
                    oid, critical, new DEROctetString(value.toASN1Primitive().getEncoded("DER")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs it. */
    public ByteString sign() {
        V2TBSCertListGenerator generator = new V2TBSCertListGenerator();
        generator.setIssuer(FakeName.of(issuer));
        generator.setSignature(FakeCertificate.ECDSA);
        generator.setThisUpdate(new Time(Date.from(thisUpdate)));
        generator.setNextUpdate(new Time(Date.from(nextUpdate)));
        for (BigInteger serialNumber : revoked) {
            generator.addCRLEntry(
                    new ASN1Integer(serialNumber), new Time(Date.from(thisUpdate)), new Extensions(entryExtensions()));
        }
        if (!extensions.isEmpty()) {
            generator.setExtensions(new Extensions(extensions.values().toArray(Extension[]::new)));
        }
        TBSCertList tbs = generator.generateTBSCertList();
        try {
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(tbs);
            parts.add(FakeCertificate.ECDSA);
            parts.add(new DERBitString(FakeKeys.signDer(signer, tbs.getEncoded("DER"))));
            return ByteString.of(new DERSequence(parts).getEncoded("DER"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Extension[] entryExtensions() {
        Extension reason = extension(Extension.reasonCode, reasonIsCritical, CRLReason.lookup(CRLReason.keyCompromise));
        return entryExtension == null ? new Extension[] {reason} : new Extension[] {reason, entryExtension};
    }
}
