package org.sgxra.common.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.RecordedDcapQuotes;
import org.sgxra.common.message.RecordedDcapQuotes.Recorded;

/** DCAP quotes taken apart. */
class EcdsaQuoteFieldsTest {
    static List<Recorded> all() {
        return RecordedDcapQuotes.all();
    }

    private static FieldList fields(ByteString bytes) throws MalformedMessageException {
        return EcdsaQuoteFields.quote(EcdsaQuote.parse(bytes.toArray()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesEachByteToExactlyOneField(Recorded recorded) throws MalformedMessageException {
        FieldList list = fields(recorded.bytes());

        assertThat(list.bytes("quote")).isEqualTo(recorded.bytes());
        Set<String> names = new HashSet<>();
        for (Field field : list.fields()) {
            assertThat(names.add(field.name())).as(field.name()).isTrue();
            assertThat(field.text()).as(field.name()).doesNotContain("not zero");
        }
    }

    @Test
    void saysWhatFieldsOfAnEnclaveAre() throws MalformedMessageException {
        FieldList list = fields(RecordedDcapQuotes.shapes().get(0).bytes());

        assertThat(list.field("quote.version").text()).isEqualTo("3");
        assertThat(list.field("quote.att_key_type").text()).isEqualTo("2 (ECDSA P-256)");
        assertThat(list.field("quote.pce_svn").text()).isEqualTo("14");
        assertThat(list.field("quote.report_body.report_data").offset()).isEqualTo(368);
        assertThat(list.field("quote.signature.ecdsa.r").offset()).isEqualTo(436);
        assertThat(list.field("quote.signature.qe_report.mr_signer").offset()).isEqualTo(436 + 128 + 128);
        assertThat(list.field("quote.signature.qe_auth_data").size()).isEqualTo(32);
        assertThat(list.field("quote.signature.certification_data.type").text())
                .isEqualTo("5 (PCK certificate chain, PEM)");
    }

    @Test
    void saysWhatFieldsOfATrustDomainAre() throws MalformedMessageException {
        FieldList list = fields(RecordedDcapQuotes.shapes().get(2).bytes());

        assertThat(list.field("quote.tee_type").text()).isEqualTo("0x00000081 (TDX)");
        assertThat(list.field("quote.body_type").text()).isEqualTo("3 (TD_1_5)");
        assertThat(list.field("quote.td_report.report_data").offset()).isEqualTo(54 + 520);
        assertThat(list.field("quote.td_report.mr_service_td").offset()).isEqualTo(54 + 600);
        assertThat(list.field("quote.signature.certification.type").text())
                .isEqualTo("6 (QE report and what certifies it)");
    }

    @Test
    void isWhatAnyKindOfQuoteIsTakenApartInto() throws MalformedMessageException {
        ByteString bytes = RecordedDcapQuotes.shapes().get(0).bytes();

        assertThat(QuoteFields.of(EcdsaQuote.parse(bytes.toArray()))).isEqualTo(fields(bytes));
    }

    @Test
    void namesTheZeroBytesAfterAQuote() throws MalformedMessageException {
        ByteString padded = ByteString.concat(RecordedDcapQuotes.shapes().get(0).bytes(), ByteString.zeros(3));

        assertThat(fields(padded).field("quote.padding").size()).isEqualTo(3);
    }
}
