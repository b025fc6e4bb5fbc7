package org.sgxra.services.dcap;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.SgxCertificate;

/**
 * A platform that has joined. Immutable.
 *
 * @param ppid platform provisioning id, 16 bytes
 * @param instanceId platform instance id, 16 bytes
 * @param pckSeed what its PCK keys are derived from, 32 bytes: Intel has the like of it for each processor
 * @param qeIds under which quoting enclaves have asked for certificates, 16 bytes each
 * @param certificates PCK certificates that were issued, oldest first
 */
public record RegisteredPlatform(
        ByteString ppid,
        ByteString instanceId,
        ByteString pckSeed,
        List<ByteString> qeIds,
        Map<Tcb, SgxCertificate> certificates) {
    public RegisteredPlatform {
        qeIds = List.copyOf(qeIds);
        certificates = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(certificates));
    }

    /** A platform that has no certificate yet. */
    static RegisteredPlatform fresh(ByteString ppid, ByteString instanceId, ByteString pckSeed) {
        return new RegisteredPlatform(ppid, instanceId, pckSeed, List.of(), Map.of());
    }

    /** True if a platform with these values is the same one. */
    boolean isSame(ByteString otherInstanceId, ByteString otherSeed) {
        return instanceId.equals(otherInstanceId) && MessageDigest.isEqual(pckSeed.toArray(), otherSeed.toArray());
    }

    /** The certificate for a TCB, if one was issued. */
    Optional<SgxCertificate> certificate(Tcb tcb) {
        return Optional.ofNullable(certificates.get(tcb));
    }

    RegisteredPlatform with(Tcb tcb, SgxCertificate certificate) {
        Map<Tcb, SgxCertificate> more = new LinkedHashMap<>(certificates);
        more.put(tcb, certificate);
        return new RegisteredPlatform(ppid, instanceId, pckSeed, qeIds, more);
    }

    RegisteredPlatform withQeId(ByteString qeId) {
        List<ByteString> more = new ArrayList<>(qeIds);
        more.add(qeId);
        return new RegisteredPlatform(ppid, instanceId, pckSeed, more, certificates);
    }

    /** Names nothing that identifies the machine, and no secret. */
    @Override
    public String toString() {
        return "RegisteredPlatform[" + certificates.size() + " certificates]";
    }
}
