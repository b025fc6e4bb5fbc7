package org.sgxra.common.dcap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.EcdsaP256Signature;

/**
 * Intel's statement of which TCB levels a kind of processor has, version 2 or 3 (docs/spec/dcap.md section 3.1).
 *
 * @param signedBytes the inner object as it stands in the document: what the signature covers
 * @param signature nothing if the document's is not 64 bytes in hexadecimal digits
 * @param tee what it is about
 * @param version 2 or 3; version 2 knows no advisories
 * @param issueDate when it was issued
 * @param nextUpdate until when it may be used
 * @param fmspc family, model, stepping, platform and custom SKU: 6 bytes
 * @param pceId 2 bytes
 * @param tcbEvaluationDataNumber grows with each of Intel's TCB recoveries, u32
 * @param tdxModule the TDX module of major version 0; only for TDX
 * @param tdxModuleIdentities the TDX modules of other major versions; only for TDX
 * @param levels highest first
 */
public record TcbInfo(
        ByteString signedBytes,
        Optional<EcdsaP256Signature> signature,
        Tee tee,
        int version,
        Instant issueDate,
        Instant nextUpdate,
        ByteString fmspc,
        ByteString pceId,
        long tcbEvaluationDataNumber,
        Optional<TdxModuleIdentity> tdxModule,
        List<TdxModuleIdentity> tdxModuleIdentities,
        List<TcbLevel> levels) {
    private static final String DOCUMENT = "TCB info";
    private static final long U32 = 0xffffffffL;

    /** Reads {@code {"tcbInfo":{…},"signature":"…"}}, at most 256 KiB. */
    public static TcbInfo parse(byte[] bytes) throws DcapFormatException {
        SignedDocument document = SignedDocument.parse(DOCUMENT, "tcbInfo", bytes);
        JsonObject info = document.content();
        int version = (int) info.number("version", U32);
        if (version != 2 && version != 3) {
            throw info.fault("version", "is " + version + "; known are 2 and 3");
        }
        Tee tee = readId(info, version);
        if (info.number("tcbType", U32) != 0) {
            throw info.fault("tcbType", "is not 0");
        }
        Instant issueDate = info.instant("issueDate");
        Instant nextUpdate = info.instant("nextUpdate");
        if (nextUpdate.isBefore(issueDate)) {
            throw info.fault("nextUpdate", "is before issueDate");
        }
        return new TcbInfo(
                document.body(),
                document.signature(),
                tee,
                version,
                issueDate,
                nextUpdate,
                info.hex("fmspc", 6),
                info.hex("pceId", 2),
                info.number("tcbEvaluationDataNumber", U32),
                tee == Tee.TDX ? Optional.of(TdxModuleIdentity.readFirst(info.object("tdxModule"))) : Optional.empty(),
                tee == Tee.TDX && info.has("tdxModuleIdentities")
                        ? TdxModuleIdentity.readAll(info.objects("tdxModuleIdentities"))
                        : List.of(),
                readLevels(info, version, tee));
    }

    private static Tee readId(JsonObject info, int version) throws DcapFormatException {
        String id = version == 2 && !info.has("id") ? "SGX" : info.text("id");
        if (id.equals("TDX") && version == 3) {
            return Tee.TDX;
        }
        if (!id.equals("SGX")) {
            throw info.fault(
                    "id", "is \"" + id + "\"; version " + version + " has " + (version == 2 ? "SGX" : "SGX or TDX"));
        }
        for (String name : List.of("tdxModule", "tdxModuleIdentities")) {
            if (info.has(name)) {
                throw info.fault(name, "does not belong into a TCB info for SGX");
            }
        }
        return Tee.SGX;
    }

    private static List<TcbLevel> readLevels(JsonObject info, int version, Tee tee) throws DcapFormatException {
        List<TcbLevel> levels = new ArrayList<>();
        for (JsonObject level : info.objects("tcbLevels")) {
            levels.add(TcbLevel.read(level, version, tee));
        }
        levels.sort(TcbLevel.HIGHEST_FIRST);
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).isSameTcb(levels.get(i - 1))) {
                throw info.fault("tcbLevels", "two levels have the same TCB");
            }
        }
        return List.copyOf(levels);
    }

    /** The identity of the TDX module of a major version. */
    public Optional<TdxModuleIdentity> tdxModuleOf(int majorVersion) {
        return majorVersion == 0
                ? tdxModule
                : tdxModuleIdentities.stream()
                        .filter(identity -> identity.id().equals(TdxModuleIdentity.idOf(majorVersion)))
                        .findFirst();
    }
}
