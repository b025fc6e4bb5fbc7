package org.sgxra.common.dcap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/**
 * Intel's extension of a PCK certificate (docs/spec/dcap.md section 2).
 *
 * @param ppid platform provisioning id, 16 bytes: identifies the machine, so {@link #toString} leaves it out
 * @param components certified security versions of the 16 TCB components, a byte each
 * @param pceSvn certified security version of the provisioning certification enclave
 * @param cpuSvn 16 bytes
 * @param pceId 2 bytes
 * @param fmspc family, model, stepping, platform and custom SKU: 6 bytes
 * @param sgxType 0 standard, 1 scalable, 2 scalable with integrity
 * @param platform what only certificates of the Platform CA have
 */
public record PckExtension(
        ByteString ppid,
        ByteString components,
        int pceSvn,
        ByteString cpuSvn,
        ByteString pceId,
        ByteString fmspc,
        int sgxType,
        Optional<Platform> platform) {
    /** The extension's object identifier. */
    static final ASN1ObjectIdentifier OID = new ASN1ObjectIdentifier("1.2.840.113741.1.13.1");

    static final String DOCUMENT = "SGX extension";

    private static final int PROCESSOR_ENTRIES = 5;
    private static final int PLATFORM_ENTRIES = 7;

    /**
     * Of a platform of several packages.
     *
     * @param instanceId 16 bytes
     * @param dynamic packages may be added
     * @param cachedKeys Intel's registration service holds the platform's keys
     * @param smtEnabled simultaneous multithreading is on
     */
    public record Platform(ByteString instanceId, boolean dynamic, boolean cachedKeys, boolean smtEnabled) {}

    /** The value of the extension, its entries in the order of their numbers. */
    ASN1Encodable toAsn1() {
        List<ASN1Encodable> tcb = new ArrayList<>();
        for (int i = 0; i < TcbLevel.COMPONENTS; i++) {
            tcb.add(entry("2." + (i + 1), new ASN1Integer(components.at(i))));
        }
        tcb.add(entry("2.17", new ASN1Integer(pceSvn)));
        tcb.add(entry("2.18", octets(cpuSvn)));
        List<ASN1Encodable> top = new ArrayList<>(List.of(
                entry("1", octets(ppid)),
                entry("2", sequence(tcb)),
                entry("3", octets(pceId)),
                entry("4", octets(fmspc)),
                entry("5", new ASN1Enumerated(sgxType))));
        platform.ifPresent(of -> top.addAll(List.of(
                entry("6", octets(of.instanceId)),
                entry(
                        "7",
                        sequence(List.of(
                                entry("7.1", ASN1Boolean.getInstance(of.dynamic)),
                                entry("7.2", ASN1Boolean.getInstance(of.cachedKeys)),
                                entry("7.3", ASN1Boolean.getInstance(of.smtEnabled))))))));
        return sequence(top);
    }

    private static ASN1Encodable entry(String number, ASN1Encodable value) {
        return SignedDer.sequence(OID.branch(number), value);
    }

    private static ASN1Encodable sequence(List<ASN1Encodable> elements) {
        return SignedDer.sequence(elements.toArray(ASN1Encodable[]::new));
    }

    private static ASN1Encodable octets(ByteString bytes) {
        return new DEROctetString(bytes.toArray());
    }

    /** Reads the value of the extension. */
    static PckExtension parse(byte[] der) throws DcapFormatException {
        Entries top;
        try {
            top = Entries.of(OID, Der.read(der));
        } catch (IOException e) {
            throw new DcapFormatException(DOCUMENT, "value", "is no DER: " + e.getMessage());
        }
        if (top.size() != PROCESSOR_ENTRIES && top.size() != PLATFORM_ENTRIES) {
            throw new DcapFormatException(DOCUMENT, "value", "has " + top.size() + " entries instead of 5 or 7");
        }
        Entries tcb = top.entries(2, TcbLevel.COMPONENTS + 2);
        byte[] components = new byte[TcbLevel.COMPONENTS];
        for (int i = 0; i < components.length; i++) {
            components[i] = (byte) tcb.integer(i + 1, 0xff);
        }
        return new PckExtension(
                top.octets(1, 16),
                ByteString.of(components),
                tcb.integer(17, 0xffff),
                tcb.octets(18, 16),
                top.octets(3, 2),
                top.octets(4, 6),
                top.enumerated(5, 2),
                top.size() == PLATFORM_ENTRIES ? Optional.of(readPlatform(top)) : Optional.empty());
    }

    private static Platform readPlatform(Entries top) throws DcapFormatException {
        Entries configuration = top.entries(7, 3);
        return new Platform(top.octets(6, 16), configuration.flag(1), configuration.flag(2), configuration.flag(3));
    }

    /** A SEQUENCE of SEQUENCEs of an object identifier below {@code parent} and a value, in any order. */
    private record Entries(ASN1ObjectIdentifier parent, Map<ASN1ObjectIdentifier, ASN1Encodable> values) {
        static Entries of(ASN1ObjectIdentifier parent, ASN1Encodable value) throws DcapFormatException {
            Map<ASN1ObjectIdentifier, ASN1Encodable> values = new HashMap<>();
            if (!(value instanceof ASN1Sequence sequence)) {
                throw new DcapFormatException(DOCUMENT, parent.getId(), "is no SEQUENCE");
            }
            for (ASN1Encodable element : sequence) {
                if (!(element instanceof ASN1Sequence entry
                        && entry.size() == 2
                        && entry.getObjectAt(0) instanceof ASN1ObjectIdentifier oid)) {
                    throw new DcapFormatException(DOCUMENT, parent.getId(), "has an entry that is no OID and value");
                }
                if (values.put(oid, entry.getObjectAt(1)) != null) {
                    throw new DcapFormatException(DOCUMENT, oid.getId(), "occurs twice");
                }
            }
            return new Entries(parent, values);
        }

        int size() {
            return values.size();
        }

        Entries entries(int number, int size) throws DcapFormatException {
            Entries entries = of(oid(number), value(number));
            if (entries.size() != size) {
                throw fault(number, "has " + entries.size() + " entries instead of " + size);
            }
            return entries;
        }

        ByteString octets(int number, int size) throws DcapFormatException {
            if (value(number) instanceof ASN1OctetString octets && octets.getOctetsLength() == size) {
                return ByteString.of(octets.getOctets());
            }
            throw fault(number, "is no OCTET STRING of " + ByteCount.of(size));
        }

        int integer(int number, int max) throws DcapFormatException {
            if (value(number) instanceof ASN1Integer integer
                    && integer.getValue().signum() >= 0
                    && integer.getValue().bitLength() <= Integer.bitCount(max)) {
                return integer.intValueExact();
            }
            throw fault(number, "is no INTEGER from 0 to " + max);
        }

        int enumerated(int number, int max) throws DcapFormatException {
            if (value(number) instanceof ASN1Enumerated enumerated
                    && enumerated.getValue().signum() >= 0
                    && enumerated.getValue().bitLength() <= 2
                    && enumerated.intValueExact() <= max) {
                return enumerated.intValueExact();
            }
            throw fault(number, "is no ENUMERATED from 0 to " + max);
        }

        boolean flag(int number) throws DcapFormatException {
            if (value(number) instanceof ASN1Boolean flag) {
                return flag.isTrue();
            }
            throw fault(number, "is no BOOLEAN");
        }

        private ASN1Encodable value(int number) throws DcapFormatException {
            ASN1Encodable value = values.get(oid(number));
            if (value == null) {
                throw fault(number, "is missing");
            }
            return value;
        }

        private ASN1ObjectIdentifier oid(int number) {
            return parent.branch(Integer.toString(number));
        }

        private DcapFormatException fault(int number, String reason) {
            return new DcapFormatException(DOCUMENT, oid(number).getId(), reason);
        }
    }

    /** Everything but the PPID and the platform instance id. */
    @Override
    public String toString() {
        return "components " + components + ", PCE SVN " + pceSvn + ", CPUSVN " + cpuSvn + ", PCE ID " + pceId
                + ", FMSPC " + fmspc + ", SGX type " + sgxType;
    }
}
