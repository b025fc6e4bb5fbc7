package org.sgxra.tool.decode;

import java.util.ArrayList;
import java.util.List;
import org.sgxra.common.field.EcdsaQuoteFields;
import org.sgxra.common.message.EcdsaAuthentication;
import org.sgxra.common.message.EcdsaQuote;

/** DCAP quotes and the certificates that they carry. */
final class DcapStructures {
    private DcapStructures() {}

    /** The quote, and each certificate in its certification data. */
    static List<Structure> quote(EcdsaQuote quote) throws NotDecodableException {
        List<Structure> structures = new ArrayList<>();
        structures.add(Structure.of(EcdsaQuoteFields.quote(quote)));
        EcdsaAuthentication authentication = quote.authentication();
        if (authentication.certificationType() == EcdsaAuthentication.PCK_CHAIN) {
            CertificateStructures.ofPem(authentication.certificationData())
                    .forEach(certificate -> structures.add(certificate.from("certification data")));
        }
        return structures;
    }
}
