package org.sgxra.fakes;

import java.time.Instant;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.P256KeyPair;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.dcap.SgxCertificate;

/**
 * A platform with everything that vouches for it, up to date unless a test changes it. Parts are signed when {@link #quote} and
 * {@link #collateral} are asked for.
 */
public final class FakeEvidence {
    private static final Instant USUAL = Instant.parse("2026-01-15T12:00:00Z");

    /** The time that everything is valid at. */
    public final Instant now;

    public final P256KeyPair rootKey = FakeKeys.of("root");
    public final P256KeyPair caKey = FakeKeys.of("ca");
    public final P256KeyPair signerKey = FakeKeys.of("tcb signing");
    public final P256KeyPair pckKey = FakeKeys.of("pck");

    public final FakeCertificate root;
    public final FakeCertificate ca;
    public final FakeCertificate signer;
    public final FakeCertificate pck;
    public final FakePckExtension extension = new FakePckExtension();
    public final FakeCrl rootCrl;
    public final FakeCrl pckCrl;
    public final FakeDocument tcbInfo;
    public final FakeDocument qeIdentity;
    public final FakeQuote quote = new FakeQuote();

    /** Signed parts that a test gives instead of the ones above. */
    public byte[] signedPck;

    public byte[] signedCa;
    public ByteString pckChain;
    public ByteString tcbInfoChain;
    public ByteString qeIdentityChain;
    public ByteString signedTcbInfo;
    public ByteString signedQeIdentity;
    public ByteString signedRootCrl;
    public ByteString signedPckCrl;
    public boolean hasCrlIssuerChain = true;

    /** An enclave's quote of version 3 and a TCB info of version 3. */
    public FakeEvidence() {
        this(USUAL);
    }

    /** The same at another time, for programs that ask the machine's clock. */
    public FakeEvidence(Instant now) {
        this.now = now;
        root = new FakeCertificate(SgxCertificate.ROOT_CA, rootKey, SgxCertificate.ROOT_CA, rootKey, now).ca(1);
        ca = new FakeCertificate(SgxCertificate.PLATFORM_CA, caKey, SgxCertificate.ROOT_CA, rootKey, now).ca(0);
        signer = new FakeCertificate(SgxCertificate.TCB_SIGNING, signerKey, SgxCertificate.ROOT_CA, rootKey, now);
        pck = new FakeCertificate(SgxCertificate.PCK, pckKey, SgxCertificate.PLATFORM_CA, caKey, now);
        rootCrl = new FakeCrl(SgxCertificate.ROOT_CA, rootKey, now);
        pckCrl = new FakeCrl(SgxCertificate.PLATFORM_CA, caKey, now);
        tcbInfo = FakeDocument.tcbInfo(signerKey, now);
        qeIdentity = FakeDocument.qeIdentity(signerKey, now);
        tcbInfo.levels.add(FakeDocument.level("10 2 2", 13, "UpToDate"));
        tcbInfo.levels.add(FakeDocument.level("10 2 2", 5, "OutOfDate", "INTEL-SA-00828"));
        tcbInfo.levels.add(FakeDocument.level("10 2 1", 13, "ConfigurationNeeded", "INTEL-SA-00219"));
        tcbInfo.levels.add(FakeDocument.level("10 1 2", 13, "SWHardeningNeeded", "INTEL-SA-00334", "INTEL-SA-00615"));
        tcbInfo.levels.add(FakeDocument.level(
                "10 1 1", 13, "ConfigurationAndSWHardeningNeeded", "INTEL-SA-00219", "INTEL-SA-00334"));
        tcbInfo.levels.add(FakeDocument.level("9 2 2", 13, "OutOfDate", "INTEL-SA-00837"));
        tcbInfo.levels.add(
                FakeDocument.level("9 2 1", 13, "OutOfDateConfigurationNeeded", "INTEL-SA-00837", "INTEL-SA-00219"));
        tcbInfo.levels.add(FakeDocument.level("1", 0, "Revoked"));
        qeIdentity.levels.add(FakeDocument.level(8, "UpToDate"));
        qeIdentity.levels.add(FakeDocument.level(6, "OutOfDate", "INTEL-SA-00477"));
        qeIdentity.levels.add(FakeDocument.level(1, "Revoked"));
    }

