package org.sgxra.sp.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.RefusedException;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;

class ServiceByKindTest {
    private static final EpidGroupId GROUP = new EpidGroupId(0x0b0f);
    private static final EpidGroupId NONE = new EpidGroupId(0);

    private static AttestationService named(String name) {
        return (gid, listener, end) -> {
            throw new RefusedException(name + " is asked for group " + gid);
        };
    }

    private static void refuses(ServiceByKind services, EpidGroupId gid, String message) {
        assertThatThrownBy(() -> services.open(gid, SessionListener.NONE, Expiry.NEVER))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
    }

    @Test
    void groupZeroMeansDcapAndEveryOtherEpid() {
        ServiceByKind both = new ServiceByKind(Optional.of(named("EPID")), Optional.of(named("DCAP")));

        refuses(both, NONE, "DCAP is asked for group 00000000");
        refuses(both, GROUP, "EPID is asked for group 00000b0f");
        assertThat(both.epid()).isPresent();
    }

    // dcap.md section 13, row 73
    @Test
    void refusesAPlatformThatIsNotProvisionedOrOffersAnotherKind() {
        refuses(
                new ServiceByKind(Optional.of(named("EPID")), Optional.empty()),
                NONE,
                "msg1: EPID group id 00000000: the client's platform has not been provisioned for EPID; see "
                        + "that its platform software (aesmd) runs, reaches Intel's provisioning service and has made a "
                        + "quote before; or it offers a DCAP (ECDSA) quote: then start this with --attestation=dcap or both");
        refuses(
                new ServiceByKind(Optional.empty(), Optional.of(named("DCAP"))),
                GROUP,
                "msg1: EPID group id 00000b0f: the client offers an EPID quote, which is not taken here: start the client with "
                        + "--attestation=dcap, or this with --attestation=both");
    }
}
