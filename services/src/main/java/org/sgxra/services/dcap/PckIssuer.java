package org.sgxra.services.dcap;

import java.math.BigInteger;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.P256PublicKey;
import org.sgxra.common.dcap.CertificateContent;
import org.sgxra.common.dcap.PckExtension;
import org.sgxra.common.dcap.PckKeys;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.state.SharedFile;

/** Issues PCK certificates, one for each platform and TCB: who asks again gets the same one, also after a restart. */
final class PckIssuer {
    private final SgxCa ca;
    private final EmulatorUrls urls;
    private final SharedFile<Registry> registry;
    private final Clock clock;

    PckIssuer(SgxCa ca, EmulatorUrls urls, SharedFile<Registry> registry, Clock clock) {
        this.ca = ca;
        this.urls = urls;
        this.registry = registry;
        this.clock = clock;
    }

    /** The certificates of a platform for some TCBs, in their order. */
    Map<Tcb, SgxCertificate> certificates(RegisteredPlatform platform, List<Tcb> tcbs) throws StateException {
        if (platform.certificates().keySet().containsAll(tcbs)) {
            return pick(platform, tcbs);
        }
        Registry changed = registry.change(known -> {
            RegisteredPlatform now = known.find(platform.ppid()).orElse(platform);
            for (Tcb tcb : tcbs) {
                if (now.certificate(tcb).isEmpty()) {
                    now = now.with(tcb, issue(now, tcb));
                }
            }
            return known.with(now);
        });
        return pick(changed.find(platform.ppid()).orElseThrow(), tcbs);
    }

    private static Map<Tcb, SgxCertificate> pick(RegisteredPlatform platform, List<Tcb> tcbs) {
        Map<Tcb, SgxCertificate> picked = new LinkedHashMap<>();
        tcbs.forEach(tcb -> picked.put(tcb, platform.certificate(tcb).orElseThrow()));
        return picked;
    }

    private SgxCertificate issue(RegisteredPlatform platform, Tcb tcb) {
        SgxCa.Authority issuer = ca.of(SoftProcessor.CA);
        Validity validity = Validity.ofSevenYears(clock.instant());
        return new CertificateContent(
                        SgxCertificate.PCK,
                        issuer.certificate().commonName(),
                        new BigInteger(1, SgxCaFiles.newKeyId().toArray()),
                        validity.notBefore(),
                        validity.notAfter(),
                        key(platform, tcb),
                        SgxCaFiles.newKeyId(),
                        issuer.keyId(),
                        urls.pckCrl(SoftProcessor.CA),
                        Optional.empty(),
                        Optional.of(extension(platform, tcb)))
                .sign(issuer.key());
    }

    private static P256PublicKey key(RegisteredPlatform platform, Tcb tcb) {
        try (SecretBytes seed = SecretBytes.wrap(platform.pckSeed().toArray())) {
            return PckKeys.publicKey(seed, tcb.components(), tcb.pceSvn());
        }
    }

    private static PckExtension extension(RegisteredPlatform platform, Tcb tcb) {
        ByteString cpuSvn = tcb.components();
        return new PckExtension(
                platform.ppid(),
                tcb.components(),
                tcb.pceSvn(),
                cpuSvn,
                SoftProcessor.PCE_ID,
                SoftProcessor.FMSPC,
                SoftProcessor.SGX_TYPE,
                Optional.of(new PckExtension.Platform(platform.instanceId(), true, true, false)));
    }
}
