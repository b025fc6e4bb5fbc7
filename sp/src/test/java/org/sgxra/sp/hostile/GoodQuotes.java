package org.sgxra.sp.hostile;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.Collateral;
import org.sgxra.common.message.EcdsaQuote;
import org.sgxra.common.message.EpidGroupId;
import org.sgxra.common.message.EpidQuote;
import org.sgxra.common.message.EpidQuoteBody;
import org.sgxra.common.message.Quote;
import org.sgxra.common.message.ReportBody;
import org.sgxra.common.message.SignType;
import org.sgxra.fakes.FakeEvidence;
import org.sgxra.runtime.event.SessionListener;
import org.sgxra.runtime.net.Expiry;
import org.sgxra.sp.http.HttpAgent;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.sp.ias.IasClient;
import org.sgxra.sp.ias.IasService;
import org.sgxra.sp.mock.TestClient;
import org.sgxra.sp.mock.TestServer;
import org.sgxra.sp.pcs.DcapService;
import org.sgxra.sp.pcs.PcsAddress;
import org.sgxra.sp.pcs.PcsClient;
import org.sgxra.sp.service.Appraisal;
import org.sgxra.sp.service.AttestationService;
import org.sgxra.sp.service.Criteria;
import org.sgxra.sp.service.Evidence;
import org.sgxra.verifier.AppraisalPolicy;
import org.sgxra.verifier.PlatformPolicy;
import org.sgxra.verifier.ReportSigningCa;
import org.sgxra.verifier.ReportVerifier;
import org.sgxra.verifier.dcap.DcapRoot;
import org.sgxra.verifier.dcap.DcapVerifier;

/** Attestations in which nothing is wrong but what the service makes of them. */
final class GoodQuotes {
    static final EpidGroupId GROUP = new EpidGroupId(0x0b0f);
    private static final Duration SESSION = Duration.ofSeconds(300);
    private static final FakeEvidence EVIDENCE = new FakeEvidence();
    /** What vouches for the platform of {@link #dcap}. */
    static final Collateral COLLATERAL = EVIDENCE.collateral();

    private static final ByteString ECDSA = EVIDENCE.quote();

    private GoodQuotes() {}

    /** An EPID quote, judged by the service. */
    static Appraisal ias(String url, HttpAgent agent, SessionListener listener) throws Exception {
        ByteString basename = ByteString.concat(TestClient.SPID, ByteString.zeros(16));
        EpidQuote quote = new EpidQuote(
                new EpidQuoteBody(
                        SignType.UNLINKABLE, GROUP, 1, 1, 0, basename, ReportBody.parse(new byte[ReportBody.SIZE])),
                ByteString.zeros(680));
        return appraise(
                iasService(url, agent),
                quote,
                Optional.of("00ff"),
                quote.body().report().reportData(),
                Clock.systemUTC(),
                listener);
    }

    /** The revocation list of the group. */
    static ByteString sigRl(String url, HttpAgent agent, SessionListener listener) throws Exception {
        return iasService(url, agent)
                .open(GROUP, listener, Expiry.in(SESSION))
                .request()
                .sigRl();
    }

    private static IasService iasService(String url, HttpAgent agent) throws Exception {
        return new IasService(
                new IasClient(IasAddress.of(URI.create(url), false, 4), List.of(), agent),
                TestClient.SPID,
                SignType.UNLINKABLE,
                new ReportVerifier(ReportSigningCa.fromPem(TestServer.CA.pem()), null));
    }

    /** A DCAP quote, judged with collateral of the service. */
    static Appraisal dcap(String url, HttpAgent agent, SessionListener listener) throws Exception {
        DcapService service = new DcapService(
                new PcsClient(PcsAddress.parse(PcsAddress.Kind.PCCS, url), uri -> agent),
                DcapVerifier.of(new DcapRoot(EVIDENCE.trustedKey())));
        EcdsaQuote quote = EcdsaQuote.parse(ECDSA.toArray());
        return appraise(
                service,
                quote,
                Optional.empty(),
                quote.report().reportData(),
                Clock.fixed(EVIDENCE.now, ZoneOffset.UTC),
                listener);
    }

    private static Appraisal appraise(
            AttestationService service,
            Quote quote,
            Optional<String> nonce,
            ByteString reportData,
            Clock clock,
            SessionListener listener)
            throws Exception {
        Criteria criteria = new Criteria(
                new AppraisalPolicy(Optional.empty(), new PlatformPolicy(false, Set.of(), Set.of())),
                Duration.ofSeconds(300),
                Duration.ofSeconds(60),
                clock,
                reportData);
        return service.open(GROUP, listener, Expiry.in(SESSION))
                .appraise(new Evidence(quote, ByteString.EMPTY, nonce), criteria);
    }
}
