package org.sgxra.services.api;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sgxra.common.bytes.ByteString;
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
    private static final int MAX_OPEN_OFFERS = 1000;

    private final EmulatorState state;
    private final SecureRandom random = new SecureRandom();
    /** Nonces that were given out and not used yet, oldest first, with the group they are for. */
    private final Map<ByteString, EpidGroupId> open = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteString, EpidGroupId> eldest) {
            return size() > MAX_OPEN_OFFERS;
        }
    });

    /** Issues for the groups of {@code state}. */
    public ProvisioningEndpoint(EmulatorState state) {
        this.state = state;
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
        byte[] nonce = new byte[NONCE_SIZE];
        random.nextBytes(nonce);
        open.put(ByteString.of(nonce), group.get().gid());
        KeyRing keys = state.keys();
        EpidTcbLevel current = state.tcb().current();
        byte[] modulus = keys.qsdk().getModulus().toByteArray();
        ProvisioningOffer offer = new ProvisioningOffer(
                ByteString.of(nonce),
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
        EpidGroupId gid = open.remove(nonce);
        Optional<Group> group = gid == null ? Optional.empty() : state.groups().find(gid);
        if (group.isEmpty()) {
            return Answer.explained(409, "the nonce is not one of an open offer: ask for an offer first");
        }
        try {
            return Answer.ok(BINARY, certify(group.get(), nonce, request.slice(NONCE_SIZE, REQUEST_SIZE)));
        } catch (EpidException e) {
            return Answer.explained(400, "join request refused: " + e.getMessage());
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
