package org.sgxra.common.dcap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;
import org.sgxra.common.crypto.P256;
import org.sgxra.common.crypto.P256PrivateKey;

/** Parts that certificates and revocation lists under an SGX root have in common, for writing them (RFC 5280). */
final class SignedDer {
    /** ecdsa-with-SHA256, without parameters. */
    static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private SignedDer() {}

    /** A distinguished name as Intel's CA writes it: all UTF8String but the country. */
    static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .addRDN(BCStyle.O, "Intel Corporation")
                .addRDN(BCStyle.L, "Santa Clara")
                .addRDN(BCStyle.ST, "CA")
                .addRDN(BCStyle.C, "US")
                .build();
    }

    /** UTCTime before 2050. */
    static Time time(Instant time) {
        return new Time(Date.from(time));
    }

    static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        return new Extension(oid, critical, new DEROctetString(encode(value.toASN1Primitive())));
    }

    /** SEQUENCE of {@code content}, the algorithm and the signature. */
    static byte[] sign(ASN1Object content, P256PrivateKey key) {
        EcdsaP256Signature signature = P256.instance().sign(key, ByteString.of(encode(content)));
        DERSequence numbers = sequence(new ASN1Integer(signature.r()), new ASN1Integer(signature.s()));
        return encode(sequence(content, ALGORITHM, new DERBitString(encode(numbers))));
    }

    static DERSequence sequence(ASN1Encodable... elements) {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        for (ASN1Encodable element : elements) {
            vector.add(element);
        }
        return new DERSequence(vector);
    }

    private static byte[] encode(ASN1Object object) {
        try {
            return object.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException("a value in memory can always be encoded", e);
        }
    }
}
