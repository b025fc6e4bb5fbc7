package org.sgxra.e2e;

import org.junit.jupiter.api.Tag;

/** Every status, and what a service provider in strict trust mode makes of it. */
@Tag("long")
class StrictStatusIT extends StatusCases {
    StrictStatusIT() {
        super(true);
    }
}
