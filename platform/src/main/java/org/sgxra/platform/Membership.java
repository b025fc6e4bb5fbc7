package org.sgxra.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.crypto.Sha256;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.ProvisioningOffer;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.runtime.state.StateDirectory;
import org.sgxra.runtime.state.StateException;
import org.sgxra.runtime.state.StateLock;

/**
 * The platform's membership in an EPID group: the file {@code epid_blob}, made by provisioning on first use. The blob of a former
 * group is kept as {@code epid_blob.<gid>.<n>}.
 */
final class Membership {
    static final String FILE = "epid_blob";

    private final PlatformConfig config;
    private final StateDirectory state;
    private final SecureRandom random;
    private EpidBlob blob;

    Membership(PlatformConfig config, StateDirectory state, SecureRandom random) {
        this.config = config;
        this.state = state;
        this.random = random;
    }

    /**
     * The blob; provisions the platform if it has none, or one of an emulator whose state was made anew since, which no
     * longer knows the group.
     */
    synchronized EpidBlob blob() throws PlatformException, StateException {
        if (blob == null) {
            EpidBlob stored = stored().orElse(null);
            blob = stored != null && isOfThisEmulator(stored) ? stored : provisionOnce();
        }
        return blob;
    }

    private Optional<EpidBlob> stored() throws PlatformException, StateException {
        byte[] bytes = state.read(FILE).orElse(null);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(EpidBlob.parse(bytes));
        } catch (MalformedMessageException e) {
            throw new PlatformException(
                    SgxStatus.SGX_ERROR_AE_INVALID_EPIDBLOB,
                    state.file(FILE) + " is damaged (" + e.getMessage()
                            + "); remove it, and the platform is provisioned again",
                    e);
        }
    }

    /** Without the CA file nothing can be told, and the blob may serve on. */
    private boolean isOfThisEmulator(EpidBlob stored) {
        try {
            return Sha256.of(ByteString.of(Files.readAllBytes(config.caFile()))).equals(stored.issuer());
        } catch (IOException e) {
            return true;
        }
    }

    /** Several processes may start at once: the first one joins, the others find its blob. */
    @SuppressWarnings("try") // the lock is held, not used
    private EpidBlob provisionOnce() throws PlatformException, StateException {
        try (StateLock lock = state.lock("lock")) {
            EpidBlob found = stored().orElse(null);
            if (found != null && isOfThisEmulator(found)) {
                return found;
            }
            Provisioning provisioning = new Provisioning(config, random);
            EpidBlob joined = provisioning.join(provisioning.offer());
            if (found != null) {
                config.notices()
                        .accept(
                                "platform: the emulator's state was made anew, or its TLS has another CA: joined it again, group "
                                        + found.offer().gid() + " is left");
            }
            replace(found, joined);
            return joined;
        }
    }

    /**
     * Joins the group that the emulator offers now, if it is another one.
     *
     * @return the new group, or nothing if the platform stays where it is
     */
    @SuppressWarnings("try") // the lock is held, not used
    synchronized Optional<EpidGroupId> renew() throws PlatformException, StateException {
        EpidBlob old = blob();
        try (StateLock lock = state.lock("lock")) {
            EpidBlob found = stored().orElse(null);
            if (found != null && !found.offer().gid().equals(old.offer().gid())) {
                blob = found;
                return Optional.of(found.offer().gid());
            }
            Provisioning provisioning = new Provisioning(config, random);
            ProvisioningOffer offer = provisioning.offer();
            if (offer.gid().equals(old.offer().gid())) {
                return Optional.empty();
            }
            EpidBlob joined = provisioning.join(offer);
            replace(old, joined);
            blob = joined;
            return Optional.of(offer.gid());
        }
    }

    private void replace(EpidBlob oldOrNull, EpidBlob joined) throws StateException {
        String kept = "";
        if (oldOrNull != null && Files.exists(state.file(FILE))) {
            String aside = freeName(FILE + "." + oldOrNull.offer().gid());
            state.writePrivate(aside, oldOrNull.encode());
            kept = "; the old key is kept in " + state.file(aside);
        }
        state.writePrivate(FILE, joined.encode());
        config.notices()
                .accept("platform: joined EPID group " + joined.offer().gid() + " of the emulator at "
                        + config.provisioning() + kept);
    }

    private String freeName(String name) {
        int number = 1;
        while (Files.exists(state.file(name + "." + number))) {
            number++;
        }
        return name + "." + number;
    }
}
