package org.sgxra.common.dcap;

import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.EcdsaP256Signature;

/**
 * A document of Intel's with its signature, {@code {"tcbInfo":{…},"signature":"…"}} (docs/spec/dcap.md section 3.1). White space may
 * stand around the two members; the signature covers the inner object byte for byte as it stands here.
 *
 * @param body the bytes of the inner object, from its first brace to its last
 * @param content the inner object
 * @param signatureDigits the signature as it was written; 128 hexadecimal digits if it is one
 */
record SignedDocument(ByteString body, JsonObject content, String signatureDigits) {
    /** Bytes of a document at most. */
    static final int MAX_SIZE = 256 * 1024;

    private static final int SIGNATURE_SIZE = 64;

    /** Reads a document whose inner object has the name {@code member}. */
    static SignedDocument parse(String document, String member, byte[] bytes) throws DcapFormatException {
        Map<String, JsonReader.Member> members = JsonReader.read(document, bytes, MAX_SIZE);
        if (!(members.size() == 2 && members.containsKey(member) && members.containsKey("signature"))) {
            throw new DcapFormatException(
                    document, "members", "must be " + member + " and signature, not " + members.keySet());
        }
        JsonReader.Member inner = members.get(member);
        if (!(inner.value() instanceof Map<?, ?> map)) {
            throw new DcapFormatException(document, member, "is not an object");
        }
        if (!(members.get("signature").value() instanceof String digits)) {
            throw new DcapFormatException(document, "signature", "is not a string");
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> content = (Map<String, Object>) map;
        return new SignedDocument(inner.source(), new JsonObject(document, member, content), digits);
    }

    /** The signature, or nothing if it is not 64 bytes in hexadecimal digits. */
    Optional<EcdsaP256Signature> signature() {
        try {
            ByteString bytes = ByteString.fromHex(signatureDigits);
            return bytes.size() == SIGNATURE_SIZE
                    ? Optional.of(EcdsaP256Signature.fromBigEndian(bytes))
                    : Optional.empty();
        } catch (HexFormatException e) {
            return Optional.empty();
        }
    }
}
