package org.sgxra.e2e;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every status, and what a service provider that trusts with reservations makes of it. */
@Order(5)
class StatusIT extends StatusCases {
    StatusIT() {
        super(false);
    }

    @Test
    @Tag("long")
    void strictTrustModeHasNoReservations() throws Exception {
        setting("cpu_svn", "0a0201" + "0".repeat(26));
        expect(strictServer(), "CONFIGURATION_NEEDED", NOT_TRUSTED_ITS_COMPLICATED);
    }
}
