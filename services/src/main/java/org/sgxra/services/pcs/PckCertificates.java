package org.sgxra.services.pcs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.sgxra.common.bytes.ByteString;
import org.sgxra.common.dcap.PemChain;
import org.sgxra.common.dcap.SgxCertificate;
import org.sgxra.common.dcap.TcbInfoContent;
import org.sgxra.runtime.state.StateException;
import org.sgxra.services.dcap.DcapState;
import org.sgxra.services.dcap.RegisteredPlatform;
import org.sgxra.services.dcap.SoftProcessor;
import org.sgxra.services.dcap.Tcb;
import org.sgxra.services.http.Answer;

/** PCK certificates for platforms that say who they are by an encrypted PPID or, to PCCS, by the id of their quoting enclave. */
final class PckCertificates {
    /** RSA-3072, in bytes. */
    static final int ENCRYPTED_PPID_SIZE = 384;
    /** Status with which PCCS says that it does not know a platform. */
    static final int PCCS_PLATFORM_UNKNOWN = 461;

    private final DcapState state;

    PckCertificates(DcapState state) {
        this.state = state;
    }

    /** {@code /pckcert}: the certificate for the highest TCB that the platform reaches. */
    Answer one(Call call) throws RefusedRequestException, StateException {
        ByteString cpuSvn = call.bytes("cpusvn", 16);
        int pceSvn = littleEndian(call.bytes("pcesvn", 2));
        RegisteredPlatform platform = platform(call);
        Tcb tcb = state.tcbOf(cpuSvn, pceSvn);
        SgxCertificate certificate =
                state.pckCertificates(platform, List.of(tcb)).get(tcb);
        return withPlatform(Answer.ok("application/x-pem-file", pem(certificate).getBytes(StandardCharsets.US_ASCII))
                .with("SGX-TCBm", tcb.toString()));
    }

    /** {@code /pckcerts}: those for all TCBs. */
    Answer all(Call call) throws RefusedRequestException, StateException {
        return list(call, state.tcbs());
    }

    /** {@code /pckcerts/config}: those for the TCBs that a CPUSVN reaches. */
    Answer allOfConfiguration(Call call) throws RefusedRequestException, StateException {
        ByteString cpuSvn = call.bytes("cpusvn", 16);
        return list(
                call,
                state.tcbs().stream().filter(tcb -> tcb.isReachedBy(cpuSvn)).toList());
    }

    private Answer list(Call call, List<Tcb> available) throws RefusedRequestException, StateException {
        Map<Tcb, SgxCertificate> certificates = state.pckCertificates(platform(call), available);
        StringJoiner elements = new StringJoiner(",", "[", "]");
        for (Tcb tcb : state.tcbs()) {
            String certificate =
                    certificates.containsKey(tcb) ? Chains.percentEncoded(pem(certificates.get(tcb))) : "Not available";
            elements.add("{\"tcb\":"
                    + TcbInfoContent.tcbJson(
                            call.version() == 3 ? 2 : 3, SoftProcessor.COMPONENTS, tcb.components(), tcb.pceSvn())
                    + ",\"tcbm\":\"" + tcb + "\",\"cert\":\"" + certificate + "\"}");
        }
        return withPlatform(Answer.ok("application/json", elements.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private Answer withPlatform(Answer answer) {
        return answer.with("SGX-FMSPC", SoftProcessor.fmspcDigits())
                .with("SGX-PCK-Certificate-CA-Type", SoftProcessor.CA.toString())
                .with("SGX-PCK-Certificate-Issuer-Chain", Chains.percentEncoded(state.pckChain(SoftProcessor.CA)));
    }

    private static String pem(SgxCertificate certificate) {
        return PemChain.write(List.of(certificate));
    }

    private RegisteredPlatform platform(Call call) throws RefusedRequestException, StateException {
        if (call.manifest().isPresent()) {
            if (!call.bytes("pceid", 2).equals(SoftProcessor.PCE_ID)) {
                throw unknown(call, "no platform has PCE id " + call.required("pceid"));
            }
            return call.manifest().get().register(state);
        }
        ByteString encryptedPpid = call.bytes("encrypted_ppid", ENCRYPTED_PPID_SIZE);
        if (!call.bytes("pceid", 2).equals(SoftProcessor.PCE_ID)) {
            throw unknown(call, "no platform has PCE id " + call.required("pceid"));
        }
        Optional<ByteString> qeId =
                call.parameter("qeid").isPresent() ? Optional.of(call.bytes("qeid", 16)) : Optional.empty();
        if (encryptedPpid.isZero() && qeId.isPresent()) {
            return state.registry()
                    .findByQeId(qeId.get())
                    .orElseThrow(() -> unknown(call, "no platform is known by this QE id"));
        }
        ByteString ppid = state.decryptPpid(encryptedPpid)
                .orElseThrow(() -> RefusedRequestException.syntax("encrypted_ppid is not encrypted for this emulator"));
        RegisteredPlatform platform = state.registry()
                .find(ppid)
                .orElseThrow(() -> unknown(call, "the platform has not joined (POST /sgx/provisioning/v1/dcap)"));
        if (qeId.isPresent()) {
            state.rememberQe(platform, qeId.get());
        }
        return platform;
    }

    private static RefusedRequestException unknown(Call call, String reason) {
        return RefusedRequestException.status(
                call.service() == Call.Service.PCCS ? PCCS_PLATFORM_UNKNOWN : 404, reason);
    }

    private static int littleEndian(ByteString u16) {
        return u16.at(0) | u16.at(1) << 8;
    }
}
