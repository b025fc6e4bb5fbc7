package org.sgxra.verifier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.Field;
import org.sgxra.common.field.FieldList;
import org.sgxra.common.field.QuoteFields;
import org.sgxra.common.field.ServiceFields;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.report.AttestationReport;

/**
 * Copies of a report with one bit altered: in each name, value and bracket of the JSON, in each field of the quote and of the
 * platform info blob inside, and in others that a seed chooses.
 */
final class ReportAlterations {
    private static final long SEED = 20261127;
    private static final int OTHERS = 40;

    private final byte[] body;
    private final Random random = new Random(SEED);
    private final List<byte[]> altered = new ArrayList<>();

    private ReportAlterations(byte[] body) {
        this.body = body;
    }

    static List<byte[]> of(byte[] body) throws Exception {
        ReportAlterations alterations = new ReportAlterations(body);
        alterations.tokens();
        AttestationReport report = AttestationReport.parse(body);
        alterations.fields(
                QuoteFields.body(EpidQuoteBody.parse(report.quoteBody().toArray())), ReportAlterations::base64);
        if (report.platformInfoBlob().isPresent()) {
            PlatformInfoBlob blob = report.platformInfoBlob().get();
            alterations.fields(ServiceFields.platformInfoTlv(blob), ReportAlterations::base16);
        }
        for (int i = 0; i < OTHERS; i++) {
            alterations.altered.add(flipped(body, alterations.random.nextInt(8 * body.length)));
        }
        return alterations.altered;
    }

    /** The first two bytes of each: of a string the quotation mark and a character. */
    private void tokens() throws Exception {
        try (JsonParser json = new JsonFactory().createParser(body)) {
            while (json.nextToken() != null) {
                int start = (int) json.currentTokenLocation().getByteOffset();
                for (int at = start; at < Math.min(start + 2, body.length); at++) {
                    altered.add(flipped(body, 8 * at + random.nextInt(8)));
                }
            }
        }
    }

    private void fields(FieldList fields, Function<byte[], String> encoding) {
        byte[] bytes = ByteString.concat(
                        fields.fields().stream().map(Field::bytes).toArray(ByteString[]::new))
                .toArray();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String original = encoding.apply(bytes);
        if (!text.contains(original)) {
            throw new IllegalStateException(fields.structure() + " stands in the report in another form");
        }
        for (Field field : fields.fields()) {
            int bit = 8 * field.offset() + random.nextInt(8 * field.size());
            altered.add(
                    text.replace(original, encoding.apply(flipped(bytes, bit))).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String base16(byte[] bytes) {
        return ByteString.of(bytes).hex().toUpperCase(Locale.ROOT);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        return copy;
    }
}
