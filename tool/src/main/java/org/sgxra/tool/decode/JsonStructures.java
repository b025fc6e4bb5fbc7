package org.sgxra.tool.decode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.report.EvidencePayload;

/**
 * Attestation reports, what is posted to get one, and the documents of DCAP's collateral: the document, and the structures inside
 * it.
 */
final class JsonStructures {
    private static final String BODY = "isvEnclaveQuoteBody";
    private static final String QUOTE = EvidencePayload.QUOTE;
    private static final String PLATFORM_INFO = "platformInfoBlob";

    private JsonStructures() {}

    static List<Structure> split(ByteString document) throws NotDecodableException {
        if (!Encoded.text(document).startsWith("{")) {
            throw new NotDecodableException("no JSON document: it does not begin with {");
        }
        Optional<List<Structure>> dcap = DcapDocuments.split(document);
        if (dcap.isPresent()) {
            return dcap.get();
        }
        Map<String, Object> members = JsonMembers.read(document);
        List<Structure> structures = new ArrayList<>();
        if (members.get("isvEnclaveQuoteStatus") instanceof String) {
            structures.add(Structure.of("attestation report", members));
            structures.addAll(inside(Kind.QUOTE_BODY, BODY, base64(BODY, members)));
            if (members.get(PLATFORM_INFO) instanceof String digits) {
                structures.addAll(inside(Kind.PIB, PLATFORM_INFO, hex(digits)));
            }
        } else if (members.containsKey(QUOTE)) {
            structures.add(Structure.of("attestation evidence", members));
            ByteString quote = base64(QUOTE, members);
            structures.addAll(inside(EcdsaQuote.isMeant(quote) ? Kind.DCAP_QUOTE : Kind.QUOTE, QUOTE, quote));
        } else {
            throw new NotDecodableException(
                    "the JSON document has neither isvEnclaveQuoteStatus, as attestation reports have, nor "
                            + "isvEnclaveQuote, as what is posted to get one, nor tcbInfo, enclaveIdentity or "
                            + "tcb_info, as the collateral of DCAP");
        }
        return structures;
    }

    private static List<Structure> inside(Kind kind, String member, ByteString bytes) throws NotDecodableException {
        try {
            return kind.split(bytes).stream()
                    .map(structure -> structure.from(member))
                    .toList();
        } catch (NotDecodableException e) {
            throw new NotDecodableException(member + ": " + e.getMessage(), e);
        }
    }

    private static ByteString base64(String member, Map<String, Object> members) throws NotDecodableException {
        if (!(members.get(member) instanceof String text)) {
            throw new NotDecodableException("the JSON document has no text " + member);
        }
        try {
            return ByteString.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new NotDecodableException(member + " is no base64: " + e.getMessage(), e);
        }
    }

    private static ByteString hex(String digits) throws NotDecodableException {
        try {
            return ByteString.fromHex(digits);
        } catch (HexFormatException e) {
            throw new NotDecodableException(PLATFORM_INFO + ": " + e.getMessage(), e);
        }
    }
}
