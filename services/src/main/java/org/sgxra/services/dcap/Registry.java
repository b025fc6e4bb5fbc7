package org.sgxra.services.dcap;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sgxra.common.bytes.ByteString;

/**
 * What the emulator remembers for DCAP. Immutable.
 *
 * @param platforms that have joined, oldest first
 * @param revocations oldest first
 * @param withdrawn TCB evaluation data numbers that are not served any more
 */
public record Registry(List<RegisteredPlatform> platforms, List<Revocation> revocations, Set<Long> withdrawn) {
    /** Anybody may register a platform, and each change writes all of them. */
    static final int MAX_PLATFORMS = 1000;

    /** Nothing yet. */
    static final Registry EMPTY = new Registry(List.of(), List.of(), Set.of());

    public Registry {
        platforms = List.copyOf(platforms);
        revocations = List.copyOf(revocations);
        withdrawn = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(withdrawn));
    }

    /** The platform of a PPID. */
    public Optional<RegisteredPlatform> find(ByteString ppid) {
        return platforms.stream().filter(p -> p.ppid().equals(ppid)).findFirst();
    }

    /** The platform that a quoting enclave has asked for before. */
    public Optional<RegisteredPlatform> findByQeId(ByteString qeId) {
        return platforms.stream().filter(p -> p.qeIds().contains(qeId)).findFirst();
    }

    /**
     * With a platform, in place of what was known of it. Of too many the oldest that has no certificate is forgotten, which is what
     * costs nothing to register; where all have some, the oldest.
     */
    Registry with(RegisteredPlatform platform) {
        List<RegisteredPlatform> all = new ArrayList<>(platforms);
        int index = 0;
        while (index < all.size() && !all.get(index).ppid().equals(platform.ppid())) {
            index++;
        }
        if (index < all.size()) {
            all.set(index, platform);
        } else {
            if (all.size() >= MAX_PLATFORMS) {
                all.remove(all.stream()
                        .filter(known -> known.certificates().isEmpty())
                        .findFirst()
                        .orElse(all.get(0)));
            }
            all.add(platform);
        }
        return new Registry(all, revocations, withdrawn);
    }

    /** The revoked certificates of a CA. */
    List<Revocation> revokedBy(Revocation.Issuer issuer) {
        return revocations.stream().filter(r -> r.issuer() == issuer).toList();
    }

    /** The revocation of a certificate. */
    public Optional<Revocation> revocation(Revocation.Issuer issuer, BigInteger serialNumber) {
        return revokedBy(issuer).stream()
                .filter(r -> r.serialNumber().equals(serialNumber))
                .findFirst();
    }

    /** With a certificate revoked, for another reason than before perhaps. */
    public Registry revoking(Revocation revocation) {
        Registry before = unrevoking(revocation.issuer(), revocation.serialNumber());
        List<Revocation> all = new ArrayList<>(before.revocations);
        all.add(revocation);
        return new Registry(platforms, all, withdrawn);
    }

    /** With a certificate that is not revoked any more. */
    public Registry unrevoking(Revocation.Issuer issuer, BigInteger serialNumber) {
        return new Registry(
                platforms,
                revocations.stream()
                        .filter(r -> r.issuer() != issuer || !r.serialNumber().equals(serialNumber))
                        .toList(),
                withdrawn);
    }

    /** With a number withdrawn, or served again. */
    public Registry withdrawing(long number, boolean gone) {
        Set<Long> numbers = new TreeSet<>(withdrawn);
        if (gone) {
            numbers.add(number);
        } else {
            numbers.remove(number);
        }
        return new Registry(platforms, revocations, numbers);
    }
}
