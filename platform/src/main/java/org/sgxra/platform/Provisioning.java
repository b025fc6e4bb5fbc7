package org.sgxra.platform;

import java.net.URI;
import java.security.SecureRandom;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.EpidBlob;
import org.sgxra.common.message.MalformedMessageException;
import org.sgxra.common.message.ProvisioningOffer;
import org.sgxra.common.message.SgxStatus;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.HashAlgorithm;
import org.sgxra.epid.Joining;
import org.sgxra.epid.Member;
import org.sgxra.epid.MemberPrivateKey;
import org.sgxra.epid.MembershipCredential;

/** Joins the group that the emulator offers (docs/provisioning.md, docs/spec/epid2.md section 6.2). */
final class Provisioning {
    private final ProvisioningClient client;
    private final URI base;
    private final SecureRandom random;

    Provisioning(PlatformConfig config, SecureRandom random) throws PlatformException {
        this.client = new ProvisioningClient(config);
        this.base = config.provisioning();
        this.random = random;
    }

    /** What the emulator offers to join now. */
    ProvisioningOffer offer() throws PlatformException {
        try {
            return ProvisioningOffer.parse(client.post("/sgx/provisioning/v1/offer", new byte[0]));
        } catch (MalformedMessageException e) {
            throw broken(e);
        }
    }

    /** Joins the group of {@code offer}; the private key is made here and never leaves the platform. */
    EpidBlob join(ProvisioningOffer offer) throws PlatformException {
        try {
            GroupPublicKey group = GroupPublicKey.parse(offer.groupPublicKey().toArray());
            Joining joining = Joining.begin(group, offer.nonce().toArray(), random);
            byte[] request = ByteString.concat(
                            offer.nonce(), ByteString.of(joining.request().encode()))
                    .toArray();
            MemberPrivateKey key =
                    joining.complete(MembershipCredential.parse(client.post("/sgx/provisioning/v1/join", request)));
            Member member = new Member(group, key, HashAlgorithm.SHA_256, random);
            return new EpidBlob(
                    offer, ByteString.of(key.encode()), ByteString.of(member.precomputation()), client.issuer());
        } catch (EpidException e) {
            throw broken(e);
        }
    }

    private PlatformException broken(Exception e) {
        return new PlatformException(
                SgxStatus.SGX_ERROR_NETWORK_FAILURE, "provisioning at " + base + " failed: " + e.getMessage(), e);
    }
}
