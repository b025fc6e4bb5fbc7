package org.sgxra.tool.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.field.EnclaveFields;
import org.sgxra.common.field.FieldList;
import org.sgxra.common.field.MessageFields;
import org.sgxra.common.field.QuoteFields;
import org.sgxra.common.field.ServiceFields;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.EpidQuoteSignature;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.Msg0Msg1;
import org.sgxra.common.message.Msg2;
import org.sgxra.common.message.Msg3;
import org.sgxra.common.message.Msg4;
import org.sgxra.common.message.PlatformInfoBlob;
import org.sgxra.common.message.ProvisioningOffer;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.Report;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SgxSigRl;
import org.sgxra.common.message.SigStruct;
import org.sgxra.common.message.TargetInfo;

/** What bytes can be taken for; where several kinds fit, the one that stands first here. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions have no state.
public enum Kind {
    /** A report of the attestation service, what is posted to it, or what Intel publishes to judge DCAP quotes. */
    JSON("json", bytes -> startsWith(bytes, "7b"), JsonStructures::split),
    /** Frames of the second system, one after the other. */
    FRAMES("frames", FrameStream::begins, FrameStream::split),
    /** Signature structure of an enclave. */
    SIGSTRUCT(
            "sigstruct",
            bytes -> bytes.size() == SigStruct.SIZE || startsWith(bytes, "06000000e1000000"),
            one(bytes -> EnclaveFields.sigStruct(bytes.toArray()))),
    /** Certificates and revocation lists in PEM. */
    PEM("pem", Kind::isPemHead, Kind::pem),
    /** Signature revocation list. */
    SIG_RL(
            "sig-rl",
            bytes -> startsWith(bytes, "0002000e"),
            one(bytes -> ServiceFields.sigRl(SgxSigRl.parse(bytes.toArray())))),
    /** Platform info blob, with or without its header. */
    PIB("pib", bytes -> startsWith(bytes, "15020065"), one(Kind::platformInfo)),
    /** Whole quote. */
    QUOTE(
            "quote",
            bytes -> bytes.size() >= Quote.FIXED_SIZE && isQuoteHead(bytes),
            one(bytes -> QuoteFields.quote(EpidQuote.parse(bytes.toArray())))),
    /** Whole quote of DCAP, and the certificates in it. */
    DCAP_QUOTE(
            "dcap-quote",
            bytes -> bytes.size() >= Quote.FIXED_SIZE && EcdsaQuote.isMeantWithP256(bytes),
            bytes -> DcapStructures.quote(EcdsaQuote.parse(bytes.toArray()))),
    /** The 432 bytes of a quote that are signed. */
    QUOTE_BODY(
            "quote-body",
            bytes -> bytes.size() == EpidQuoteBody.SIZE && isQuoteHead(bytes),
            one(bytes -> QuoteFields.body(EpidQuoteBody.parse(bytes.toArray())))),
    /** The third message. */
    MSG3(
            "msg3",
            bytes -> bytes.size() >= Msg3.FIXED_SIZE + Quote.FIXED_SIZE
                    && isAnyQuoteHead(bytes.slice(Msg3.FIXED_SIZE, bytes.size())),
            one(bytes -> MessageFields.msg3(Msg3.parse(bytes.toArray())))),
    /** The second message. */
    MSG2("msg2", bytes -> false, one(bytes -> MessageFields.msg2(Msg2.parse(bytes.toArray())))),
    /** The first message. */
    MSG1(
            "msg1",
            bytes -> bytes.size() == Msg0Msg1.SIZE,
            one(bytes -> MessageFields.msg0Msg1(Msg0Msg1.parse(bytes.toArray())))),
    /** The last message. */
    MSG4("msg4", Kind::resemblesMsg4, one(bytes -> MessageFields.msg4(Msg4.parse(bytes.toArray())))),
    /** What the emulator offers a platform. */
    OFFER(
            "offer",
            bytes -> bytes.size() == ProvisioningOffer.SIZE,
            one(bytes -> ServiceFields.provisioningOffer(ProvisioningOffer.parse(bytes.toArray())))),
    /** Encrypted signature of a quote. */
    QUOTE_SIGNATURE(
            "quote-signature",
            bytes -> false,
            one(bytes -> QuoteFields.signature(EpidQuoteSignature.parse(bytes.toArray())))),
    /** EPID signature in the clear. */
    EPID_SIGNATURE("epid-signature", bytes -> false, one(QuoteFields::epidSignature)),
    /** Group public key. */
    EPID_GROUP("epid-group", bytes -> bytes.size() == 260, one(ServiceFields::groupPublicKey)),
    /** Report of an enclave for another one. */
    REPORT(
            "report",
            bytes -> bytes.size() == Report.SIZE,
            one(bytes -> EnclaveFields.report(Report.parse(bytes.toArray())))),
    /** The body of such a report. */
    REPORT_BODY(
            "report-body",
            bytes -> bytes.size() == ReportBody.SIZE,
            one(bytes -> QuoteFields.reportBody(ReportBody.parse(bytes.toArray())))),
    /** Whom a report is for. */
    TARGET_INFO("target-info", bytes -> bytes.size() == TargetInfo.SIZE, one(EnclaveFields::targetInfo)),
    /** A certificate in DER. */
    CERTIFICATE("certificate", bytes -> false, bytes -> List.of(CertificateStructures.certificate(bytes))),
    /** A revocation list in DER. */
    CRL("crl", bytes -> false, bytes -> List.of(CertificateStructures.revocationList(bytes)));

    /** Takes bytes apart. */
    @FunctionalInterface
    private interface Split {
        List<Structure> of(ByteString bytes) throws MalformedMessageException, NotDecodableException;
    }

    /** Takes bytes apart that are one structure. */
    @FunctionalInterface
    private interface Fields {
        FieldList of(ByteString bytes) throws MalformedMessageException;
    }

    private final String option;
    private final Predicate<ByteString> resembles;
    private final Split split;

    /**
     * @param option its name on the command line
     * @param resembles whether bytes that are malformed were meant to be of this kind
     */
    Kind(String option, Predicate<ByteString> resembles, Split split) {
        this.option = option;
        this.resembles = resembles;
        this.split = split;
    }

    /** Its name for {@code --as}. */
    public String option() {
        return option;
    }

    /** The kind of a name. */
    static Optional<Kind> named(String option) {
        return Arrays.stream(values())
                .filter(kind -> kind.option.equals(option))
                .findFirst();
    }

    /**
     * The structures that the bytes are, as this kind.
     *
     * @throws NotDecodableException if they are not of this kind; the message names field and offset
     */
    List<Structure> split(ByteString bytes) throws NotDecodableException {
        try {
            return split.of(bytes);
        } catch (MalformedMessageException e) {
            throw new NotDecodableException(e.getMessage(), e);
        }
    }

    /**
     * The structures that the bytes are, as the first kind that fits.
     *
     * @throws NotDecodableException if none fits; where they look like one kind, with what is wrong with them as that
     */
    static List<Structure> recognise(ByteString bytes) throws NotDecodableException {
        List<NotDecodableException> faults = new ArrayList<>();
        for (Kind kind : values()) {
            boolean resembles = kind.resembles.test(bytes);
            try {
                if (resembles || kind.isProvenByItsParser()) {
                    return kind.split(bytes);
                }
            } catch (NotDecodableException e) {
                if (resembles) {
                    faults.add(e);
                }
            }
        }
        if (!faults.isEmpty()) {
            throw faults.get(0);
        }
        throw new NotDecodableException(ByteCount.of(bytes.size()) + (bytes.size() == 1 ? " that is" : " that are")
                + " no known structure (--as=KIND says why not)");
    }

    /** The parsers of these two leave the larger part of the message to others. */
    private boolean isProvenByItsParser() {
        return this != MSG3 && this != MSG4;
    }

    private static Split one(Fields fields) {
        return bytes -> List.of(Structure.of(fields.of(bytes)));
    }

    private static FieldList platformInfo(ByteString bytes) throws MalformedMessageException {
        return startsWith(bytes, "15020065")
                ? ServiceFields.platformInfoTlv(PlatformInfoBlob.parseTlv(bytes.toArray()))
                : ServiceFields.platformInfo(PlatformInfoBlob.parse(bytes.toArray()));
    }

    /** Whatever follows, 105 bytes of which the first are one of the four verdicts. */
    private static boolean resemblesMsg4(ByteString bytes) {
        return bytes.size() == Msg4.FIXED_SIZE
                || bytes.size() > Msg4.FIXED_SIZE
                        && bytes.at(0) == 3
                        && bytes.slice(1, 4).isZero();
    }

    /** Version 2 and one of the two sign types. */
    private static boolean isQuoteHead(ByteString bytes) {
        return startsWith(bytes, "02000000") || startsWith(bytes, "02000100");
    }

    private static boolean isAnyQuoteHead(ByteString bytes) {
        return isQuoteHead(bytes) || EcdsaQuote.isMeantWithP256(bytes);
    }

    /** Text that begins with the first line of a block. */
    private static boolean isPemHead(ByteString bytes) {
        return startsWith(bytes, "2d2d2d2d2d424547494e20");
    }

    private static List<Structure> pem(ByteString bytes) throws NotDecodableException {
        if (!isPemHead(bytes)) {
            throw new NotDecodableException("no PEM: it does not begin with -----BEGIN");
        }
        return CertificateStructures.ofPem(bytes);
    }

    private static boolean startsWith(ByteString bytes, String digits) {
        return bytes.size() >= digits.length() / 2
                && bytes.slice(0, digits.length() / 2).hex().equals(digits);
    }
}
