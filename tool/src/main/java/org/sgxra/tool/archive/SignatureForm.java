package org.sgxra.tool.archive;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.report.PercentEncoding;
import org.sgxra.tool.decode.Encoded;
import org.sgxra.tool.decode.NotDecodableException;

/**
 * The signature of a report in any form: its bytes, base64 (in one line or several, also with the alphabet of URLs), hexadecimal
 * digits, a list of bytes as in C, or the line of the header; text may be UTF-16 or begin with a byte order mark, as on Windows.
 */
public final class SignatureForm {
    /** RSA of 2048, 3072 and 4096 bits. */
    private static final Set<Integer> SIZES = Set.of(256, 384, 512);

    private static final Pattern HEX = Pattern.compile("(0x)?[0-9a-fA-F]+");
    private static final Pattern SEPARATED_HEX = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})+");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}|[A-Za-z0-9_-]+={0,2}");

    private SignatureForm() {}

    /** @throws NotDecodableException saying what it looks like instead */
    public static ByteString decode(ByteString content) throws NotDecodableException {
        return find(content)
                .orElseThrow(() -> new NotDecodableException("no signature: it looks like " + Lookalike.of(content)));
    }

    /** Empty for what is no signature. */
    static Optional<ByteString> find(ByteString content) {
        if (!Encoded.isText(content)) {
            return isLong(content)
                    ? Optional.of(content)
                    : StorageChange.unmarked(content).filter(Encoded::isText).flatMap(SignatureForm::find);
        }
        String text =
                HeaderValue.orText(HeaderValue.SIGNATURE, Encoded.text(content)).replaceAll("\\\\[rn]|\\s", "");
        try {
            Optional<ByteString> found = ofText(text.indexOf('%') < 0 ? text : PercentEncoding.decode(text));
            return found.isPresent()
                    ? found
                    : Optional.of(Encoded.of(content).bytes()).filter(SignatureForm::isLong);
        } catch (IllegalArgumentException | NotDecodableException e) {
            return Optional.empty();
        }
    }

    private static Optional<ByteString> ofText(String text) {
        Optional<ByteString> hex = SEPARATED_HEX.matcher(text).matches()
                ? ofHex(text.replace(":", ""))
                : HEX.matcher(text).matches() ? ofHex(text.replaceFirst("^0x", "")) : Optional.empty();
        if (hex.isPresent() || !BASE64.matcher(text).matches()) {
            return hex;
        }
        boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        ByteString bytes = ByteString.of((url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text));
        // Some encode the header's value, which is base64 already, once more.
        return isLong(bytes) ? Optional.of(bytes) : Encoded.isText(bytes) ? find(bytes) : Optional.empty();
    }

    private static Optional<ByteString> ofHex(String digits) {
        try {
            return Optional.of(ByteString.fromHex(digits)).filter(SignatureForm::isLong);
        } catch (HexFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isLong(ByteString bytes) {
        return SIZES.contains(bytes.size());
    }
}
