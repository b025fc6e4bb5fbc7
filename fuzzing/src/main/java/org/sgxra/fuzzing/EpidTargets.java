package org.sgxra.fuzzing;

import static org.sgxra.fuzzing.FuzzTarget.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.sgxra.epid.EpidException;
import org.sgxra.epid.EpidVerdict;
import org.sgxra.epid.EpidVerifier;
import org.sgxra.epid.GroupPublicKey;
import org.sgxra.epid.GroupRl;
import org.sgxra.epid.HashAlgorithm;
import org.sgxra.epid.JoinRequest;
import org.sgxra.epid.MembershipCredential;
import org.sgxra.epid.PrivRl;
import org.sgxra.epid.RevocationLists;
import org.sgxra.epid.SigRl;
import org.sgxra.epid.VerifierRl;

/** EPID 2.0: keys, lists, joining and signatures. */
final class EpidTargets {
    private static final int GID = 16;

    private EpidTargets() {}

    static List<FuzzTarget> all() {
        JsonNode cases = MessageTargets.epid("cases.json");
        return List.of(
                FuzzTarget.of(
                        "epid-revocation-lists",
                        "lists of revoked signatures, keys and groups",
                        () -> List.of("sigRl", "privRl", "groupRl", "verifierRl").stream()
                                .flatMap(name -> MessageTargets.hexMembers(cases, name)),
                        EpidTargets::lists),
                FuzzTarget.of(
                        "epid-group-key",
                        "public key of a group",
                        () -> MessageTargets.hexMembers(MessageTargets.epid("sgx_quotes.json"), "groupPublicKey"),
                        b -> require(Arrays.equals(GroupPublicKey.parse(b).encode(), b), "encodes to other bytes"),
                        EpidException.class),
                FuzzTarget.of(
                        "epid-join",
                        "join requests and credentials",
                        () -> MessageTargets.hexMembers(MessageTargets.epid("join.json"), "joinRequest"),
                        EpidTargets::join),
                signature(cases));
    }

    /** Each in both sizes of group ids. */
    private static void lists(byte[] b) {
        for (int size : new int[] {4, GID}) {
            same(b, () -> SigRl.parse(b, size).encode());
            same(b, () -> PrivRl.parse(b, size).encode());
            same(b, () -> GroupRl.parse(b, size).encode());
            same(b, () -> VerifierRl.parse(b, size).encode());
        }
    }

    private static void join(byte[] b) {
        same(b, () -> JoinRequest.parse(b).encode());
        same(b, () -> MembershipCredential.parse(b).encode());
    }

    /** Encodes what was read. */
    @FunctionalInterface
    private interface Reencoding {
        byte[] apply() throws EpidException;
    }

    private static void same(byte[] b, Reencoding reencoding) {
        try {
            require(Arrays.equals(reencoding.apply(), b), "encodes to other bytes");
        } catch (EpidException e) {
            return;
        }
    }

    /** Whoever changes a signature has none. */
    private static FuzzTarget signature(JsonNode cases) {
        JsonNode recorded = MessageTargets.epid("sgx_cases.json").get("cases").get(0);
        byte[] genuine = Recorded.hex(recorded.get("signature").asText());
        byte[] message = Recorded.hex(recorded.get("message").asText());
        byte[] basename = Recorded.hex(recorded.get("basename").asText());
        byte[] key = Recorded.hex(
                MessageTargets.epid("keys.json").at("/groups/grp_x/raw").asText());
        EpidVerifier verifier = verifier(key);
        return FuzzTarget.of(
                "epid-signature",
                "verification of an EPID signature",
                () -> MessageTargets.hexMembers(cases, "signature"),
                b -> {
                    boolean valid = verifier.verify(b, message, basename, RevocationLists.NONE) == EpidVerdict.VALID;
                    require(!valid || Arrays.equals(b, genuine), "another signature than the genuine one is valid");
                });
    }

    private static EpidVerifier verifier(byte[] key) {
        try {
            return new EpidVerifier(GroupPublicKey.parse(key), HashAlgorithm.SHA_256);
        } catch (EpidException e) {
            throw new IllegalStateException(e);
        }
    }
}
