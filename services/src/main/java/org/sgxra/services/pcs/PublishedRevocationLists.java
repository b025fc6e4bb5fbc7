package org.sgxra.services.pcs;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.Pem;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.dcap.EmulatorUrls;
import org.sgxra.services.dcap.PckCa;
import org.sgxra.services.http.Answer;

/** Revocation lists in their various encodings. */
final class PublishedRevocationLists {
    private static final String PEM_TYPE = "application/x-pem-file";
    private static final String DER_TYPE = "application/pkix-crl";

    private final DcapState state;

    PublishedRevocationLists(DcapState state) {
        this.state = state;
    }

    /** {@code /pckcrl}: without an encoding PCS gives PEM, PCCS the digits of DER and calls them PEM. */
    Answer pckCrl(Call call) throws RefusedRequestException {
        PckCa ca = PckCa.of(call.required("ca"))
                .orElseThrow(() -> RefusedRequestException.syntax("ca is neither processor nor platform"));
        ByteString crl = state.pckCrl(ca);
        String unasked = call.service() == Call.Service.PCCS ? "" : "pem";
        Answer answer =
                switch (call.parameter("encoding").orElse(unasked)) {
                    case "der" -> der(crl);
                    case "pem" -> Answer.ok(PEM_TYPE, pem(crl));
                    case "" -> digits(crl);
                    default -> throw RefusedRequestException.syntax("encoding is neither pem nor der");
                };
        return answer.with("SGX-PCK-CRL-Issuer-Chain", Chains.percentEncoded(state.pckChain(ca)));
    }

    /** {@code /rootcacrl}: digits of DER. */
    Answer rootCaCrl() {
        return digits(state.rootCrl());
    }

    /** {@code /IntelSGXRootCA.der}. */
    Answer rootCrlDer() {
        return der(state.rootCrl());
    }

    /** {@code /crl?uri=…}: the list at an address that stands in one of the emulator's certificates, in DER. */
    Answer crl(Call call) throws RefusedRequestException {
        URI uri = uri(call.required("uri"));
        if (EmulatorUrls.ROOT_CRL_PATH.equals(uri.getPath())) {
            return rootCrlDer();
        }
        Optional<PckCa> ca = EmulatorUrls.PCK_CRL_PATH.equals(uri.getPath())
                ? PckCa.of(Call.parse(Optional.ofNullable(uri.getRawQuery()).orElse(""))
                        .getOrDefault("ca", ""))
                : Optional.empty();
        return der(state.pckCrl(ca.orElseThrow(
                () -> RefusedRequestException.status(404, "no revocation list of this emulator is at " + uri))));
    }

    /** The port may be another one than now: certificates outlive an emulator's port. */
    private static URI uri(String text) throws RefusedRequestException {
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme()) && "localhost".equals(uri.getHost())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw RefusedRequestException.syntax("uri is none");
        }
        throw RefusedRequestException.syntax("uri is not one of this emulator, https://localhost:PORT/…");
    }

    private static Answer der(ByteString crl) {
        return Answer.ok(DER_TYPE, crl.toArray());
    }

    private static Answer digits(ByteString crl) {
        return Answer.ok(PEM_TYPE, crl.hex().getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] pem(ByteString crl) {
        return Pem.encode(Pem.X509_CRL, crl.toArray()).getBytes(StandardCharsets.US_ASCII);
    }
}
