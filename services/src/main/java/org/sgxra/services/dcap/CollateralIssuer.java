package org.sgxra.services.dcap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.EnclaveIdentityContent;
import org.sgxra.common.dcap.EvaluationNumbersContent;
import org.sgxra.common.dcap.RevocationListContent;
import org.sgxra.common.dcap.TcbInfoContent;
import org.sgxra.common.dcap.Tee;

/**
 * Issues documents and revocation lists. What was issued is given again until half of its life is over or something else is to
 * stand in it.
 */
final class CollateralIssuer {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(365);

    private final SgxCa ca;
    private final Clock clock;
    private final Map<List<Object>, Issued> issued = new HashMap<>();

    CollateralIssuer(SgxCa ca, Clock clock) {
        this.ca = ca;
        this.clock = clock;
    }

    /** What was issued last of a kind, and what it was made from. */
    private record Issued(Object source, Instant issueDate, ByteString bytes) {}

    /** What was issued is forgotten, and issued anew when it is asked for. */
    synchronized void refresh() {
        issued.clear();
    }

    private interface Making {
        ByteString make(Instant issueDate, Instant nextUpdate);
    }

    private synchronized ByteString issue(List<Object> kind, Object source, Duration life, Making making) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Issued last = issued.get(kind);
        if (last != null
                && last.source.equals(source)
                && !now.isBefore(last.issueDate)
                && now.isBefore(last.issueDate.plus(life.dividedBy(2)))) {
            return last.bytes;
        }
        ByteString bytes = making.make(now, now.plus(life));
        issued.put(kind, new Issued(source, now, bytes));
        return bytes;
    }

    /**
     * The TCB info.
     *
     * @param version 2 or 3; for TDX only 3
     * @param fmspc the digits as the request has them
     */
    ByteString tcbInfo(Tee tee, int version, String fmspc, TcbSet set) {
        return issue(
                List.of("tcb", tee, version, fmspc, set.number()),
                set,
                MONTH,
                (issueDate, nextUpdate) -> new TcbInfoContent(
                                tee,
                                version,
                                issueDate,
                                nextUpdate,
                                fmspc,
                                SoftProcessor.PCE_ID.hex(),
                                set.number(),
                                SoftProcessor.COMPONENTS,
                                tee == Tee.TDX ? set.tdxModules() : List.of(),
                                set.platformLevels())
                        .sign(ca.tcbSigning().key()));
    }

    /** An enclave's identity; {@code hasAdvisories} from API version 4 on. */
    ByteString identity(KnownEnclave enclave, boolean hasAdvisories, TcbSet set) {
        return issue(
                List.of("identity", enclave, hasAdvisories, set.number()),
                set,
                MONTH,
                (issueDate, nextUpdate) -> new EnclaveIdentityContent(
                                enclave.name(),
                                issueDate,
                                nextUpdate,
                                set.number(),
                                enclave.attributes(),
                                enclave.mrSigner(),
                                enclave.isvProdId(),
                                enclave.levels(set),
                                hasAdvisories)
                        .sign(ca.tcbSigning().key()));
    }

    /** The list of evaluation data numbers. */
    ByteString evaluationNumbers(Tee tee, DcapLevels levels, Set<Long> withdrawn) {
        List<EvaluationNumbersContent.Entry> numbers = levels.all()
                .filter(set -> !withdrawn.contains(set.number()))
                .map(set -> new EvaluationNumbersContent.Entry(
                        set.number(), set.tcbDate().minus(1, ChronoUnit.DAYS), set.tcbDate()))
                .toList();
        return issue(List.of("numbers", tee), numbers, MONTH, (issueDate, nextUpdate) -> new EvaluationNumbersContent(
                        tee, issueDate, nextUpdate, numbers)
                .sign(ca.tcbSigning().key()));
    }

    /** The revocation list of the root, in DER. */
    ByteString rootCrl(Registry registry) {
        return crl(ca.root(), Revocation.Issuer.ROOT, registry, YEAR);
    }

    /** The revocation list of a CA that certifies platforms, in DER. */
    ByteString pckCrl(PckCa which, Registry registry) {
        return crl(
                ca.of(which),
                which == PckCa.PROCESSOR ? Revocation.Issuer.PROCESSOR : Revocation.Issuer.PLATFORM,
                registry,
                MONTH);
    }

    private ByteString crl(SgxCa.Authority authority, Revocation.Issuer issuer, Registry registry, Duration life) {
        List<Revocation> revoked = registry.revokedBy(issuer);
        return issue(List.of("crl", issuer), revoked, life, (thisUpdate, nextUpdate) -> new RevocationListContent(
                        authority.certificate().commonName(),
                        authority.keyId(),
                        thisUpdate,
                        nextUpdate,
                        revoked.stream()
                                .map(r -> new RevocationListContent.Entry(r.serialNumber(), r.reason()))
                                .toList())
                .sign(authority.key()));
    }
}
