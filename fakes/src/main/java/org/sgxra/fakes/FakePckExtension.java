package org.sgxra.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.sgxra.common.bytes.ByteString;

/** Intel's extension of a PCK certificate; every part can be changed. */
public final class FakePckExtension {
    /** Its object identifier. */
    public static final ASN1ObjectIdentifier OID = new ASN1ObjectIdentifier("1.2.840.113741.1.13.1");

    public byte[] ppid = bytes(16, 0xd0);
    public int[] components = {10, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255};
    public int pceSvn = 13;
    public byte[] cpuSvn = bytes(16, 0x0a);
    public byte[] pceId = new byte[2];
    public byte[] fmspc = {0, 0x53, 0x4f, 0x46, 0x54, 0};
    public ASN1Encodable sgxType = new ASN1Enumerated(1);
    public boolean isPlatform = true;
    public boolean[] configuration = {true, true, false};
    /** What is done to the entries before they are encoded. */
    public UnaryOperator<List<ASN1Encodable>> entries = UnaryOperator.identity();
    /** What is done to the TCB entries before they are encoded. */
    public UnaryOperator<List<ASN1Encodable>> tcbEntries = UnaryOperator.identity();

    static byte[] bytes(int size, int value) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** The value. */
    public ASN1Encodable build() {
        List<ASN1Encodable> tcb = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            tcb.add(entry("2." + (i + 1), new ASN1Integer(components[i])));
        }
        tcb.add(entry("2.17", new ASN1Integer(pceSvn)));
        tcb.add(entry("2.18", new DEROctetString(cpuSvn)));
        List<ASN1Encodable> top = new ArrayList<>(List.of(
                entry("1", new DEROctetString(ppid)),
                entry("2", sequence(tcbEntries.apply(tcb))),
                entry("3", new DEROctetString(pceId)),
                entry("4", new DEROctetString(fmspc)),
                entry("5", sgxType)));
        if (isPlatform) {
            List<ASN1Encodable> flags = new ArrayList<>();
            for (int i = 0; i < configuration.length; i++) {
                flags.add(entry("7." + (i + 1), ASN1Boolean.getInstance(configuration[i])));
            }
            top.add(entry("6", new DEROctetString(bytes(16, 0x1d))));
            top.add(entry("7", sequence(flags)));
        }
        return sequence(entries.apply(top));
    }

    /** An OID below the extension's and a value. */
    public static ASN1Encodable entry(String number, ASN1Encodable value) {
        return sequence(List.of(new ASN1ObjectIdentifier(OID.getId() + "." + number), value));
    }

    /** A SEQUENCE. */
    public static ASN1Encodable sequence(List<ASN1Encodable> elements) {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        elements.forEach(vector::add);
        return new DERSequence(vector);
    }

    /** The components as bytes. */
    public ByteString componentBytes() {
        byte[] bytes = new byte[components.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) components[i];
        }
        return ByteString.of(bytes);
    }

    /** The value with one byte after it. */
    public byte[] withTail() {
        try {
            byte[] der = build().toASN1Primitive().getEncoded("DER");
            return java.util.Arrays.copyOf(der, der.length + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
