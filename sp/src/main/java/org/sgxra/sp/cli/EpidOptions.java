package org.sgxra.sp.cli;

import java.net.URI;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.HexFormatException;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.message.SignType;
import org.sgxra.runtime.cli.GivenOptions;
import org.sgxra.runtime.cli.OptionValue;
import org.sgxra.runtime.cli.UsageException;
import org.sgxra.sp.http.SubscriptionKey;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;

/** The options about EPID quotes and the service that judges them. */
record EpidOptions(GivenOptions options) {
    private static final int KEY_SIZE = 16;

    /** Checks everything and reads the files that are named. */
    EpidConfiguration configuration() throws UsageException {
        URI server = options.has("ias-url") ? options.required("ias-url").httpsServer() : IasAddress.INTEL;
        IasAddress ias = IasAddress.of(
                server,
                options.has("production"),
                options.get("api-version", "4").number(3, 5));
        return new EpidConfiguration(
                server,
                ias,
                subscriptionKeys(),
                spid(),
                options.has("linkable") ? SignType.LINKABLE : SignType.UNLINKABLE,
                verifier());
    }

    private List<SubscriptionKey> subscriptionKeys() throws UsageException {
        List<SubscriptionKey> keys = new ArrayList<>();
        for (String kind : List.of("pri", "sec")) {
            String name = "ias-" + kind + "-api-key";
            Optional<String> last = options.last(name, name + "-file");
            if (last.isPresent() && !options.required(last.get()).value().isEmpty()) {
                keys.add(
                        subscriptionKey(options.required(last.get()), last.get().equals(name)));
            }
        }
        return keys;
    }

    /** Nothing here repeats the key. */
    private static SubscriptionKey subscriptionKey(OptionValue value, boolean direct) throws UsageException {
        try {
            return SubscriptionKey.of(direct ? value.value() : value.text().strip());
        } catch (HexFormatException | IllegalArgumentException e) {
            String reason = e.getMessage().startsWith("must be")
                    ? e.getMessage()
                    : "must be " + 2 * KEY_SIZE + " hexadecimal digits: " + e.getMessage();
            throw direct ? new UsageException("option " + value.name() + ": " + reason) : value.fault(reason);
        }
    }

    private ByteString spid() throws UsageException {
        String spid = options.last("spid", "spid-file").orElseThrow();
        return spid.equals("spid")
                ? options.required(spid).hex(16)
                : options.required(spid).hexFile(16);
    }

    private ReportVerifier verifier() throws UsageException {
        ReportSigningCa ca = ReportSigningCa.intel();
        if (options.has("ias-signing-cafile")) {
            OptionValue file = options.required("ias-signing-cafile");
            try {
                ca = ReportSigningCa.fromPem(file.text());
            } catch (CertificateException e) {
                throw file.fault("cannot serve as report signing CA: " + e.getMessage());
            }
        }
        P256PublicKey platformInfoKey = options.has("pib-key") ? KeyFile.publicKey(options.required("pib-key")) : null;
        return new ReportVerifier(ca, platformInfoKey);
    }
}
