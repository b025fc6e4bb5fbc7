package org.sgxra.sp.cli;

import java.net.URI;
import java.util.List;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.message.SignType;
import org.sgxra.sp.http.SubscriptionKey;
import org.sgxra.sp.ias.IasAddress;
import org.sgxra.verifier.ReportVerifier;

/**
 * How EPID quotes are judged.
 *
 * @param server address of the attestation service without a path
 * @param ias the same with the path
 * @param keys subscription keys, primary first
 * @param spid service provider id, 16 bytes
 * @param signType which kind of quote is asked for
 * @param verifier knows who may sign reports
 */
public record EpidConfiguration(
        URI server,
        IasAddress ias,
        List<SubscriptionKey> keys,
        ByteString spid,
        SignType signType,
        ReportVerifier verifier) {}