    /** A trust domain's quote with TDX module major version 1. */
    public static FakeEvidence ofTrustDomain(int version, int bodyType, int bodySize) {
        FakeEvidence evidence = new FakeEvidence();
        evidence.quote.trustDomain(version, bodyType, bodySize);
        evidence.quote.body[0] = 5;
        evidence.quote.body[1] = 1;
        evidence.quote.body[2] = 3;
        evidence.tcbInfo.id = "TDX";
        evidence.tcbInfo.levels.clear();
        evidence.tcbInfo.levels.add(FakeDocument.level("10 2 2", 13, "5 0 3", "UpToDate", new String[0]));
        evidence.tcbInfo.levels.add(
                FakeDocument.level("10 2 2", 13, "5 0 2", "OutOfDate", new String[] {"INTEL-SA-01036"}));
        evidence.tcbInfo.levels.add(FakeDocument.level("10 2 1", 13, "5 0 3", "ConfigurationNeeded", new String[0]));
        evidence.tcbInfo.levels.add(FakeDocument.level("1", 0, "0 0 1", "Revoked", new String[0]));
        evidence.tcbInfo.middle += "\"tdxModule\":{" + module(0) + "},\"tdxModuleIdentities\":[{\"id\":\"TDX_01\","
                + module(0) + ",\"tcbLevels\":[" + FakeDocument.level(5, "UpToDate") + ","
                + FakeDocument.level(4, "OutOfDate", "INTEL-SA-01099") + "," + FakeDocument.level(2, "Revoked")
                + "]},{\"id\":\"TDX_0A\"," + module(0x11) + ",\"tcbLevels\":[" + FakeDocument.level(0, "UpToDate")
                + "]}],";
        evidence.qeIdentity.id = "TD_QE";
        evidence.qeIdentity.middle =
                FakeDocument.qeMembers("DC9E2A7C6F948F17474E34A7FC43ED030F7C1563F1BABDDF6340C82E0E54A8C5", 2);
        evidence.qeIdentity.levels.clear();
        evidence.qeIdentity.levels.add(FakeDocument.level(4, "UpToDate"));
        evidence.qeIdentity.levels.add(FakeDocument.level(3, "OutOfDate", "INTEL-SA-00477"));
        return evidence;
    }

    private static String module(int signer) {
        return "\"mrsigner\":\"" + String.format("%02X", signer).repeat(48)
                + "\",\"attributes\":\"0000000000000000\",\"attributesMask\":\"FFFFFFFFFFFFFFFF\"";
    }

    /** Key of the root to trust. */
    public P256PublicKey trustedKey() {
        return rootKey.publicKey();
    }

    /** The PCK chain in PEM: as it stands in the quote. */
    public ByteString pckChain() {
        if (pckChain != null) {
            return pckChain;
        }
        return FakeCertificate.pem(pck(), ca(), root.sign());
    }

    /** The PCK certificate with its extension. */
    public byte[] pck() {
        if (signedPck != null) {
            return signedPck;
        }
        if (!pck.extensions.containsKey(FakePckExtension.OID)) {
            pck.put(FakePckExtension.OID, false, extension.build());
        }
        return pck.sign();
    }

    /** The CA's certificate. */
    public byte[] ca() {
        return signedCa == null ? ca.sign() : signedCa;
    }

    /** The signed quote; without certification data of its own, it has the PCK chain and a zero byte. */
    public ByteString quote() {
        if (quote.certificationType != 5 || !quote.certificationData.isEmpty()) {
            return quote.sign();
        }
        quote.certificationData = ByteString.concat(pckChain(), ByteString.zeros(1));
        ByteString signed = quote.sign();
        quote.certificationData = ByteString.EMPTY;
        return signed;
    }

    /** The signed collateral. */
    public Collateral collateral() {
        ByteString signing = FakeCertificate.pem(signer.sign(), root.sign());
        return new Collateral(
                or(signedTcbInfo, tcbInfo.sign()),
                or(tcbInfoChain, signing),
                or(signedQeIdentity, qeIdentity.sign()),
                or(qeIdentityChain, or(tcbInfoChain, signing)),
                or(signedRootCrl, rootCrl.sign()),
                or(signedPckCrl, pckCrl.sign()),
                hasCrlIssuerChain ? Optional.of(FakeCertificate.pem(ca(), root.sign())) : Optional.empty(),
                Optional.empty());
    }

    private static ByteString or(ByteString given, ByteString otherwise) {
        return given == null ? otherwise : given;
    }
}
