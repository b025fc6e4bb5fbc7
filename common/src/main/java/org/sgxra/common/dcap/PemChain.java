package org.sgxra.common.dcap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteCount;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.common.bytes.PemFormatException;

/**
 * Certificates in PEM (RFC 7468), one after the other, and nothing else: white space between them and after the last, and there
 * one zero byte at most, which Intel's quoting library appends.
 */
public final class PemChain {
    /** Certificates at most. */
    public static final int MAX_LENGTH = 3;

    private static final String DOCUMENT = "certificate chain";
    private static final int MAX_SIZE = 64 * 1024;

    private PemChain() {}

    /** Certificates one after the other, each line ended by a line feed. */
    public static String write(List<SgxCertificate> certificates) {
        StringBuilder pem = new StringBuilder();
        for (SgxCertificate certificate : certificates) {
            pem.append(Pem.encode(Pem.CERTIFICATE, certificate.encoded().toArray()));
        }
        return pem.toString();
    }

    /** Reads one to three certificates, at most 64 KiB. */
    public static List<SgxCertificate> parse(ByteString pem) throws DcapFormatException {
        return parse(pem, KnownCertificates.NONE);
    }

    /** The same where some certificates have been read before. */
    public static List<SgxCertificate> parse(ByteString pem, KnownCertificates known) throws DcapFormatException {
        if (pem.size() > MAX_SIZE) {
            throw new DcapFormatException(
                    DOCUMENT, "size", ByteCount.of(pem.size()) + "; at most " + MAX_SIZE + " are possible");
        }
        String text = new String(pem.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
        if (text.endsWith("\0")) {
            text = text.substring(0, text.length() - 1);
        }
        List<SgxCertificate> certificates = new ArrayList<>();
        for (int at = skipSpace(text, 0); at < text.length(); at = skipSpace(text, at)) {
            int number = certificates.size() + 1;
            Optional<KnownCertificates.Written> same = number > MAX_LENGTH ? Optional.empty() : known.at(text, at);
            if (same.isPresent()) {
                certificates.add(same.get().certificate());
                at += same.get().pem().length();
            } else {
                Pem block = blockAt(text, at, number);
                certificates.add(read(number, block, known));
                at = block.end();
            }
        }
        if (certificates.isEmpty()) {
            throw new DcapFormatException(DOCUMENT, "text", "no certificate");
        }
        return List.copyOf(certificates);
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static Pem blockAt(String text, int at, int number) throws DcapFormatException {
        Pem block = find(text, at).orElseThrow(() -> fault(number, "no begin and end line at character " + (at + 1)));
        if (number > MAX_LENGTH) {
            throw fault(number, "more than " + MAX_LENGTH + " certificates");
        }
        return block;
    }

    private static Optional<Pem> find(String text, int at) {
        try {
            return Pem.find(text, at, Pem.CERTIFICATE).filter(block -> block.start() == at);
        } catch (PemFormatException e) {
            return Optional.empty();
        }
    }

    private static SgxCertificate read(int number, Pem block, KnownCertificates known) throws DcapFormatException {
        try {
            return known.read(block);
        } catch (PemFormatException e) {
            throw fault(number, "not base64");
        }
    }

    private static DcapFormatException fault(int number, String reason) {
        return new DcapFormatException(DOCUMENT, "certificate " + number, reason);
    }
}
