package org.sgxra.services.api;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.bytes.SecretBytes;
import org.sgxra.common.crypto.AesCmac;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.ProvisioningOffer;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.Issuer;
import org.sgxra.epid.IssuerPrivateKey;
import org.sgxra.epid.JoinRequest;
import org.sgxra.epid.PrivRl;
import org.sgxra.services.http.Answer;
import org.sgxra.services.http.Endpoint;
import org.sgxra.services.http.Request;
import org.sgxra.services.state.EmulatorState;
import org.sgxra.services.state.EpidTcbLevel;
import org.sgxra.services.state.Group;
import org.sgxra.services.state.KeyRing;

/** Lets SOFT platforms join the youngest group (docs/provisioning.md, docs/spec/epid2.md section 6.2). */
public final class ProvisioningEndpoint implements Endpoint {
    /** Every path that this endpoint answers starts so. */
    public static final String PATH = "/sgx/provisioning/v1/";

    private static final String BINARY = "application/octet-stream";
    private static final int NONCE_SIZE = 32;
    private static final int REQUEST_SIZE = NONCE_SIZE + 128;
    private static final int RANDOM_SIZE = 8;
    private static final int MAC_SIZE = 16;
    /** Between an offer and the request to join. */
    private static final long OFFER_SECONDS = 300;

    private final EmulatorState state;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    /** Makes nonces that are known again: an offer that nobody takes up leaves nothing behind, and displaces no other. */
    private final SecretBytes nonceKey;

    /** Nonces with which somebody joined, oldest first, and when their offers end. */
    private final Map<ByteString, Instant> used = new LinkedHashMap<>();

    /** Issues for the groups of {@code state}. */
    public ProvisioningEndpoint(EmulatorState state) {
        this(state, InstantSource.system());
    }

    /** The same with the time by {@code clock}, after which offers end. */
    public ProvisioningEndpoint(EmulatorState state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
        byte[] key = new byte[16];
        random.nextBytes(key);
        this.nonceKey = SecretBytes.wrap(key);
    }

    @Override
    public Answer answer(Request request) {
        boolean offer = request.path().equals(PATH + "offer");
        if (!offer && !request.path().equals(PATH + "join")) {
            return Answer.explained(404, "no such resource; this emulator knows " + PATH + "offer and join");
        }
        if (!request.method().equals("POST")) {
            return Answer.explained(405, "only POST is defined here").with("Allow", "POST");
        }
        return offer ? offer() : join(ByteString.of(request.body()));
    }

    private Answer offer() {
        Optional<Group> group = state.groups().joinable();
        if (group.isEmpty()) {
            return Answer.explained(409, "every EPID group is revoked or out of date (run-ias new-group makes one)");
        }
        ByteString nonce = nonce(group.get().gid());
        KeyRing keys = state.keys();
        EpidTcbLevel current = state.tcb().current();
        byte[] modulus = keys.qsdk().getModulus().toByteArray();
        ProvisioningOffer offer = new ProvisioningOffer(
                nonce,
                group.get().publicKey(),
                keys.epidSigning().publicKey().bigEndian(),
                keys.pibSigning().publicKey().bigEndian(),
                keys.qsdk().getPublicExponent().intValueExact(),
                ByteString.of(modulus, modulus.length - 256, modulus.length),
                0,
                current.cpuSvn(),
                current.qeSvn(),
                current.pceSvn());
        return Answer.ok(BINARY, offer.encode());
    }

    private Answer join(ByteString request) {
        if (request.size() != REQUEST_SIZE) {
            return Answer.explained(
                    400, "a join request has 160 bytes (nonce 32, F 64, c 32, s 32), not " + request.size());
        }
        ByteString nonce = request.slice(0, NONCE_SIZE);
        Optional<Group> group = isOpen(nonce) ? state.groups().find(group(nonce)) : Optional.empty();
        if (group.isEmpty() || !use(nonce)) {
            return Answer.explained(409, "the nonce is not one of an open offer: ask for an offer first");
        }
        try {
            return Answer.ok(BINARY, certify(group.get(), nonce, request.slice(NONCE_SIZE, REQUEST_SIZE)));
        } catch (EpidException e) {
            giveBack(nonce);
            return Answer.explained(400, "join request refused: " + e.getMessage());
        }
    }

    /** 8 random bytes | gid u32 | end of the offer, seconds u32, big-endian | MAC of these. */
    private ByteString nonce(EpidGroupId gid) {
        byte[] distinct = new byte[RANDOM_SIZE];
        random.nextBytes(distinct);
        byte[] content = ByteBuffer.allocate(NONCE_SIZE - MAC_SIZE)
                .put(distinct)
                .putInt(gid.value())
                .putInt((int) (clock.instant().getEpochSecond() + OFFER_SECONDS))
                .array();
        return ByteString.concat(ByteString.of(content), mac(content));
    }

    private ByteString mac(byte[] content) {
        return AesCmac.mac(nonceKey, ByteString.of(content));
    }

    private boolean isOpen(ByteString nonce) {
        byte[] content = nonce.slice(0, NONCE_SIZE - MAC_SIZE).toArray();
        return MessageDigest.isEqual(
                        mac(content).toArray(),
                        nonce.slice(NONCE_SIZE - MAC_SIZE, NONCE_SIZE).toArray())
                && clock.instant().isBefore(end(nonce));
    }

    private static EpidGroupId group(ByteString nonce) {
        return new EpidGroupId(ByteBuffer.wrap(nonce.toArray()).getInt(RANDOM_SIZE));
    }

    private static Instant end(ByteString nonce) {
        return Instant.ofEpochSecond(
                Integer.toUnsignedLong(ByteBuffer.wrap(nonce.toArray()).getInt(RANDOM_SIZE + Integer.BYTES)));
    }

    /** False if somebody joined with it before. */
    private boolean use(ByteString nonce) {
        synchronized (used) {
            used.values().removeIf(end -> !end.isAfter(clock.instant()));
            return used.putIfAbsent(nonce, end(nonce)) == null;
        }
    }

    private void giveBack(ByteString nonce) {
        synchronized (used) {
            used.remove(nonce);
        }
    }

    private byte[] certify(Group group, ByteString nonce, ByteString request) throws EpidException {
        Issuer issuer = new Issuer(
                GroupPublicKey.parse(group.publicKey().toArray()),
                IssuerPrivateKey.parse(group.issuerKey().toArray()));
        PrivRl revoked = PrivRl.of(
                group.gid().bigEndian().toArray(),
                group.privRl().version(),
                group.privRl().entries().stream().map(ByteString::toArray).toList());
        return issuer.certify(JoinRequest.parse(request.toArray()), nonce.toArray(), revoked, random)
                .encode();
    }
}
