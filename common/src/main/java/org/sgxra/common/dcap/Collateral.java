package org.sgxra.common.dcap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;

/**
 * What Intel publishes to judge the quotes of a kind of processor with, as it was delivered (docs/spec/dcap.md section 3); nothing of
 * it has been looked at. Certificate chains are PEM.
 *
 * @param tcbInfo {@code {"tcbInfo":{…},"signature":"…"}}
 * @param tcbInfoChain signer of the TCB info and the root
 * @param qeIdentity {@code {"enclaveIdentity":{…},"signature":"…"}}
 * @param qeIdentityChain signer of the QE identity and the root; the same as the TCB info's as a rule
 * @param rootCrl revocation list of the root: DER, PEM or hexadecimal digits of DER
 * @param pckCrl revocation list of the CA that issued the PCK certificate, in one of these forms
 * @param pckCrlIssuerChain that CA and the root; without it, the CA in the quote serves
 * @param pckChain PCK certificate, its CA and the root, for quotes that do not carry them
 */
public record Collateral(
        ByteString tcbInfo,
        ByteString tcbInfoChain,
        ByteString qeIdentity,
        ByteString qeIdentityChain,
        ByteString rootCrl,
        ByteString pckCrl,
        Optional<ByteString> pckCrlIssuerChain,
        Optional<ByteString> pckChain) {
    private static final String DOCUMENT = "collateral";
    private static final int MAX_JSON_SIZE = 64 * 1024 * 1024;

    /** Gives files by their names. */
    @FunctionalInterface
    public interface Files {
        /**
         * The content of a file; nothing if there is none of that name.
         *
         * @param maxSize more bytes are of no use: of a longer file, one byte more is enough
         * @throws IOException if there is one that cannot be read
         */
        Optional<ByteString> read(String name, int maxSize) throws IOException;
    }

    /**
     * Reads the files of a folder: {@code tcbInfo.json}, {@code qeIdentity.json}, {@code tcbSignChain.pem}, {@code rootCaCrl.der},
     * {@code pckCrl.der} and, where there are such, {@code pckCrlIssuerChain.pem} and {@code pckChain.pem}; or else
     * {@code collateral.json} as {@link #ofJson} reads it.
     *
     * @param folder where the files are, for messages
     * @throws DcapFormatException naming the file that is missing or too long
     * @throws IOException if a file cannot be read
     */
    public static Collateral ofFiles(String folder, Files files) throws DcapFormatException, IOException {
        Optional<ByteString> json = read(files, "collateral.json", MAX_JSON_SIZE);
        if (json.isPresent()) {
            return ofJson(json.get().toArray());
        }
        ByteString signingChain = require(folder, files, "tcbSignChain.pem");
        return new Collateral(
                require(folder, files, "tcbInfo.json"),
                signingChain,
                require(folder, files, "qeIdentity.json"),
                signingChain,
                require(folder, files, "rootCaCrl.der"),
                require(folder, files, "pckCrl.der"),
                read(files, "pckCrlIssuerChain.pem", RevocationList.MAX_SIZE),
                read(files, "pckChain.pem", RevocationList.MAX_SIZE));
    }

    private static ByteString require(String folder, Files files, String name) throws DcapFormatException, IOException {
        return read(files, name, RevocationList.MAX_SIZE)
                .orElseThrow(() -> new DcapFormatException(DOCUMENT, name, "is missing in " + folder));
    }

    private static Optional<ByteString> read(Files files, String name, int maxSize)
            throws DcapFormatException, IOException {
        Optional<ByteString> content = files.read(name, maxSize);
        if (content.isPresent() && content.get().size() > maxSize) {
            throw new DcapFormatException(DOCUMENT, name, "has more than " + ByteCount.of(maxSize));
        }
        return content;
    }

    /**
     * Reads one JSON object with the members {@code tcb_info}, {@code tcb_info_issuer_chain}, {@code qe_identity},
     * {@code qe_identity_issuer_chain}, {@code root_ca_crl}, {@code pck_crl} and, where there are such,
     * {@code pck_crl_issuer_chain} and {@code pck_certificate_chain}, all strings. With {@code tcb_info_signature} and
     * {@code qe_identity_signature} (hexadecimal) the documents are the inner objects, without them they carry their signature.
     */
    public static Collateral ofJson(byte[] json) throws DcapFormatException {
        Map<String, JsonReader.Member> members = JsonReader.read(DOCUMENT, json, MAX_JSON_SIZE);
        return new Collateral(
                document(members, "tcb_info", "tcbInfo"),
                required(members, "tcb_info_issuer_chain"),
                document(members, "qe_identity", "enclaveIdentity"),
                required(members, "qe_identity_issuer_chain"),
                required(members, "root_ca_crl"),
                required(members, "pck_crl"),
                optional(members, "pck_crl_issuer_chain"),
                optional(members, "pck_certificate_chain"));
    }

    /** The document, put together from its inner object and its signature where these come apart. */
    private static ByteString document(Map<String, JsonReader.Member> members, String name, String inner)
            throws DcapFormatException {
        ByteString document = required(members, name);
        Optional<ByteString> signature = optional(members, name + "_signature");
        if (signature.isEmpty()) {
            return document;
        }
        String digits = text(signature.get());
        if (!digits.chars().allMatch(Character::isLetterOrDigit)) {
            throw new DcapFormatException(DOCUMENT, name + "_signature", "is not hexadecimal");
        }
        return ByteString.concat(bytes("{\"" + inner + "\":"), document, bytes(",\"signature\":\"" + digits + "\"}"));
    }

    private static ByteString required(Map<String, JsonReader.Member> members, String name) throws DcapFormatException {
        return optional(members, name).orElseThrow(() -> new DcapFormatException(DOCUMENT, name, "is missing"));
    }

    private static Optional<ByteString> optional(Map<String, JsonReader.Member> members, String name)
            throws DcapFormatException {
        JsonReader.Member member = members.get(name);
        if (member == null || member.value() == JsonReader.NULL) {
            return Optional.empty();
        }
        if (!(member.value() instanceof String text)) {
            throw new DcapFormatException(DOCUMENT, name, "is not a string");
        }
        return Optional.of(bytes(text));
    }

    private static ByteString bytes(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteString bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    /** The same with a PCK chain for quotes that do not carry one, in PEM. */
    public Collateral withPckChain(ByteString pem) {
        return new Collateral(
                tcbInfo,
                tcbInfoChain,
                qeIdentity,
                qeIdentityChain,
                rootCrl,
                pckCrl,
                pckCrlIssuerChain,
                Optional.of(pem));
    }
}
