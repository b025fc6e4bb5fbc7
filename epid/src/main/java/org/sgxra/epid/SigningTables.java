package org.sgxra.epid;

import org.sgxra.epid.math.G1Base;
import org.sgxra.epid.math.GtBase;

/** A member's pairings and its group's h2 with tables of their powers, as large as signatures to come are worth. */
record SigningTables(GtBase e12, GtBase e22, GtBase e2w, GtBase ea2, G1Base h2) {

    /** Tables for one signature. */
    static SigningTables once(GroupPublicKey group, Precomputation pairings) {
        return new SigningTables(
                GtBase.of(pairings.e12()),
                GtBase.of(pairings.e22()),
                GtBase.of(pairings.e2w()),
                GtBase.of(pairings.ea2()),
                G1Base.of(group.h2())[0]);
    }

    /** Tables that cost as much as half a signature and spare each one a quarter. */
    static SigningTables forManyUses(GroupPublicKey group, Precomputation pairings) {
        return new SigningTables(
                GtBase.forManyUses(pairings.e12()),
                GtBase.forManyUses(pairings.e22()),
                GtBase.forManyUses(pairings.e2w()),
                GtBase.forManyUses(pairings.ea2()),
                G1Base.forManySums(group.h2())[0]);
    }
}
